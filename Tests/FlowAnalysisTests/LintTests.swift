import FlowAnalysis
import KernelTrace
import SystemDescription
import SystemPolicy
import Testing

/// Every warning, by the smallest description that causes it, and the description beside it that does not.
struct LintCase: Sendable, CustomTestStringConvertible {
    var rule: String
    var body: String
    /// Text of the description to replace, so that the warning goes away.
    var cure: (String, String)
    var options = CheckOptions()
    var policy: String?
    var testDescription: String { rule }
}

private func domain(_ name: String, _ priority: Int, _ body: String = "", _ more: String = "") -> String {
    "<protection_domain name=\"\(name)\" priority=\"\(priority)\" \(more)><program_image path=\"\(name)\" />"
        + "\(body)</protection_domain>\n"
}
private func map(_ region: String, _ perms: String, _ vaddr: String = "0x4000000") -> String {
    "<map mr=\"\(region)\" vaddr=\"\(vaddr)\" perms=\"\(perms)\" />"
}
private func channel(_ a: String, _ aID: Int, _ b: String, _ bID: Int, _ a2: String = "", _ b2: String = "")
    -> String
{
    "<channel><end pd=\"\(a)\" id=\"\(aID)\" \(a2) /><end pd=\"\(b)\" id=\"\(bID)\" \(b2) /></channel>\n"
}
private let region = "<memory_region name=\"m\" size=\"0x1000\" />\n"
private let silent = "notify=\"false\""

private let cases: [LintCase] = [
    .init(
        rule: "least.second-writer",
        body: region + domain("a", 1, map("m", "rw")) + domain("b", 2, map("m", "rw"))
            + domain("c", 3, map("m", "r")),
        cure: (domain("b", 2, map("m", "rw")), domain("b", 2, map("m", "r")))),
    .init(
        rule: "least.write-execute",
        body: region + domain("a", 1, map("m", "rw")) + domain("b", 2, map("m", "rx")),
        cure: ("\"rx\"", "\"r\"")),
    .init(
        rule: "least.no-writer", body: region + domain("a", 1, map("m", "r")) + domain("b", 2, map("m", "r")),
        cure: (domain("a", 1, map("m", "r")), domain("a", 1, map("m", "rw")))),
    .init(
        rule: "least.private-region", body: region + domain("a", 1, map("m", "rw")),
        cure: ("</system>", domain("b", 2, map("m", "r")) + "</system>")),
    .init(
        rule: "least.notify-default", body: domain("a", 1) + domain("b", 2) + channel("a", 1, "b", 1),
        cure: ("pd=\"b\" id=\"1\"", "pd=\"b\" id=\"1\" notify=\"false\"")),
    .init(
        rule: "least.raw-capability",
        body: domain("a", 1, "<cspace><cap_tcb slot=\"1\" pd=\"b\" /></cspace>") + domain("b", 2),
        cure: ("pd=\"b\"", "pd=\"a\"")),
    .init(
        rule: "least.pci-configuration",
        body: domain("a", 1, "<ioport id=\"1\" addr=\"0xcf8\" size=\"8\" />"), cure: ("0xcf8", "0x3f8"),
        options: CheckOptions(profile: .x86_64)),
    .init(
        rule: "least.free-dma",
        body: "<memory_region name=\"m\" size=\"0x1000\" phys_addr=\"0x9000000\" />"
            + domain("a", 1, map("m", "rw")), cure: ("\"rw\"", "\"r\"")),
    .init(
        rule: "label.region", body: region + domain("a", 1, map("m", "rw")) + domain("b", 2, map("m", "r")),
        cure: (
            region + domain("a", 1, map("m", "rw")) + domain("b", 2, map("m", "r")), domain("a", 1)
        ), policy: "domain a public"),
    .init(
        rule: "label.domain", body: domain("a", 1) + domain("b", 2), cure: (domain("b", 2), ""),
        policy: "domain a public"),
    .init(
        rule: "label.secret-beside-hardware",
        body: region + domain("a", 1, map("m", "rw") + "<irq irq=\"3\" id=\"4\" />"),
        cure: ("<irq irq=\"3\" id=\"4\" />", ""), policy: "region m secret\ndomain a secret"),
    .init(
        rule: "timing.last-woken-first",
        body: domain("a", 9) + domain("b", 3) + domain("c", 3) + channel("a", 1, "b", 1)
            + channel("a", 2, "c", 1),
        cure: ("name=\"c\" priority=\"3\"", "name=\"c\" priority=\"4\"")),
    .init(
        rule: "timing.nested-call",
        body: domain("a", 1) + domain("b", 2) + domain("c", 3) + channel("a", 1, "b", 1, "pp=\"true\"")
            + channel("b", 2, "c", 1, "pp=\"true\""),
        cure: ("pd=\"b\" id=\"2\" pp=\"true\"", "pd=\"b\" id=\"2\"")),
    .init(
        rule: "timing.parent-below-child", body: domain("a", 3, domain("b", 7, "", "id=\"1\"")),
        cure: ("priority=\"3\"", "priority=\"8\"")),
    .init(
        rule: "timing.passive-budget",
        body: domain("a", 3, "", "passive=\"true\" budget=\"100\" period=\"1000\""),
        cure: ("passive=\"true\"", "passive=\"false\"")),
    .init(
        rule: "timing.equal-order",
        body: region + domain("a", 3, map("m", "rw")) + domain("b", 3, map("m", "r")),
        cure: ("</system>", channel("a", 1, "b", 1) + "</system>")),
]

