import KernelTrace
import Testing

@testable import Microkernel

/// Pre-empting domains that run on the stacks of lower ones, against the same on stacks of their own.
@Suite struct `An entry served on a lower domain's stack` {
    private static func options(nests: Bool) -> MachineOptions {
        var options = MachineOptions()
        options.nests = nests
        return options
    }

    @Test func `gives the same trace as one on its own stack: golden systems`() throws {
        for golden in GoldenCase.all {
            let (one, two) = (TraceRecorder(), TraceRecorder())
            _ = golden.vector.run(Self.options(nests: true), sink: one)
            _ = golden.vector.run(Self.options(nests: false), sink: two)
            #expect(one.events == two.events && one.strings == two.strings, "\(golden.vector.name)")
        }
    }

    @Test func `gives the same trace as one on its own stack: random systems`() throws {
        for seed in UInt64(1)...600 {
            for timed in [false, true] {
                let system = RandomSystem(seed: seed, timed: timed)
                let one = try system.run(Self.options(nests: true))
                let two = try system.run(Self.options(nests: false))
                #expect(one.events == two.events, "RandomSystem(seed: \(seed), timed: \(timed))")
            }
        }
    }

    @Test func `gives the same trace under every policy`() throws {
        for seed in UInt64(1)...200 {
            for policy in [MachineOptions.Policy.fifo, .seeded(seed)] {
                var (nested, flat) = (Self.options(nests: true), Self.options(nests: false))
                nested.policy = policy
                flat.policy = policy
                let system = RandomSystem(seed: seed)
                #expect(try system.run(nested).events == system.run(flat).events, "seed \(seed), \(policy)")
            }
        }
    }

    /// Where a frame of the caller lies.
    @inline(never)
    private static func stackAddress() -> UInt {
        var here: UInt = 0
        return unsafe withUnsafePointer(to: &here) { UInt(bitPattern: $0) }
    }

    /// Three domains, each woken in the middle of an entry of the one below; `log` gets their depths on the stack.
    private func tower(_ log: TestLog, kid: Bool = false) -> TestSystem {
        var system = TestSystem()
        system.add(
            "high", 30,
            TestBehaviour(notified: { _, _ throws(Fault) in log.append("\(Self.stackAddress())") }))
        system.add(
            "middle", 20,
            TestBehaviour(notified: { middle, _ throws(Fault) in
                try middle.notify(1)
                log.append("\(Self.stackAddress())")
            }))
        if kid { system.add("parent", 40) }
        system.add(
            "low", 10, parent: kid ? "parent" : nil, child: kid ? 1 : nil,
            TestBehaviour(start: { low throws(Fault) in
                try low.notify(0)
                log.append("\(Self.stackAddress())")
            }))
        system.connect("low", 0, "middle", 0)
        system.connect("middle", 1, "high", 0)
        return system
    }

    /// Whether the addresses in `log` lie on one stack.
    private func isOneStack(_ log: TestLog) -> Bool {
        let places = log.lines.compactMap { UInt($0) }
        guard let low = places.min(), let high = places.max() else { return false }
        return high - low < 1 << 16
    }

    @Test
    func `stands on that stack where the order is certain, and not below a domain that can be restarted`()
        throws
    {
        for (kid, nests, expected) in [(false, true, true), (false, false, false), (true, true, false)] {
            let log = TestLog()
            let run = try tower(log, kid: kid).run(Self.options(nests: nests))
            #expect(run.order.hasSuffix("low.i[, middle.n0[, high.n0, ]middle.n0, ]low.i"))
            #expect(log.lines.count == 3 && isOneStack(log) == expected)
        }
    }

    @Test func `performs a deferred action once`() throws {
        var traces: [[TraceEvent]] = []
        for nests in [true, false] {
            var system = TestSystem()
            system.add("high", 30, TestBehaviour(notified: { h, _ throws(Fault) in try h.deferredNotify(1) }))
            system.add(
                "low", 10, TestBehaviour(start: { l throws(Fault) in for _ in 0..<3 { try l.notify(0) } }))
            system.add("peer", 5)
            system.connect("low", 0, "high", 0)
            system.connect("high", 1, "peer", 0)
            let run = try system.run(Self.options(nests: nests))
            let sent = run.kinds.count { if case .signal(_, _, _, _, true) = $0 { true } else { false } }
            #expect(sent == 3)
            traces.append(run.recorder.events)
        }
        #expect(traces[0] == traces[1])
    }

    @Test func `leaves the stack to the domain below when it faults, and is dead`() throws {
        let log = TestLog()
        var system = TestSystem()
        system.add("high", 20, TestBehaviour(notified: { _, _ throws(Fault) in throw .broken("crash") }))
        system.add(
            "low", 10,
            TestBehaviour(start: { low throws(Fault) in
                try low.notify(0)
                try low.notify(0)
                log.append("low goes on")
            }))
        system.connect("low", 0, "high", 0)
        let run = try system.run()
        #expect(run.order == "high.i, low.i[, high.n0!, ]low.i")
        #expect(log.lines == ["low goes on"])
        #expect(run.outcome.faults.map(\.reason) == ["crash"] && run.outcome.faults[0].isFinal)
        let signals = run.kinds.compactMap {
            if case .signal(_, _, _, let outcome, _) = $0 { outcome } else { nil }
        }
        #expect(signals == [.woke, .lost])
    }

    @Test func `unwinds with the stack when the machine ends in the middle of it`() throws {
        let log = TestLog()
        var system = TestSystem()
        for (name, priority, next) in [("high", UInt8(30), nil), ("middle", 20, 1), ("low", 10, 0)]
            as [(String, UInt8, UInt32?)]
        {
            let hop: TestBehaviour.Start = { hands throws(Fault) in
                defer { log.append("\(name) unwound") }
                // Forever, so that the step limit ends the run somewhere in here.
                while true { try hands.notify(ChannelID(next ?? 5)) }
            }
            system.add(
                name, priority,
                next == 0
                    ? TestBehaviour(start: hop)
                    : TestBehaviour(notified: { hands, _ throws(Fault) in try hop(hands) }))
        }
        system.connect("low", 0, "middle", 0)
        system.connect("middle", 1, "high", 0)
        system.add("peer", 5)
        system.connect("high", 5, "peer", 0)
        var options = Self.options(nests: true)
        options.stepLimit = 500
        let recorder = TraceRecorder()
        let machine = try system.machine(options, sink: recorder)
        machine.boot()
        #expect(machine.run().end == .stepLimit)
        #expect(log.lines.isEmpty)
        machine.shutDown()
        #expect(log.lines == ["high unwound", "middle unwound", "low unwound"])
    }
}
