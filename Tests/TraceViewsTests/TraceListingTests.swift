import Foundation
import KernelTrace
import Testing
import TraceViews

@Suite struct TraceListingTests {
    @Test func `a person can follow it`() {
        #expect(
            TraceListing(exampleTrace()).text == """
                step time  domain      event
                   1   10  kernel      note: seeded:\\tkeys are not secret
                   2   20  client      booted
                   3   30  decryption  booted
                   4   40  keygen      booted
                   5   50  keygen      maps sk_shared_mem rw, 4096 B
                   6   60  keygen      ready, front of its queue  ← 4
                   7   70  decryption  ready, front of its queue  ← 3
                   8   80  client      runs, the core was idle  ← 2
                   9   90  client      ┌ init  ← 2
                  10  100  client      │ notify(1) → keygen:9, wakes it  ← 9
                  11  110  keygen      │ runs, pre-empts client  ← 10
                  12  120  keygen      │ ┌ notified(9) from client  ← 10
                  13  130  keygen      │ │ writes pk_shared_mem+32, 10 B = 00010203…  ← 12
                  14  140  keygen      │ │ writes sk_shared_mem+0, 2560 B #00000000  ← 12
                  15  150  keygen      │ │ notify(2) → decryption:3, pending  ← 12
                  16  160  keygen      │ │ deferred_notify(2) → decryption:3, MERGED  ← 15
                  17  170  keygen      │ │ DENIED ppcall(63): no such right  ← 12
                  18  180  keygen      │ └ notified(9)  ← 12
                  19  190  client      │ runs, next after keygen  ← 18
                  20  200  client      │ ppcall(1) → keygen, label 5, 1 word  ← 9
                  21  210  keygen      │ ┌ protected(9) from client  ← 20
                  22  220  keygen      │ │ prints "hello \\u{1b}[31mworld"  ← 21
                  23  230  keygen      │ └ protected(9)  ← 21
                  24  240  keygen      │ replies → client, label 0, 2 words  ← 20
                  25  250  client      │ runs, woken as keygen began to wait  ← 24
                  26  260  client      └ init  ← 9
                  27  270  decryption  runs, next after client  ← 8
                  28  280  decryption  ┌ notified(3) from keygen, 2 merged, word {0,3}  ← 16
                  29  290  decryption  │ reads pk_shared_mem+32, 10 B  ← 28
                  30  300  decryption  │ output to disk, 2 B #00000000  ← 28
                  31  310  decryption  FAULT bad input: all zero  ← 28
                  32  320  kernel      answers the fault of decryption: it stays dead  ← 31
                  33  330  kernel      idle

                """)
    }

    @Test(arguments: [40, 60, 80]) func `no line is wider than asked`(width: Int) {
        let listing = TraceListing(exampleTrace(), style: .init(width: width))
        #expect(listing.text.split(separator: "\n").map(\.count).max() ?? 0 <= width)
    }

    @Test func `control characters never reach the terminal`() {
        let text = TraceListing(exampleTrace()).text
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(text.contains("prints \"hello \\u{1b}[31mworld\""))
    }

    @Test func `colours come only when asked, and change nothing else`() throws {
        let trace = exampleTrace()
        let plain = TraceListing(trace).text
        let coloured = TraceListing(trace, style: .init(isColoured: true)).text
        #expect(coloured.contains("\u{1b}[1;31m"))
        #expect(coloured.replacing(/\u{1b}\[[0-9;]*m/, with: "") == plain)
    }

    @Test func `plain signs are ASCII`() {
        let text = TraceListing(exampleTrace(), style: .init(width: 50, glyphs: .ascii)).text
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func `an empty trace says so`() {
        #expect(TraceListing(Trace(header: TraceHeader())).text == "step time  domain  event\nno events\n")
    }

    @Test func `notes of the reader come last`() {
        var trace = exampleTrace()
        trace.notes = ["t: torn"]
        #expect(TraceListing(trace).text.hasSuffix("\nnote: t: torn\n"))
    }

    @Test func `one domain's events`() throws {
        let trace = exampleTrace()
        let query = try TraceQuery(trace, domain: "decryption")
        let steps = trace.events.indices.filter { query.accepts(trace.events[$0]) }.map { $0 + 1 }
        #expect(steps == [3, 7, 15, 16, 27, 28, 29, 30, 31, 32])
    }

    @Test(arguments: [
        ("9", [10, 12, 20, 21]), ("client:1", [10, 12, 20, 21]), ("3", [15, 16, 28]),
        ("decryption:3", [15, 16, 28]),
    ])
    func `one channel's events`(channel: String, steps: [Int]) throws {
        let trace = exampleTrace()
        let query = try TraceQuery(trace, channel: channel)
        #expect(trace.events.indices.filter { query.accepts(trace.events[$0]) }.map { $0 + 1 } == steps)
    }

    @Test(
        arguments: [
            ("keygn", nil, "the trace has no protection domain 'keygn'; did you mean 'keygen'?"),
            ("zzz", nil, "the trace has no protection domain 'zzz'; it has keygen, client, decryption"),
            (
                "a\u{1b}[2J", nil,
                "the trace has no protection domain 'a\\u{1b}[2J'; it has keygen, client, decryption"
            ),
            (nil, "7", "the trace has no channel '7'; its channels' ids are 1, 2, 3, 9"),
            (nil, "client:9", "the trace has no channel 'client:9'; its channels' ids are 1, 2, 3, 9"),
            (nil, "clint:1", "the trace has no protection domain 'clint'; did you mean 'client'?"),
            (nil, "x", "'x' is no channel: give its id, such as 3, or domain and id, such as keygen:3"),
            (
                nil, "1:2:3",
                "'1:2:3' is no channel: give its id, such as 3, or domain and id, such as keygen:3"
            ),
        ] as [(String?, String?, String)])
    func `asks back about what is not there`(domain: String?, channel: String?, message: String) {
        let failure = #expect(throws: TraceQuery.Failure.self) {
            try TraceQuery(exampleTrace(), domain: domain, channel: channel)
        }
        #expect(failure?.description == message)
    }

    @Test func `every step is one object of JSON with names`() throws {
        let trace = exampleTrace()
        var lines: [String] = []
        TraceListing(trace).forEachJSONLine { (line: String) in lines.append(line) }
        #expect(lines.count == trace.events.count)
        for line in lines { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        #expect(
            lines[27]
                == #"{"step":28,"time":280,"domain":"decryption","kind":"begin","entry":"notified(3)","word":[0,3],"signals":[16,15],"cause":16}"#
        )
        #expect(
            lines[12]
                == #"{"step":13,"time":130,"domain":"keygen","kind":"write","region":"pk_shared_mem","offset":32,"bytes":10,"digest":"635b2e00902a1f5b","contents":"00010203fafbfcfdfeff","cause":12}"#
        )
    }
}
