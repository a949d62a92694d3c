import KernelTrace
import SystemDescription
import Testing

@testable import FlowAnalysis

/// What a run shows is never more than what the description allows.
@Suite struct TaintSubsetTests {
    /// Every graph that a search starts in, with what is reached from each region.
    private struct Allowed {
        var byData: [FlowReach]
        var bySignals: [FlowReach]

        init(_ graph: FlowGraph, declassifiers: Set<Int> = []) {
            func reach(_ strength: FlowStrength) -> [FlowReach] {
                graph.system.memoryRegions.indices.map { region in
                    FlowReach(
                        graph, from: [graph.position(of: .region(region)) ?? 0], strength: strength
                    ) { _, edge in !(edge.kind.isGiven && declassifiers.contains(edge.from)) }
                }
            }
            byData = reach(.data)
            bySignals = reach(.signals)
        }

        /// A region and a domain, when the run shows what the graph does not allow.
        func excess(_ taint: TraceTaint) -> String? {
            for domain in taint.learnt.indices {
                for region in taint.learnt[domain].sorted() where !byData[region].contains(domain) {
                    return "data of r\(region) came to d\(domain)"
                }
                for region in taint.signalled[domain].sorted() where !bySignals[region].contains(domain) {
                    return "signals about r\(region) came to d\(domain)"
                }
            }
            return nil
        }
    }

    @Test func `on thousands of generated systems`() throws {
        var (pairs, signalPairs, unused) = (0, 0, 0)
        for seed in UInt64(1)...2000 {
            let generated = GeneratedSystem(seed: seed)
            let (trace, graph) = (try generated.trace(), FlowGraph(generated.description))
            let taint = try TraceTaint(trace, of: generated.description)
            let allowed = Allowed(graph)
            #expect(allowed.excess(taint) == nil, "seed \(seed)")
            // The same with a domain that gives nothing on, as a declassifier would.
            let kept = try TraceTaint(trace, of: generated.description, declassifiers: [0])
            #expect(Allowed(graph, declassifiers: [0]).excess(kept) == nil, "seed \(seed)")
            for domain in taint.learnt.indices {
                pairs += taint.learnt[domain].count
                signalPairs += taint.signalled[domain].subtracting(taint.learnt[domain]).count
                unused += allowed.byData.count { $0.contains(domain) } - taint.learnt[domain].count
            }
        }
        // The runs do move data and signals, and do not do all that is allowed.
        #expect(pairs > 3000)
        #expect(signalPairs > 200)
        #expect(unused > 1000)
    }

    /// The check above can fail: a graph that forgets one kind of edge is caught.
    @Test(arguments: [
        [FlowEdge.Kind.read], [.write], [.argument], [.result], [.signal], [.authority],
        [.fault, .observation],
    ])
    func `and would notice a kind of edge that is forgotten`(kinds: [FlowEdge.Kind]) throws {
        for seed in UInt64(1)...2000 {
            let generated = GeneratedSystem(seed: seed)
            let graph = FlowGraph(generated.description)
            let without = graph.removing(
                Set(graph.edges.indices.filter { kinds.contains(graph.edges[$0].kind) }))
            let taint = try TraceTaint(generated.trace(), of: generated.description)
            if Allowed(without).excess(taint) != nil { return }
        }
        Issue.record("no run needs \(kinds)")
    }
}

/// Taint on traces made by hand.
@Suite struct TraceTaintTests {
    private static let system = CheckedSystem(
        protectionDomains: ["a", "b", "c"].map {
            .init(name: $0, programImage: "x", location: .init(file: "s", row: 1, column: 1))
        },
        memoryRegions: ["key", "out"].map {
            .init(name: $0, byteCount: 4096, location: .init(file: "s", row: 1, column: 1))
        })

    private func taint(_ events: [(Int16, TraceEvent.Kind)], declassifiers: Set<Int> = []) throws
        -> TraceTaint
    {
        let header = TraceHeader(
            description: .init(name: "s", text: ""), system: Self.system, contents: .all)
        let events = events.map { TraceEvent(time: 0, cause: 0, domain: $0.0, kind: $0.1) }
        return try TraceTaint(
            Trace(header: header, events: events), of: Self.system, declassifiers: declassifiers)
    }

