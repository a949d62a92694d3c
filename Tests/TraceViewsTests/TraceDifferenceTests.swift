import KernelTrace
import Testing
import TraceViews

@Suite struct TraceDifferenceTests {
    @Test func `equal traces are identical`() {
        #expect(TraceDifference(exampleTrace(), exampleTrace()) == nil)
        #expect(TraceDifference(Trace(header: TraceHeader()), Trace(header: TraceHeader())) == nil)
    }

    @Test func `the first differing event is named with both sides`() throws {
        var other = exampleTrace()
        other.events[15].kind = .signal(channel: 2, target: 2, bit: 3, outcome: .pending, deferred: false)
        other.events[20].time = 0
        let difference = try #require(TraceDifference(exampleTrace(), other))
        #expect(difference.step == 16)
        #expect(
            difference.text == """
                step 16 differs
                            13 at 130 keygen: writes pk_shared_mem+32, 10 B = 00010203..  <- 12
                            14 at 140 keygen: writes sk_shared_mem+0, 2560 B #00000000  <- 12
                            15 at 150 keygen: notify(2) -> decryption:3, pending  <- 12
                - recorded  16 at 160 keygen: deferred_notify(2) -> decryption:3, MERGED  <- 15
                + replayed  16 at 160 keygen: notify(2) -> decryption:3, pending  <- 15

                """)
    }

    @Test func `a trace that ends early differs`() throws {
        var other = exampleTrace()
        other.events.removeLast(2)
        let difference = try #require(TraceDifference(exampleTrace(), other))
        #expect(difference.reason == "replayed ends before step 32")
        #expect(difference.text.hasSuffix("+ replayed  ends here\n"))
        #expect(TraceDifference(other, exampleTrace())?.reason == "recorded ends before step 32")
    }

    @Test func `headers are compared by what matters`() {
        var other = exampleTrace()
        other.header.seed = 8
        #expect(TraceDifference(exampleTrace(), other)?.reason == "the headers differ in 'seed'")
        other = exampleTrace()
        other.header.description.name = "elsewhere/example.system"
        #expect(TraceDifference(exampleTrace(), other) == nil)
    }

    @Test func `strings and contents are compared by what they say`() throws {
        var other = exampleTrace()
        other.strings.swapAt(0, 1)
        #expect(TraceDifference(exampleTrace(), other)?.step == 1)
        other = exampleTrace()
        other.payloads = TracePayloads()
        #expect(TraceDifference(exampleTrace(), other)?.step == 13)
    }
}