@Suite struct LintTests {
    @Test(arguments: cases) func `is given, at its place, and goes when cured`(lint: LintCase) throws {
        let xml = "<system>\n\(lint.body)</system>\n"
        let sick = try Analysed.analysis(xml, policy: lint.policy, options: lint.options)
        let found = sick.findings.filter { $0.rule == lint.rule }
        let finding = try #require(found.first, "only \(sick.findings.map(\.rule))")
        #expect(finding.severity == .warning && finding.location != nil && !finding.places.isEmpty)
        let cured = xml.replacing(lint.cure.0, with: lint.cure.1)
        #expect(cured != xml)
        let sound = try Analysed.analysis(
            cured,
            policy: lint.policy.map {
                cured.contains("name=\"m\"") ? $0 : $0.replacing("region m secret\n", with: "")
            },
            options: lint.options)
        #expect(!sound.findings.contains { $0.rule == lint.rule })
    }

    // MARK: With traces

    private static let xml = """
        <system>
            <memory_region name="m" size="0x1000" />
            <memory_region name="n" size="0x1000" />
            <protection_domain name="a" priority="9"><program_image path="a" />
                <map mr="m" vaddr="0x4000000" perms="rw" /><map mr="n" vaddr="0x4001000" perms="rw" />
                <irq irq="3" id="9" />
            </protection_domain>
            <protection_domain name="b" priority="5"><program_image path="b" />
                <map mr="m" vaddr="0x4000000" perms="r" /><map mr="n" vaddr="0x4001000" perms="r" />
            </protection_domain>
            <channel><end pd="a" id="1" /><end pd="b" id="2" /></channel>
            <channel><end pd="a" id="3" /><end pd="b" id="4" pp="true" /></channel>
            <channel><end pd="a" id="5" /><end pd="b" id="6" /></channel>
        </system>
        """

    private func findings(_ events: [(Int16, TraceEvent.Kind)], strings: [String] = []) throws
        -> [FlowFinding]
    {
        let system = try Analysed.system(Self.xml)
        let header = TraceHeader(description: .init(name: "s", text: ""), system: system, contents: .all)
        let trace = Trace(
            header: header, events: events.map { .init(time: 0, cause: 0, domain: $0.0, kind: $0.1) },
            strings: strings)
        return try SystemAnalysis(system, traces: [trace]).findings
    }

