import SystemDescription
import Testing

/// What the real tool accepts in silence, and what its build step refuses.
struct WarningTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var rule: String
        var text: String
        var place: String
        var profile = Profile.aarch64
        var refusesStart = false
        var testDescription: String { rule + " at " + place }
    }

    static let image = "<program_image path=\"p\" />"

    static func domain(_ inner: String = "", _ attributes: String = "", name: String = "p") -> String {
        "<protection_domain name=\"\(name)\" \(attributes)>\(image)\n\(inner)</protection_domain>\n"
    }

    static let region = "<memory_region name=\"r\" size=\"0x1000\" />\n"

    static let cases: [Case] = [
        Case(
            rule: "map.perms.none", text: region + domain("<map mr=\"r\" vaddr=\"0\" perms=\"\" />"),
            place: "4:1"),
        Case(
            rule: "map.perms.unreadable", text: region + domain("<map mr=\"r\" vaddr=\"0\" perms=\"wx\" />"),
            place: "4:1"),
        Case(rule: "text.ignored", text: domain("hello"), place: "2:1"),
        Case(
            rule: "element.ignored", text: region + domain("<map mr=\"r\" vaddr=\"0\"><x /></map>"),
            place: "4:1"),
        Case(
            rule: "channel.self",
            text: domain() + "<channel><end pd=\"p\" id=\"1\" /><end pd=\"p\" id=\"1\" /></channel>",
            place: "4:1"),
        Case(
            rule: "channel.mute",
            text: domain() + domain(name: "q")
                + "<channel><end pd=\"p\" id=\"1\" notify=\"false\" /><end pd=\"q\" id=\"1\" notify=\"false\" /></channel>",
            place: "6:1"),
        Case(
            rule: "id.unusable",
            text: domain("<protection_domain name=\"c\" id=\"62\">\(image)</protection_domain>"), place: "3:1"
        ),
        Case(
            rule: "priority.truncated",
            text: domain("<virtual_machine name=\"v\" priority=\"256\"><vcpu id=\"0\" /></virtual_machine>"),
            place: "3:1"),
        Case(
            rule: "cspace.slot.unusable", text: domain("<cspace><cap_tcb pd=\"p\" slot=\"64\" /></cspace>"),
            place: "3:9"),
        Case(
            rule: "domains.count",
            text: "<domains>" + (0..<17).map { "<domain name=\"d\($0)\" />" }.joined()
                + "<domain_schedule><schedule_entry domain=\"d0\" duration=\"1 us\" /></domain_schedule></domains>"
                + domain("", "domain=\"d0\""), place: "2:336"),
        Case(
            rule: "domain.none",
            text: domain()
                + "<domains><domain name=\"d\" /><domain_schedule><schedule_entry domain=\"d\" duration=\"1 us\" />"
                + "</domain_schedule></domains>", place: "2:1"),
        Case(
            rule: "vcpu.setvar_id",
            text: domain("<virtual_machine name=\"v\"><vcpu id=\"0\" setvar_id=\"s\" /></virtual_machine>"),
            place: "3:27"),
        Case(rule: "attribute.prefixed", text: domain("", "xmlns:x=\"u\" x:budget=\"5\""), place: "2:1"),
        Case(rule: "name.empty", text: domain(name: ""), place: "2:1"),
        Case(rule: "name.long", text: domain(name: String(repeating: "n", count: 65)), place: "2:1"),
        Case(
            rule: "prefill.absolute",
            text: "<memory_region name=\"r\" prefill_path=\"/abs.bin\" />" + domain(),
            place: "2:1"),
        Case(rule: "budget.minimum", text: domain("", "budget=\"0\""), place: "2:1"),
        Case(rule: "region.unused", text: region + domain(), place: "2:1"),
        Case(
            rule: "vcpu.many",
            text: domain("<virtual_machine name=\"v\"><vcpu id=\"0\" /><vcpu id=\"1\" /></virtual_machine>"),
            place: "3:1", profile: .x86_64, refusesStart: true),
        Case(
            rule: "region.empty",
            text: "<memory_region name=\"r\" size=\"0\" />" + domain("<map mr=\"r\" vaddr=\"0\" />"),
            place: "2:1",
            refusesStart: true),
        Case(
            rule: "setvar.region_paddr.unknown", text: domain("<setvar symbol=\"s\" region_paddr=\"zz\" />"),
            place: "3:1", refusesStart: true),
    ]

    @Test(arguments: cases)
    func `accepts with a located warning`(_ sample: Case) throws {
        var files = StubFiles.fixtures
        files.contents["/abs.bin"] = [1]
        let checker = DescriptionChecker(options: CheckOptions(profile: sample.profile), files: files)
        let result = checker.check("<system>\n\(sample.text)</system>", file: "w.system")
        let system = try #require(result.system, "\(result.errors.map(\.message))")
        let warning = try #require(result.warnings.first { $0.rule == sample.rule })
        #expect(warning.location?.description == "w.system:\(sample.place)")
        #expect(result.startRefused.isEmpty == !sample.refusesStart)
        #expect(system.startRefusals.isEmpty == !sample.refusesStart)
    }

    @Test func `warns about attributes of system`() {
        let result = DescriptionChecker().check(
            "<system version=\"2\">\(Self.domain())</system>", file: "w.system")
        #expect(result.isAccepted && result.warnings.map(\.rule) == ["system.attribute"])
    }

    @Test func `prints the real tool's warning on standard output and ours on standard error`() {
        let text = "<system a=\"\">\(Self.region)\(Self.domain())</system>"
        let result = DescriptionChecker().check(text, file: "w.system")
        #expect(result.standardOutputText == "WARNING: unused memory region 'r'\n")
        #expect(
            result.standardErrorText.hasPrefix(
                "Warning: attribute 'a' is ignored on element 'system': w.system:1:1\n"))
    }

    @Test func `does not call a region unused when something else is wrong`() {
        let text = "<system>\(Self.region)\(Self.domain("", "budget=\"x\""))</system>"
        #expect(DescriptionChecker().check(text, file: "w.system").warnings.isEmpty)
    }

    @Test func `puts errors before warnings`() {
        let text = "<system a=\"\">\(Self.domain("", "budget=\"x\""))</system>"
        let result = DescriptionChecker().check(text, file: "w.system")
        #expect(result.diagnostics.map(\.severity) == [.error, .warning])
    }
}
