import Foundation
import KernelTrace
import SystemDescription
import Testing
import TraceViews

let emptySystem = CheckedSystem(file: "empty.system", profile: .aarch64)

@Suite struct TextExportTests {
    private func text(
        _ format: TraceExport.Format, _ trace: Trace = exampleTrace(), system: CheckedSystem = emptySystem,
        filter: EventFilter? = nil
    ) throws -> String {
        let export = try TraceExport(trace, system: system, format: format, filter: filter)
        return String(decoding: export.bytes, as: UTF8.self)
    }

    @Test func `ShiViz reads every line of its log`() throws {
        let lines = try text(.shiviz).split(separator: "\n")
        let pair = #/(?<event>.*)\n(?<host>\S*) (?<clock>\{.*\})/#
        #expect(lines.count % 2 == 0)
        for place in stride(from: 0, to: lines.count, by: 2) {
            let both = "\(lines[place])\n\(lines[place + 1])"
            let match = try #require(both.wholeMatch(of: pair), "\(both)")
            let clock = try JSONSerialization.jsonObject(with: Data(match.clock.utf8)) as? [String: Int]
            #expect((clock?[String(match.host)] ?? 0) > 0)
        }
        #expect(
            try text(.shiviz).contains(
                "28 ┌ notified(3) from keygen, 2 merged, word {0,3}\ndecryption {\"keygen\":6,\"client\":3,\"decryption\":2}\n"
            ))
    }

    @Test func `hosts of ShiViz are one word each and differ`() throws {
        var trace = exampleTrace()
        trace.header.domains[0].name = "a \"b\""
        trace.header.domains[1].name = "a__b_"
        trace.header.domains[2].name = "kernel"
        let log = try text(.shiviz, trace)
        #expect(log.contains("\na__b_ {"))
        #expect(log.contains("\na__b__ {"))
        #expect(log.contains("\nkernel_ {"))
    }

    @Test func `JSON holds every event with names for numbers`() throws {
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(try text(.json).utf8)) as? [String: Any])
        #expect(json["kms_export"] as? Int == 1)
        #expect(json["steps"] as? Int == 33)
        #expect(json["seed"] as? String == "7")
        let events = try #require(json["events"] as? [[String: Any]])
        #expect(events.count == 33)
        #expect(events[27]["domain"] as? String == "decryption")
        #expect(events[27]["signals"] as? [Int] == [16, 15])
        #expect(events[12]["contents"] as? String == "00010203fafbfcfdfeff")
        #expect(events[13]["contents"] is NSNull, "what is masked stays masked")
    }

    @Test func `JSON of a part is a part`() throws {
        let part = try text(.json, filter: EventFilter("pd:keygen step:10..13", in: exampleTrace()))
        let json = try JSONSerialization.jsonObject(with: Data(part.utf8)) as? [String: Any]
        #expect((json?["events"] as? [[String: Any]])?.map { $0["step"] as? Int } == [10, 11, 12, 13])
        let none = try text(.json, filter: EventFilter("step:99", in: exampleTrace()))
        let empty = try JSONSerialization.jsonObject(with: Data(none.utf8)) as? [String: Any]
        #expect((empty?["events"] as? [Any])?.isEmpty == true)
    }

    @Test(arguments: [TraceExport.Format.perfetto, .shiviz, .dot])
    func `what counts over a whole run takes no part of it`(format: TraceExport.Format) throws {
        let filter = try EventFilter("step:1", in: exampleTrace())
        #expect(throws: TraceQuery.Failure.self) { try text(format, filter: filter) }
    }

    @Test func `Mermaid tells who told whom what`() throws {
        #expect(
            try text(.mermaid) == """
                sequenceDiagram
                    participant d0 as keygen
                    participant d1 as client
                    participant d2 as decryption
                    participant kernel
                    Note over kernel: note#58; seeded#58;#92;tkeys are not secret
                    activate d1
                    Note over d1: init
                    d1-)d0: notify(1) bit 9
                    activate d0
                    Note over d0: notified(9)
                    d0-)d2: notify(2) bit 3
                    d0-)d2: deferred_notify(2) bit 3, merged
                    Note over d0: DENIED ppcall(63)#58; no such right
                    deactivate d0
                    d1->>d0: ppcall(1) label 5
                    activate d0
                    Note over d0: protected(9)
                    Note over d0: prints #34;hello #92;u#123;1b#125;[31mworld#34;
                    deactivate d0
                    d0-->>d1: reply 0
                    deactivate d1
                    activate d2
                    Note over d2: notified(3), 2 merged
                    Note over d2: output to disk, 2 B #35;00000000
                    Note over d2: FAULT bad input#58; all zero
                    kernel-->>d2: stays dead

                """)
    }

    @Test func `DOT shows what was used and what was not`() throws {
        let system = try #require(exampleSystem())
        let graph = try text(.dot, system: system)
        #expect(graph.contains("d0 -> r0 [label=\"w ×1\"]"))
        #expect(graph.contains("r0 -> d2 [label=\"r ×1\"]"))
        #expect(graph.contains("r1 -> d2 [label=\"r\", style=dashed, color=gray60, fontcolor=gray60]"))
        #expect(graph.contains("d1 -> d0 [label=\"call 1 ×1\", constraint=false, color=purple3]"))
        #expect(graph.contains("d0 -> d2 [label=\"notify 2 ×2\", constraint=false, color=blue3]"))
        #expect(
            graph.contains(
                "d2 [shape=ellipse, label=\"decryption\\npriority 252, passive\\n1 entry\", color=red]"))
        #expect(!graph.contains("d2 -> d0"), "decryption may not notify")
    }

    private func exampleSystem() -> CheckedSystem? {
        let text = """
            <system>
              <memory_region name="pk_shared_mem" size="0x1000"/><memory_region name="sk_shared_mem" size="0x1000"/>
              <protection_domain name="keygen" priority="254"><program_image path="k.elf"/>
                <map mr="pk_shared_mem" vaddr="0x1000000" perms="rw"/><map mr="sk_shared_mem" vaddr="0x2000000" perms="rw"/>
              </protection_domain>
              <protection_domain name="client" priority="253"><program_image path="c.elf"/></protection_domain>
              <protection_domain name="decryption" priority="252" passive="true"><program_image path="d.elf"/>
                <map mr="pk_shared_mem" vaddr="0x1000000" perms="r"/><map mr="sk_shared_mem" vaddr="0x2000000" perms="r"/>
              </protection_domain>
              <channel><end pd="client" id="1" pp="true"/><end pd="keygen" id="9"/></channel>
              <channel><end pd="keygen" id="2"/><end pd="decryption" id="3" notify="false"/></channel>
            </system>
            """
        return DescriptionChecker().check(Array(text.utf8), file: "example.system").system
    }
}
