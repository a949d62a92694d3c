import KernelTrace
import Testing
import TraceViews

@Suite struct StepViewTests {
    @Test func `shows causes, effects and the machine`() throws {
        #expect(
            try StepView(exampleTrace(), step: 28).text == """
                step 28  time 280  decryption: ┌ notified(3) from keygen, 2 merged, word {0,3}

                because
                  ← 16  keygen: deferred_notify(2) → decryption:3, MERGED
                  ← 15  keygen: notify(2) → decryption:3, pending
                  ← 12  keygen: ┌ notified(9) from client
                  ← 10  client: notify(1) → keygen:9, wakes it
                  ← 9  client: ┌ init
                  ← 2  client: booted
                  signals merged into this delivery: 15, 16

                therefore
                  → 29  decryption: reads pk_shared_mem+32, 10 B
                  → 30  decryption: output to disk, 2 B #00000000
                  → 31  decryption: FAULT bad input: all zero

                machine after it
                  keygen     254  waiting
                  client     253  waiting
                  decryption 252  running in notified(3) since 28

                """)
    }

    @Test func `shows who waits for what in the middle of things`() throws {
        #expect(
            try StepView(exampleTrace(), step: 16).text == """
                step 16  time 160  keygen: deferred_notify(2) → decryption:3, MERGED

                because
                  ← 15  keygen: notify(2) → decryption:3, pending
                  ← 12  keygen: ┌ notified(9) from client
                  ← 10  client: notify(1) → keygen:9, wakes it
                  ← 9  client: ┌ init
                  ← 2  client: booted

                therefore
                  → 28  decryption: ┌ notified(3) from keygen, 2 merged, word {0,3}

                machine after it
                  keygen     254  running in notified(9) since 12
                  client     253  pre-empted in init since 9
                  decryption 252  ready  pending {3}

                ready, in the order of running
                  client (253), decryption (252)

                """)
    }

    @Test func `shows contents and who wrote them`() throws {
        let text = try StepView(exampleTrace(), step: 29).text
        #expect(
            text.hasSuffix(
                """
                contents
                  pk_shared_mem+32, 10 B
                      32  00 01 02 03 fa fb fc fd fe ff                     by 13

                """))
        #expect(
            try StepView(exampleTrace(), step: 14).text.hasSuffix(
                "contents\n  sk_shared_mem+0, 2560 B\n  masked\n  and 2304 more\n"))
    }

    @Test(arguments: [0, 34, UInt64.max]) func `a step that is not there is an error`(step: UInt64) {
        let failure = #expect(throws: TraceQuery.Failure.self) { try StepView(exampleTrace(), step: step) }
        #expect(failure?.description == "the trace has no step \(step); its steps are 1 to 33")
    }

    @Test func `summary counts what moved where`() {
        #expect(
            TraceSummary(exampleTrace()).text == """
                domain      entries  steps  signals  calls
                keygen            2     15        2      0  1 merged, 1 denied
                client            1      8        1      1
                decryption        1      7        0      0  1 fault

                region         domain       wrote  read  contents
                pk_shared_mem  keygen        10 B        public
                               decryption          10 B
                sk_shared_mem  keygen      2560 B        masked

                """)
    }

    @Test func `byte counts are short`() {
        var header = TraceHeader()
        header.domains = [.init(name: "d")]
        header.regions = [.init(name: "r", byteCount: 1 << 30)]
        for (count, text) in [
            (9999, "9999 B"), (10_000, "10.0 kB"), (999_499, "999 kB"), (1_000_000, "1.0 MB"),
        ] {
            let event = TraceEvent(
                time: 0, cause: 0, domain: 0, kind: .read(region: 0, offset: 0, byteCount: UInt64(count)))
            #expect(TraceSummary(Trace(header: header, events: [event])).text.contains("\(text)  masked"))
        }
    }
}