    private func write(_ region: Int16, _ range: Range<UInt64>) -> TraceEvent.Kind {
        .write(
            region: region, offset: range.lowerBound, byteCount: UInt64(range.count), digest: 0, payload: 0)
    }
    private func read(_ region: Int16, _ range: Range<UInt64>) -> TraceEvent.Kind {
        .read(region: region, offset: range.lowerBound, byteCount: UInt64(range.count))
    }

    @Test func `follows bytes, not regions`() throws {
        let run: [(Int16, TraceEvent.Kind)] = [
            (0, write(0, 0..<16)), (1, read(0, 16..<32)), (1, write(1, 0..<8)), (2, read(1, 0..<8)),
        ]
        #expect(try taint(run).learnt == [[], [], [1]])
        var overlapping = run
        overlapping[1] = (1, read(0, 8..<24))
        #expect(try taint(overlapping).learnt == [[], [0], [0, 1]])
    }

    @Test func `ends where bytes are overwritten, and keeps what is left of a range`() throws {
        let run: [(Int16, TraceEvent.Kind)] = [
            (0, read(0, 0..<1)), (0, write(0, 0..<16)), (0, write(1, 0..<16)), (1, write(1, 4..<8)),
        ]
        #expect(try taint(run + [(2, read(1, 0..<4))]).learnt[2] == [1])
        let tainted: [(Int16, TraceEvent.Kind)] = [
            (0, write(0, 0..<16)), (0, read(0, 0..<1)), (0, write(1, 0..<16)), (1, write(1, 4..<8)),
        ]
        #expect(try taint(tainted + [(2, read(1, 0..<4))]).learnt[2] == [0, 1])
        #expect(try taint(tainted + [(2, read(1, 4..<8))]).learnt[2] == [1])
        #expect(try taint(tainted + [(2, read(1, 8..<9))]).learnt[2] == [0, 1])
    }

    @Test func `goes with calls and answers as data, with signals as bits`() throws {
        let secret: [(Int16, TraceEvent.Kind)] = [(0, write(0, 0..<16)), (0, read(0, 0..<1))]
        let call = try taint(secret + [(0, .call(channel: 1, target: 1, label: 0, words: 0))])
        #expect(call.learnt == [[0], [0], []])
        let answer = try taint(secret + [(0, .reply(target: 2, label: 0, words: 0))])
        #expect(answer.learnt == [[0], [], [0]])
        let signal: [(Int16, TraceEvent.Kind)] = [
            (0, .signal(channel: 1, target: 1, bit: 3, outcome: .woke, deferred: false)),
            (1, .begin(.notified(3), word: 8)),
        ]
        let signalled = try taint(secret + signal)
        #expect(signalled.learnt == [[0], [], []] && signalled.signalled == [[0], [0], []])
        #expect(try taint(secret + signal.prefix(1)).signalled == [[0], [], []])
    }

    @Test func `is kept by declassifiers`() throws {
        let run: [(Int16, TraceEvent.Kind)] = [
            (0, write(0, 0..<16)), (1, read(0, 0..<1)), (1, write(1, 0..<8)), (2, read(1, 0..<8)),
        ]
        #expect(try taint(run).learnt[2] == [0, 1])
        #expect(try taint(run, declassifiers: [1]).learnt == [[], [0], [1]])
    }

    @Test func `refuses a trace of another system`() {
        let other = CheckedSystem(
            protectionDomains: [
                .init(name: "z", programImage: "x", location: .init(file: "s", row: 1, column: 1))
            ])
        let header = TraceHeader(description: .init(name: "s", text: ""), system: other, contents: .all)
        #expect(throws: TraceUse.Mismatch(reason: "the description has no protection domain 'z'")) {
            try TraceTaint(Trace(header: header), of: Self.system)
        }
    }
}
