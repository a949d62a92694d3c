import Testing

@testable import KernelTrace

/// Three domains: a (priority 5), b (5), hi (9).
private func trace(_ events: [(Int16, TraceEvent.Kind)], causes: [Int: UInt64] = [:]) -> Trace {
    var header = TraceHeader()
    header.domains = [
        .init(name: "a", priority: 5), .init(name: "b", priority: 5), .init(name: "hi", priority: 9),
    ]
    header.regions = [.init(name: "r", byteCount: 16, isKept: true)]
    return Trace(
        header: header,
        events: events.enumerated().map { place, event in
            TraceEvent(time: 0, cause: causes[place + 1] ?? 0, domain: event.0, kind: event.1)
        })
}

@Suite struct MachineStateTests {
    @Test func `a pre-empted domain is at the front of its queue, a sliced one at the back`() {
        let timeline = TraceTimeline(
            trace([
                (0, .ready(front: true)), (1, .ready(front: true)), (1, .run(previous: -1, reason: .next)),
                (1, .begin(.start, word: 0)),
                (1, .signal(channel: 1, target: 2, bit: 7, outcome: .woke, deferred: false)),
                (2, .run(previous: 1, reason: .preempt)), (2, .begin(.notified(7), word: 1 << 7)), (2, .end),
                (1, .run(previous: 2, reason: .next)), (1, .ready(front: false)),
                (0, .run(previous: 1, reason: .slice)),
            ]))
        #expect(timeline.state(after: 2).ready == [[1, 0]])
        #expect(timeline.state(after: 3).ready == [[0]])
        #expect(timeline.state(after: 5).domains[2].word == 1 << 7)
        #expect(timeline.state(after: 6).ready == [[1, 0]])
        #expect(timeline.state(after: 6).domains[1].activity == .preempted)
        #expect(timeline.state(after: 7).domains[2].word == 0)
        #expect(timeline.state(after: 7).domains[2].entryStep == 7)
        #expect(timeline.state(after: 9).domains[2].activity == .waiting)
        #expect(timeline.state(after: 9).running == [1])
        #expect(timeline.state(after: 10).ready == [[0, 1]])
        #expect(timeline.state(after: 11).running == [0])
        #expect(timeline.state(after: 99).ready == [[1]])
        #expect(timeline.state(after: 0).domains.allSatisfy { $0.activity == .unborn })
    }

    @Test func `a caller waits until the reply, a faulted child until it is dealt with`() {
        let timeline = TraceTimeline(
            trace([
                (0, .run(previous: -1, reason: .next)), (0, .begin(.start, word: 0)),
                (0, .call(channel: 1, target: 2, label: 0, words: 0)),
                (2, .run(previous: 0, reason: .handOver)),
                (2, .begin(.protected(1), word: 0)), (2, .end), (2, .reply(target: 0, label: 0, words: 0)),
                (0, .run(previous: 2, reason: .handOver)), (0, .fault(reason: 0)), (-1, .idle),
                (-1, .faultReply(child: 0, resumed: false)),
            ]))
        #expect(timeline.state(after: 3).domains[2].callerCount == 1)
        #expect(timeline.state(after: 4).domains[0].activity == .calling)
        #expect(timeline.state(after: 4).domains[0].callStep == 3)
        #expect(timeline.state(after: 5).domains[2].callerCount == 0)
        #expect(timeline.state(after: 8).domains[0].activity == .running)
        #expect(timeline.state(after: 8).domains[2].activity == .waiting)
        #expect(timeline.state(after: 9).domains[0].activity == .faulted)
        #expect(timeline.state(after: 10).running == [-1])
        #expect(timeline.state(after: 11).domains[0].activity == .dead)
    }

    @Test func `stop, restart and empty budgets take a domain out of its queue`() {
        let timeline = TraceTimeline(
            trace([
                (0, .ready(front: true)), (1, .ready(front: true)), (2, .child(.stop, child: 0)),
                (1, .exhausted(refill: 9)), (2, .child(.restart, child: 0)), (0, .ready(front: true)),
            ]))
        #expect(timeline.state(after: 3).ready == [[1]])
        #expect(timeline.state(after: 3).domains[0].activity == .stopped)
        #expect(timeline.state(after: 4).ready == [[]])
        #expect(timeline.state(after: 4).domains[1].activity == .exhausted)
        #expect(timeline.state(after: 6).ready == [[0]])
    }