    private static let everything: [(Int16, TraceEvent.Kind)] = [
        (0, .write(region: 0, offset: 0, byteCount: 1, digest: 0, payload: 0)),
        (0, .write(region: 1, offset: 0, byteCount: 1, digest: 0, payload: 0)),
        (1, .read(region: 0, offset: 0, byteCount: 1)), (1, .read(region: 1, offset: 0, byteCount: 1)),
        (0, .signal(channel: 1, target: 1, bit: 2, outcome: .woke, deferred: false)),
        (1, .signal(channel: 2, target: 0, bit: 1, outcome: .woke, deferred: false)),
        (0, .signal(channel: 3, target: 1, bit: 4, outcome: .woke, deferred: false)),
        (1, .signal(channel: 4, target: 0, bit: 3, outcome: .woke, deferred: false)),
        (1, .call(channel: 4, target: 0, label: 0, words: 0)),
        (0, .signal(channel: 5, target: 1, bit: 6, outcome: .woke, deferred: false)),
        (1, .signal(channel: 6, target: 0, bit: 5, outcome: .woke, deferred: false)),
        (0, .irq(bit: 9, outcome: .woke)),
    ]

    @Test func `says nothing about rights that were used`() throws {
        let rules = try findings(Self.everything).map(\.rule).filter { $0.hasPrefix("least.unused") }
        #expect(rules == [])
    }

    /// Leaving out one event makes one right unused; which, and what is said.
    @Test(arguments: [
        (0, "least.unused-map", "a never touched m in the trace"),
        (2, "least.unused-map", "b never touched m in the trace"),
        (4, "least.unused-notify", "a never notified b on its channel 1 in the trace"),
        (5, "least.unused-notify", "b never notified a on its channel 2 in the trace"),
        (8, "least.unused-call", "b never called a on its channel 4 in the trace"),
        (11, "least.unused-irq", "interrupt 9 of a never came in the trace"),
    ])
    func `names rights that no trace used`(left: Int, rule: String, message: String) throws {
        var events = Self.everything
        events.remove(at: left)
        let found = try findings(events).filter { $0.rule.hasPrefix("least.unused") }
        #expect(found.map(\.rule) == [rule] && found.map(\.message) == [message])
    }

    @Test func `proposes r for a writable map that was only read`() throws {
        var events = Self.everything
        events[0] = (0, .read(region: 0, offset: 0, byteCount: 1))
        let found = try findings(events).filter { $0.rule == "least.unused-write" }
        #expect(found.map(\.hint) == ["perms=\"r\" would do"])
    }

    @Test func `names a channel that was never used`() throws {
        let found = try findings(Array(Self.everything.prefix(9))).filter {
            $0.rule == "least.unused-channel"
        }
        #expect(found.map(\.message) == ["nothing went between a:5 and b:6 in the trace"])
    }

    @Test(
        arguments: [
            (
                "timing.deferred-lost", (0, .deferred(channel: 1, lost: true)),
                "a overwrote a deferred action once"
            ),
            (
                "timing.coalesced",
                (0, .signal(channel: 1, target: 1, bit: 2, outcome: .merged, deferred: false)),
                "a notified b once before an earlier signal was seen"
            ),
            ("timing.no-protected", (0, .fault(reason: 0)), "a was called by b once and has no entry point"),
            (
                "least.refused", (1, .denied(.call, channel: 2)),
                "b tried once what it may not do on channel 2"
            ),
        ] as [(String, (Int16, TraceEvent.Kind), String)])
    func `tells what went wrong in a run`(rule: String, event: (Int16, TraceEvent.Kind), message: String)
        throws
    {
        let fault = "called on channel 3, but has no entry point 'protected'"
        let found = try findings(Self.everything + [event], strings: [fault]).filter { $0.rule == rule }
        #expect(found.count == 1 && found.first?.message.hasPrefix(message) == true, "\(found)")
    }
}
