import SystemDescription
import Testing

/// Where ours does more than the real tool.
struct ExtensionTests {
    private static let image = "<program_image path=\"p\" />"

    private func errors(_ text: String, _ options: CheckOptions = CheckOptions()) -> [Diagnostic] {
        DescriptionChecker(options: options, files: StubFiles()).check(text, file: "e.system").errors
    }

    // MARK: Did you mean

    @Test(arguments: [
        ("<memory_regoin name=\"r\" size=\"0x1000\" />", "memory_region"),
        ("<protection_domain name=\"a\" priorty=\"1\">\(image)</protection_domain>", "priority"),
        (
            "<protection_domain name=\"keygen\">\(image)</protection_domain><channel><end pd=\"keygne\" id=\"1\" /><end pd=\"keygen\" id=\"2\" /></channel>",
            "keygen"
        ),
        (
            "<memory_region name=\"pool\" size=\"0x1000\" /><protection_domain name=\"a\">\(image)<map mr=\"pol\" vaddr=\"0\" /></protection_domain>",
            "pool"
        ),
        (
            "<domains><domain name=\"red\" /><domain_schedule><schedule_entry domain=\"rde\" duration=\"1 us\" /></domain_schedule></domains>",
            "red"
        ),
        ("<protection_domain name=\"a\"><program_imag path=\"p\" /></protection_domain>", "program_image"),
        (
            "<protection_domain name=\"a\">\(image)<cspace><cap_tbc pd=\"a\" slot=\"1\" /></cspace></protection_domain>",
            "cap_tcb"
        ),
    ])
    func `suggests what was meant`(_ text: String, _ word: String) {
        #expect(errors("<system>\(text)</system>").first?.hint == "did you mean '\(word)'?")
    }

    @Test func `leaves out what follows from an earlier error`() {
        let text = """
            <system>
              <memory_regoin name="r" size="0x1000" />
              <protection_domain nmae="a"><program_imag path="p" /><map mr="r" vaddr="0" /></protection_domain>
              <channel><end pd="a" id="1" /><end pd="a" id="2" /></channel>
            </system>
            """
        #expect(errors(text).map(\.rule) == ["element.unknown", "attribute.unknown", "element.unknown"])
    }

    @Test func `points at the attribute and at the other place`() throws {
        let text = """
            <system>
              <protection_domain name="a"><program_image path="p" />
                <irq irq="7" id="3" />
                <irq irq="8" id="3" />
              </protection_domain>
            </system>
            """
        let error = try #require(errors(text).first)
        #expect(
            error.text == """
                Error: duplicate channel id: 3 in protection domain: 'a' @ e.system:2:3
                 4 |     <irq irq="8" id="3" />
                   |     ^^^^
                 3 |     <irq irq="7" id="3" />
                   |     ---- first used here

                """)
    }

    @Test func `shows tabs as one column each`() throws {
        let error = try #require(errors("<system>\n\t<é\t/></system>").first)
        #expect(error.text.contains("\n 2 |  <é /></system>\n   |  ^^\n"))
    }

    // MARK: The dialect before rights per end

    private static let legacy = """
        <system>
        <protection_domain name="k" pp="true" priority="9">\(image)</protection_domain>
        <protection_domain name="a" priority="8">\(image)</protection_domain>
        <protection_domain name="b" priority="9">\(image)</protection_domain>
        <channel><end pd="k" id="1" /><end pd="a" id="1" /></channel>
        <channel><end pd="b" id="1" /><end pd="k" id="2" /></channel>
        <channel><end pd="a" id="5" /><end pd="b" id="5" /></channel>
        </system>
        """

    @Test func `gives every peer of a legacy callee the right to call`() throws {
        let checker = DescriptionChecker(options: CheckOptions(dialect: .legacy))
        let result = checker.check(Self.legacy, file: "l")
        let system = try #require(result.system)
        #expect(system.channels.map(\.a.mayCall) == [false, true, false])
        #expect(system.channels.map(\.b.mayCall) == [true, false, false])
        #expect(result.warnings.map(\.rule) == ["channel.ppc.priority"])
    }

    @Test func `refuses legacy rights without the switch`() {
        #expect(
            errors(Self.legacy).first?.message
                == "Error: invalid attribute 'pp' on element 'protection_domain': e.system:2:1")
    }

    // MARK: Fixed orders

    @Test func `numbers domains without id after all explicit ones`() throws {
        let text = """
            <system><domains><domain name="a" /><domain name="b" id="0" /><domain name="c" /><domain name="d" id="2" />
            <domain_schedule><schedule_entry domain="c" duration="5 ticks" /><schedule_end_marker />
            </domain_schedule></domains>
            <protection_domain name="p" domain="c">\(Self.image)</protection_domain></system>
            """
        let system = try #require(DescriptionChecker().check(text, file: "d").system)
        #expect(system.schedulingDomains.map(\.id) == [1, 0, 3, 2])
        #expect(system.protectionDomains[0].domain == 2)
        #expect(system.domainSchedule?.slots == [.run(domain: 2, duration: .ticks(5)), .endMarker])
    }

    @Test func `raises page sizes where everything allows it`() throws {
        let text = """
            <system>
            <memory_region name="big" size="0x400000" />
            <memory_region name="askew" size="0x400000" />
            <memory_region name="small" size="0x400000" page_size="0x1000" />
            <memory_region name="placed" size="0x200000" phys_addr="0x1000" />
            <protection_domain name="p">\(Self.image)<map mr="big" vaddr="0x200000" />
            <map mr="askew" vaddr="0x801000" /><map mr="small" vaddr="0x1000000" /></protection_domain></system>
            """
        let system = try #require(DescriptionChecker().check(text, file: "d").system)
        #expect(system.memoryRegions.map(\.pageByteCount) == [0x20_0000, 0x1000, 0x1000, 0x1000])
    }
}