    @Test func `checkpoints change nothing`() {
        var state = UInt64(1)
        var events: [(Int16, TraceEvent.Kind)] = []
        for _ in 0..<5000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let domain = Int16(state >> 40 % 3)
            let kinds: [TraceEvent.Kind] = [
                .begin(.notified(3), word: 8), .end, .ready(front: state >> 50 & 1 == 0),
                .run(previous: -1, reason: .next), .exhausted(refill: 0), .idle, .fault(reason: 0),
                .signal(channel: 0, target: 1, bit: 3, outcome: .pending, deferred: false),
            ]
            events.append((domain, kinds[Int(state >> 33) % kinds.count]))
        }
        let trace = trace(events)
        let timeline = TraceTimeline(trace)
        var walked = MachineState(header: trace.header)
        for (place, event) in trace.events.enumerated() {
            walked.apply(event)
            if place % 97 == 0 || place % 1024 > 1021 || place % 1024 < 2 {
                #expect(timeline.state(after: UInt64(place + 1)) == walked)
            }
        }
    }

    @Test func `events of unknown domains change nothing`() {
        var header = TraceHeader()
        header.domains = [.init(name: "a")]
        var state = MachineState(header: header)
        for kind in [TraceEvent.Kind.run(previous: 9, reason: .next), .child(.stop, child: 9), .boot] {
            state.apply(TraceEvent(time: 0, cause: 0, domain: 12, core: 7, kind: kind))
        }
        #expect(state.running == [-1])
    }

    @Test func `causes lead back, effects lead on`() {
        let signal = TraceEvent.Kind.signal(channel: 0, target: 1, bit: 3, outcome: .pending, deferred: false)
        let merged = TraceEvent.Kind.signal(channel: 0, target: 1, bit: 3, outcome: .merged, deferred: false)
        let trace = trace(
            [
                (0, .boot), (0, .begin(.start, word: 0)), (0, signal), (0, merged), (0, merged),
                (1, .begin(.notified(3), word: 8)),
            ],
            causes: [2: 1, 3: 2, 4: 3, 5: 4, 6: 5])
        #expect(trace.causes(of: 6) == [5, 4, 3, 2, 1])
        #expect(trace.signals(deliveredAt: 6) == [5, 4, 3])
        #expect(trace.signals(deliveredAt: 2) == [])
        #expect(trace.causes(of: 99) == [])
        let effects = TraceEffects(trace)
        #expect((0...6).map { effects.effects(of: $0) } == [[1], [2], [3], [4], [5], [6], []])
        #expect(effects.effects(of: 7) == [] && effects.effects(of: .max) == [])
    }

    @Test func `merged signals are found without walking a chain as long as the trace`() {
        let signal = TraceEvent.Kind.signal(channel: 0, target: 1, bit: 3, outcome: .woke, deferred: false)
        let count = 200_000
        let events = (0..<count).map {
            ($0 % 2 == 0 ? 0 : 1, $0 % 2 == 0 ? signal : .begin(.notified(3), word: 8))
        }
        let causes = Dictionary(uniqueKeysWithValues: (2...count).map { ($0, UInt64($0 - 1)) })
        let trace = trace(events.map { (Int16($0.0), $0.1) }, causes: causes)
        let found = (1...count).reduce(0) { $0 + trace.signals(deliveredAt: UInt64($1)).count }
        #expect(found == count / 2)
    }

    @Test func `a region's bytes at any step, with who wrote them`() {
        func write(_ offset: UInt64, _ count: UInt64, _ payload: UInt32) -> TraceEvent.Kind {
            .write(region: 0, offset: offset, byteCount: count, digest: 0, payload: payload)
        }
        var trace = trace([
            (0, write(2, 3, 1)), (0, .end), (1, write(4, 2, 2)), (1, write(0, 1, 0)), (1, write(.max, 9, 0)),
        ])
        trace.payloads.append([1, 2, 3])
        trace.payloads.append([8, 9])
        let history = RegionHistory(trace, region: 0)
        #expect(history.writes == [1, 3, 4, 5])
        func values(_ step: UInt64) -> [UInt8?] { history.bytes(0..<7, after: step).map(\.value) }
        #expect(values(0) == [0, 0, 0, 0, 0, 0, 0])
        #expect(values(2) == [0, 0, 1, 2, 3, 0, 0])
        #expect(values(3) == [0, 0, 1, 2, 8, 9, 0])
        #expect(values(99) == [nil, 0, 1, 2, 8, 9, 0])
        #expect(history.bytes(0..<7, after: 9).map(\.writer) == [4, 0, 1, 1, 3, 3, 0])
        #expect(history.bytes(14..<99, after: 9).count == 2)
        #expect(RegionHistory(trace, region: 7).bytes(0..<9, after: 9) == [])
    }
}
