import KernelTrace
import SystemDescription
import Testing

@testable import Microkernel

@Suite struct SteppingTests {
    /// Runs to the end, or to a bound, from delivery to delivery.
    private func deliveries(_ machine: Machine, most: Int = 20_000) -> [Machine.Delivery] {
        var found: [Machine.Delivery] = []
        while found.count < most, let delivery = machine.runToDelivery() { found.append(delivery) }
        return found
    }

    @Test(arguments: [1, 3])
    func `gives the same trace when it is stopped before each delivery`(cores: Int) throws {
        for seed in UInt64(1)...40 {
            let system = RandomSystem(seed: seed, timed: true, cores: cores)
            let whole = try system.run()
            let recorder = TraceRecorder()
            var options = MachineOptions()
            options.script = system.script
            options.choices = []
            let machine = try Machine(system.description, options: options, sink: recorder)
            machine.boot()
            var count = 0
            while recorder.recordedCount < whole.recordedCount, let delivery = machine.runToDelivery() {
                // Nothing of the entry is recorded before it is let go on.
                let begins = recorder.events.filter { if case .begin = $0.kind { true } else { false } }.count
                if cores == 1 { #expect(begins == count) }
                #expect(system.description.protectionDomains.indices.contains(delivery.domain))
                count += 1
            }
            let common = min(whole.events.count, recorder.events.count)
            #expect(common > 10)
            #expect(
                Array(recorder.events.prefix(common)) == Array(whole.events.prefix(common)),
                "RandomSystem(seed: \(seed), timed: true, cores: \(cores))")
        }
    }

    /// Three equals that do nothing but start, and one above them that signals two of them.
    private func equals(_ choices: [Int]?, policy: MachineOptions.Policy = .kernel) throws -> (
        Machine, TraceRecorder
    ) {
        let text = """
            <system>
                <protection_domain name="a" priority="10"><program_image path="a.elf"/></protection_domain>
                <protection_domain name="b" priority="10"><program_image path="b.elf"/></protection_domain>
                <protection_domain name="c" priority="10"><program_image path="c.elf"/>
                    <irq irq="33" id="5"/></protection_domain>
                <protection_domain name="d" priority="20"><program_image path="d.elf"/></protection_domain>
                <channel><end pd="d" id="1"/><end pd="a" id="1"/></channel>
                <channel><end pd="d" id="2"/><end pd="b" id="2"/></channel>
            </system>
            """
        let system = try #require(DescriptionChecker().check(Array(text.utf8), file: "equals.system").system)
        var options = MachineOptions()
        options.choices = choices
        options.policy = policy
        options.script = try StandInScript(
            text: Array(#"{"behaviour": {"d.i": ["n1 n2"]}}"#.utf8), file: "equals.json", system: system)
        let recorder = TraceRecorder()
        let machine = try Machine(system, options: options, sink: recorder)
        machine.boot()
        return (machine, recorder)
    }

    @Test func `who of equals goes first can be chosen, and what there was to choose is told`() throws {
        let (plain, _) = try equals([])
        let usual = deliveries(plain).map(\.domain)
        let choice = try #require(plain.choices.first)
        #expect(choice.domains.count == 3 && choice.chosen == 0)
        for place in choice.domains.indices {
            let (machine, _) = try equals([place])
            let order = deliveries(machine).map(\.domain)
            #expect(order.first { $0 != 3 } == choice.domains[place])
            #expect(machine.choices[0].chosen == place)
            #expect(order.sorted() == usual.sorted())
        }
    }

    @Test func `choices that are not there leave it to the policy`() throws {
        let (plain, _) = try equals([])
        let usual = deliveries(plain)
        for choices in [[-1], [99], [-1, -1, 99]] {
            let (machine, _) = try equals(choices)
            #expect(deliveries(machine) == usual)
        }
        let (asked, one) = try equals([], policy: .seeded(3))
        let (unasked, other) = try equals(nil, policy: .seeded(3))
        #expect(deliveries(asked) == deliveries(unasked) && one.events == other.events)
        #expect(unasked.choices.isEmpty)
    }

    @Test func `an injected interrupt is delivered`() throws {
        let (machine, recorder) = try equals([])
        _ = deliveries(machine)
        machine.inject(.interrupt(domain: 2, id: 5))
        let delivery = try #require(machine.runToDelivery())
        #expect(delivery.domain == 2 && delivery.entry == .notified(5))
        #expect(machine.runToDelivery() == nil)
        #expect(recorder.strings.contains("injected: interrupt 5 of c"))
    }

    @Test func `an injected fault ends the next entry`() throws {
        let (machine, _) = try equals([])
        let first = try #require(machine.runToDelivery())
        machine.inject(.fault(domain: first.domain))
        _ = deliveries(machine)
        let faults = machine.outcome().faults
        #expect(faults.map(\.domain) == [first.domain] && faults[0].reason == "a fault was injected")
    }

    @Test func `a crashed domain begins anew, and its entry is discarded`() throws {
        let (machine, recorder) = try equals([])
        let first = try #require(machine.runToDelivery())
        machine.inject(.crash(domain: first.domain))
        let second = try #require(machine.runToDelivery())
        #expect(second.entry == .start)
        _ = deliveries(machine)
        machine.inject(.crash(domain: 0))
        let again = try #require(machine.runToDelivery())
        #expect(again == Machine.Delivery(domain: 0, entry: .start))
        #expect(machine.runToDelivery() == nil)
        let starts = recorder.events.filter { $0.domain == 0 && $0.kind.name == "begin" }
        #expect(starts.count == 3)  // init, the notification, init
    }

    @Test func `a dropped domain never runs, and signals to it are lost`() throws {
        let (machine, recorder) = try equals([])
        machine.inject(.drop(domain: 0))
        #expect(!deliveries(machine).contains { $0.domain == 0 })
        let outcomes: [TraceEvent.SignalOutcome] = recorder.events.compactMap { event in
            guard case .signal(_, 0, _, let outcome, _) = event.kind else { return nil }
            return outcome
        }
        #expect(outcomes == [.lost])
    }

    @Test func `who loses its core before its entry stops there again`() throws {
        // d waits; the delivery to an equal is held up while an interrupt wakes nobody above, then by a crash of d.
        let (machine, _) = try equals([])
        while let delivery = machine.runToDelivery(), delivery.domain == 3 {}
        let held = try #require(machine.core.stepper.delivery)
        machine.inject(.crash(domain: 3))
        #expect(machine.runToDelivery() == Machine.Delivery(domain: 3, entry: .start))
        var next = machine.runToDelivery()
        while let delivery = next, delivery.domain == 3 { next = machine.runToDelivery() }
        #expect(next == held)
    }
}
