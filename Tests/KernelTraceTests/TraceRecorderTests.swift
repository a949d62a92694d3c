import KernelTrace
import Testing

@Suite struct TraceRecorderTests {
    private func mark(_ number: UInt32) -> TraceEvent {
        TraceEvent(time: 0, cause: 0, domain: 0, kind: .mark(number))
    }

    @Test func `holds the last events when the ring is full`() {
        let recorder = TraceRecorder(capacity: 3)
        let steps = (1...8).map { recorder.record(mark($0)) }
        #expect(steps == Array(1...8))
        #expect(recorder.events == [mark(6), mark(7), mark(8)])
        #expect(recorder.firstStep == 6)
        #expect(recorder.recordedCount == 8)
    }

    @Test func `numbers each string once`() {
        let recorder = TraceRecorder()
        #expect([recorder.intern("a"), recorder.intern("b"), recorder.intern("a")] == [0, 1, 0])
        #expect(recorder.strings == ["a", "b"])
    }

    @Test func `keeps only what the rule allows`() {
        let masked = TraceRecorder(contents: .masked, regionCount: 2)
        let some = TraceRecorder(contents: .publicRegions([1]), regionCount: 2)
        let all = TraceRecorder(contents: .all, regionCount: 2)
        #expect([0, 1, 7].map { masked.keepsContents(ofRegion: $0) } == [false, false, false])
        #expect([0, 1, 7].map { some.keepsContents(ofRegion: $0) } == [false, true, false])
        #expect([0, 1, -1].map { all.keepsContents(ofRegion: $0) } == [true, true, true])
    }

    @Test func `numbers kept bytes from one`() {
        let recorder = TraceRecorder()
        let numbers = [[1, 2, 3], []].map { (bytes: [UInt8]) in unsafe recorder.keep(bytes.span.bytes) }
        #expect(numbers == [1, 2])
        #expect(recorder.payloads == [[1, 2, 3], []])
    }

    @Test func `a digest depends on the bytes and on the key`() {
        func digest(_ bytes: [UInt8], _ key: TraceKey) -> UInt64 { unsafe key.digest(bytes.span.bytes) }
        let reference = digest([1, 2, 3], TraceKey(seed: 7))
        #expect(digest([1, 2, 3], TraceKey(seed: 7)) == reference)
        #expect(digest([1, 2, 4], TraceKey(seed: 7)) != reference)
        #expect(digest([1, 2, 3], TraceKey(seed: 8)) != reference)
        #expect(digest([], TraceKey(seed: 7)) != digest([], TraceKey(seed: 8)))
        #expect(digest([1, 2, 3], .random()) != digest([1, 2, 3], .random()))
    }
}
