import KernelTrace
import SystemDescription
import Testing

@testable import Microkernel

@Suite struct `The domain schedule` {
    private static let here = SourceLocation(file: "slots.system.xml", row: 1, column: 1)

    /// `red` and `blue` in slots of 1000 µs and 500 µs; both work for 1200 µs, and red signals blue first.
    private func run(_ change: (inout CheckedSystem.DomainSchedule) -> Void = { _ in }) throws -> TestRun {
        var system = TestSystem()
        system.add(
            "red", 5,
            TestBehaviour(start: { red throws(Fault) in
                try red.notify(0)
                try red.print("red done")
            }))
        system.add("blue", 9, TestBehaviour(start: { blue throws(Fault) in try blue.print("blue done") }))
        system.connect("red", 0, "blue", 0)
        var description = system.description
        description.schedulingDomains = [
            .init(name: "r", id: 0, location: Self.here), .init(name: "b", id: 1, location: Self.here),
        ]
        description.protectionDomains[0].domain = 0
        description.protectionDomains[1].domain = 1
        var schedule = CheckedSystem.DomainSchedule(location: Self.here)
        schedule.slots = [
            .run(domain: 0, duration: .microseconds(1000)), .run(domain: 1, duration: .microseconds(500)),
        ]
        change(&schedule)
        description.domainSchedule = schedule
        system.description = description
        var options = MachineOptions()
        options.script.setCost(1200, of: "red", .start)
        options.script.setCost(1200, of: "blue", .start)
        return try system.run(options)
    }

    @Test func `runs domains in their slots only: a higher one waits for its own`() throws {
        let run = try run()
        let done = run.recorder.events.compactMap { event -> UInt64? in
            if case .log = event.kind { event.time } else { nil }
        }
        // Red works in 0…1000 and 1500…1700. Blue works in 1000…1500, 2500…3000 and 4000…4200.
        #expect(done == [1700, 4200])
        #expect(run.console.lines == ["0: red done", "1: blue done"])
        #expect(run.order == "red.i[, blue.i[, ]red.i, ]blue.i, blue.n0")
    }

    @Test func `records each slot that mattered`() throws {
        let slots = try run().kinds.compactMap { kind -> UInt8? in
            if case .slot(let domain) = kind { domain } else { nil }
        }
        #expect(slots == [1, 0, 1, 0, 1])
    }

    @Test func `begins at its start index, and goes round at the end marker`() throws {
        let run = try run { schedule in
            schedule.slots = [
                .run(domain: 0, duration: .microseconds(7)), .run(domain: 1, duration: .microseconds(1000)),
                .run(domain: 0, duration: .microseconds(1000)), .endMarker,
                .run(domain: 0, duration: .microseconds(9)),
            ]
            schedule.startIndex = 1
        }
        let done = run.recorder.events.compactMap { event -> UInt64? in
            if case .log = event.kind { event.time } else { nil }
        }
        // Blue works in 0…1000 and 2000…2200, red in 1000…2000 and 3000…3200.
        #expect(done == [2200, 3200])
    }
}
