import KernelTrace
import Testing

@testable import TraceViews

@Suite struct ModelTests {
    private let model = TraceModel(exampleTrace())

    private func steps(_ name: String) -> [TraceEvent.Step] {
        (1...model.lastStep).filter { model.trace[$0]?.kind.name == name }
    }

    @Test func `an arrow leads from a signal to the entry that got it`() throws {
        let signal = steps("signal")[0]
        let arrow = try #require(model.arrow(from: signal))
        #expect(arrow.sender == 1 && arrow.receiver == 0 && arrow.outcome == .woke)
        guard case .begin(.notified(9), _) = model.trace[arrow.to]?.kind else {
            Issue.record("\(arrow.to) is no begin")
            return
        }
        #expect(model.arrows(to: arrow.to) == [arrow])
    }

    @Test func `merged signals are several arrows to one delivery`() throws {
        let (pending, merged) = (steps("signal")[1], steps("signal")[2])
        let (one, two) = (try #require(model.arrow(from: pending)), try #require(model.arrow(from: merged)))
        #expect(one.to == two.to && one.to != 0)
        #expect(one.deliveredCount == 2 && two.outcome == .merged)
        #expect(model.arrows(to: one.to).map(\.from) == [pending, merged])
    }

    @Test func `what is never delivered has no end`() throws {
        var trace = exampleTrace()
        let last = steps("signal")[2]
        trace.events.removeSubrange(Int(last)...)
        let arrow = try #require(TraceModel(trace).arrow(from: last))
        #expect(arrow.to == 0)
        #expect(model.arrow(from: steps("begin")[0]) == nil)
        #expect(model.arrow(from: 0) == nil && model.arrow(from: 10_000) == nil)
    }

    @Test func `a call arrives at its entry, and its reply at the caller`() throws {
        let call = try #require(model.arrow(from: steps("call")[0]))
        guard case .begin(.protected, _) = model.trace[call.to]?.kind else {
            Issue.record("\(call.to) is no protected entry")
            return
        }
        let reply = try #require(model.arrow(from: steps("reply")[0]))
        #expect(reply.receiver == call.sender && reply.to == reply.from + 1)
    }

    @Test func `states do not depend on the way to a step`() {
        for step in (0...model.lastStep).reversed() {
            #expect(model.state(after: step) == TraceTimeline(model.trace).state(after: step))
        }
        for step in 0...model.lastStep {
            #expect(model.state(after: step) == TraceTimeline(model.trace).state(after: step))
        }
    }

    @Test(arguments: [
        ("", 33), ("pd:keygen", 17), ("by:keygen", 15), ("ch:1", 4), ("ch:keygen:2", 3), ("kind:signal", 3),
        ("kind:signal merged", 1), ("!kind:signal", 30), ("region:pk", 2), ("region:pk_shared_mem+32", 2),
        ("region:pk_shared_mem+42", 0), ("region:pk_shared_mem+0..33", 2), ("write:pk", 1),
        ("read:pk+0..", 1),
        ("label:5", 1), ("step:1..10", 10), ("time:..50", 5), ("hello", 1), ("DECRYPTION call", 0),
        ("fault", 2),
    ])
    func `a filter accepts`(_ text: String, _ count: Int) throws {
        let filter = try EventFilter(text, in: model.trace)
        let found = (1...model.lastStep).filter { step in
            model.trace[step].map { filter.accepts($0, at: step) } ?? false
        }
        #expect(found.count == count, "\(text): \(found)")
    }

    @Test(arguments: [
        ("pd:keygem", "no protection domain 'keygem'; did you mean 'keygen'?"),
        ("kind:signals", "no kind of event 'signals'; did you mean 'signal'?"),
        ("region:rk", "no region 'rk'"), ("region:pk+x", "'x' is no range of bytes: such as 16 or 16..32"),
        ("label:x", "'x' is no label"), ("step:9..3", "'9..3' is no range: such as 10, 10..20, 10.. or ..20"),
        ("pd:", "no protection domain ''"),
        ("ch:99", "the trace has no channel '99'; its channels' ids are 1, 2, 3, 9"),
    ])
    func `a filter that names nothing is refused`(_ text: String, _ reason: String) {
        do {
            _ = try EventFilter(text, in: model.trace)
            Issue.record("accepted")
        } catch { #expect(error.description.hasPrefix(reason), "\(error)") }
    }

    @Test func `contents at every step are those of the plain history`() {
        var trace = copyingTrace().trace
        trace.header.regions[0].byteCount = 60
        let (writes, plain) = (RegionWrites(trace), RegionHistory(trace, region: 0))
        for step in 0...trace.lastStep {
            for range in [0..<16, 5..<64, 30..<31, 58..<100] as [Range<UInt64>] {
                let bytes = writes.bytes(range, of: 0, after: step)
                #expect(bytes.map(\.value) == plain.bytes(range, after: step).map(\.value))
                #expect(bytes.map(\.writer) == plain.bytes(range, after: step).map(\.writer))
            }
        }
        #expect(writes.bytes(0..<8, of: 99, after: 5).isEmpty)
    }

    @Test func `the way of a byte goes through copies, masked or not`() throws {
        for contents in [ContentsRule.all, .masked] {
            let example = copyingTrace(contents: contents)
            let model = TraceModel(example.trace)
            // The copy of the whole is shown by digests, the copy of a part only by contents.
            let whole = model.provenance(of: 22, in: 1, atOrBefore: model.lastStep)
            #expect(whole.map(\.writer) == [example.wholeCopy, example.origin])
            #expect(whole.map(\.offset) == [22, 6] && whole.map(\.evidence) == [.digest, .origin])
            let part = model.provenance(of: 41, in: 2, atOrBefore: model.lastStep)
            if contents == .all {
                #expect(part.map(\.writer) == [example.partCopy, example.wholeCopy, example.origin])
                #expect(part.map(\.offset) == [41, 22, 6])
                #expect(part[0].evidence == .contents(byteCount: 6))
            } else {
                #expect(part.map(\.writer) == [example.partCopy])
            }
        }
        #expect(TraceModel(copyingTrace().trace).provenance(of: 900, in: 1, atOrBefore: 100).isEmpty)
    }

    @Test func `a store of what the domain never read has no origin elsewhere`() {
        let example = copyingTrace(reads: false)
        let way = TraceModel(example.trace).provenance(of: 22, in: 1, atOrBefore: example.trace.lastStep)
        #expect(way.map(\.writer) == [example.wholeCopy] && way[0].evidence == .origin)
    }

    @Test func `names in complaints move no cursor`() throws {
        var trace = exampleTrace()
        trace.header.domains[0].name = "abc\u{1b}[31mdef"
        trace.header.regions[0].name = "abc\u{1b}[31mdef"
        for text in ["pd:abc[31mdef", "region:abc[31mdef", "ch:abc[31mdef:3", "ch:zz:3"] {
            let failure = #expect(throws: TraceQuery.Failure.self) { try EventFilter(text, in: trace) }
            let words = try #require(failure).description
            #expect(words.contains("abc\\u{1b}[31mdef") && !words.contains("\u{1b}"), "\(words)")
        }
    }

    @Test func `the first difference is found, and what it is`() {
        let one = exampleTrace()
        #expect(TraceComparison(one, one).firstDifference == nil)
        func first(_ change: (inout Trace) -> Void) -> (row: Int?, what: TraceComparison.Difference?) {
            var other = one
            change(&other)
            let comparison = TraceComparison(one, other)
            return (
                comparison.firstDifference, comparison.firstDifference.flatMap(comparison.difference(at:))
            )
        }
        #expect(first { $0.events[11].kind = .end } == (11, .event))
        #expect(first { $0.events[20].time += 1 } == (20, .time))
        #expect(first { $0.events[20].cause = 0 } == (20, .cause))
        #expect(first { $0.events.removeLast() } == (one.events.count - 1, .onlyFirst))
        #expect(
            first { $0.events.append(.init(time: 999, cause: 0, domain: -1, kind: .idle)) }.what
                == .onlySecond)
    }

    /// What is missing on one side does not make all that follows look different.
    @Test func `after a difference the traces stand side by side again`() throws {
        let one = exampleTrace()
        var other = one
        other.events.remove(at: 15)
        for place in other.events.indices where other.events[place].cause > 15 {
            other.events[place].cause -= 1
        }
        let comparison = TraceComparison(one, other)
        #expect(comparison.count == one.events.count)
        let differing = (0..<comparison.count).filter { comparison.difference(at: $0) != nil }
        // What came of the event that is missing has another cause there.
        let orphans = one.events.indices.filter { one.events[$0].cause == 16 }
        #expect(differing == [15] + orphans && !orphans.isEmpty)
        #expect(comparison.difference(at: 15) == .onlyFirst)
        #expect(orphans.allSatisfy { comparison.difference(at: $0) == .cause })
        #expect(
            comparison.nextDifference(after: 15) == orphans[0] && comparison.nextDifference(after: 3) == 15)
        #expect(comparison.nextDifference(after: orphans[orphans.count - 1]) == nil)
        #expect(comparison.step(at: 15, side: 1) == nil && comparison.step(atOrAbove: 15, side: 1) == 15)
        #expect(comparison.step(at: 20, side: 0) == 21 && comparison.step(at: 20, side: 1) == 20)
        #expect(comparison.row(of: 20, side: 1) == 20 && comparison.row(of: 20, side: 0) == 19)
        let back = TraceComparison(other, one)
        #expect(back.difference(at: 15) == .onlySecond)
    }

