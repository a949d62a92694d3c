import KernelTrace
import Testing

@testable import TraceViews

/// Vector clocks held against an order computed another way: all paths through the graph of what followed from what.
@Suite struct ClockTests {
    @Test func `agree with reachability on the example`() throws { try check(exampleTrace()) }

    @Test(arguments: UInt64(1)...60) func `agree with reachability on random traces`(seed: UInt64) throws {
        try check(randomTrace(seed: seed, eventCount: 120))
    }

    @Test func `an order that is not there is noticed`() throws {
        var trace = exampleTrace()
        // Without its cause the delivery at 28 follows from nothing that keygen did.
        let before = try #require(Order(trace).clocks[28])
        trace.events[27].cause = 0
        let after = try #require(Order(trace).clocks[28])
        #expect(before[0] > 0)
        #expect(after[0] == 0)
    }

    private func check(_ trace: Trace) throws {
        let order = Order(trace)
        let steps = order.clocks.keys.sorted()
        #expect(!steps.isEmpty)
        for earlier in steps {
            for later in steps where earlier < later {
                let clock = try #require(order.clocks[earlier])
                let other = try #require(order.clocks[later])
                let known = zip(clock, other).allSatisfy { $0 <= $1 } && clock != other
                #expect(
                    known == order.reaches(earlier, later),
                    "\(earlier) before \(later): clocks say \(known)")
            }
        }
    }
}

/// The clocks of a trace, and the graph that they have to agree with.
private struct Order {
    var clocks: [UInt64: [UInt32]] = [:]
    private var ancestors: [UInt64: Set<UInt64>] = [:]

    init(_ trace: Trace) {
        var vector = VectorClocks(trace)
        var last: [Int16: UInt64] = [:]
        var told: [Int16: [UInt64]] = [:]
        for step in 1...trace.lastStep {
            clocks[step] = vector.advance(to: step)
            let event = trace.events[Int(step) - 1]
            guard clocks[step] != nil else { continue }
            var before =
                [last[event.domain]].compactMap(\.self) + (told.removeValue(forKey: event.domain) ?? [])
            switch event.kind {
            case .begin(.notified, _): before += trace.signals(deliveredAt: step)
            case .signal(_, _, _, .merged, _), .irq(_, .merged): break
            default: before += [event.cause].filter { $0 != 0 && clocks[$0] != nil }
            }
            switch event.kind {
            case .reply(let target, _, _), .faultReply(let target, _), .child(_, let target):
                told[target, default: []].append(step)
            default: break
            }
            ancestors[step] = before.reduce(into: Set(before)) { $0.formUnion(ancestors[$1] ?? []) }
            last[event.domain] = step
        }
    }

    func reaches(_ earlier: UInt64, _ later: UInt64) -> Bool { ancestors[later]?.contains(earlier) ?? false }
}