    @Test func `domains are matched by name, and digests only under one key`() {
        let one = exampleTrace()
        var other = one
        other.header.seed = 8
        other.events[13] = digestChanged(other.events[13])
        #expect(TraceComparison(one, other).firstDifference == nil)
        other.header.seed = one.header.seed
        let comparison = TraceComparison(one, other)
        #expect(comparison.firstDifference == 13 && comparison.difference(at: 13) == .contents)
        other = one
        other.header.domains[0].name = "somebody"
        #expect(TraceComparison(one, other).firstDifference != nil)
    }

    private func digestChanged(_ event: TraceEvent) -> TraceEvent {
        var event = event
        guard case .write(let region, let offset, let count, let digest, 0) = event.kind else { return event }
        event.kind = .write(region: region, offset: offset, byteCount: count, digest: digest ^ 1, payload: 0)
        return event
    }
}

/// Three domains in a row: the first stores, the second copies all of it, the third a part.
func copyingTrace(
    contents: ContentsRule = .all, reads: Bool = true
) -> (trace: Trace, origin: UInt64, wholeCopy: UInt64, partCopy: UInt64) {
    var header = TraceHeader(description: .init(name: "copy.system", text: "<system/>"))
    header.domains = ["writer", "copier", "cutter"].map { .init(name: $0, priority: 1) }
    header.regions = ["a", "b", "c"].map { .init(name: $0, byteCount: 4096, isKept: contents == .all) }
    let recorder = TraceRecorder(contents: contents, regionCount: 3)
    func record(_ domain: Int16, _ kind: TraceEvent.Kind) -> UInt64 {
        recorder.record(TraceEvent(time: 1, cause: 0, domain: domain, kind: kind))
    }
    func store(_ domain: Int16, _ region: Int16, _ offset: UInt64, _ bytes: [UInt8]) -> UInt64 {
        let digest = unsafe recorder.digest(bytes.span.bytes)
        let payload = unsafe recorder.keepsContents(ofRegion: region) ? recorder.keep(bytes.span.bytes) : 0
        return record(
            domain,
            .write(
                region: region, offset: offset, byteCount: UInt64(bytes.count), digest: digest,
                payload: payload))
    }
    let message: [UInt8] = (0..<16).map { $0 &* 37 &+ 11 }
    let origin = store(0, 0, 0, message)
    _ = store(0, 0, 40, [9, 9])
    if reads { _ = record(1, .read(region: 0, offset: 0, byteCount: 16)) }
    let whole = store(1, 1, 16, message)
    _ = store(0, 0, 4, [0, 0, 0, 0])
    if reads { _ = record(2, .read(region: 1, offset: 16, byteCount: 16)) }
    let part = store(2, 2, 40, Array(message[5..<11]))
    return (Trace(header: header, recorder: recorder), origin, whole, part)
}
