import FlowAnalysis
import SystemDescription
import Testing

/// Rights that do not stand in a domain's own maps.
@Suite struct MatrixTests {
    private func analysis(_ body: String, _ options: CheckOptions = CheckOptions()) throws -> SystemAnalysis {
        try Analysed.analysis(
            """
            <system>
                <memory_region name="m" size="0x1000" page_size="0x1000" />
                <memory_region name="regs" size="0x1000" phys_addr="0x9000000" />
                \(body)
            </system>
            """, options: options)
    }

    private static let map = "<map mr=\"m\" vaddr=\"0x4000000\" perms=\"rw\" />"
    private static let holder =
        "<protection_domain name=\"holder\" priority=\"5\"><program_image path=\"x\" />\(map)</protection_domain>"
    private static func spy(_ body: String) -> String {
        "<protection_domain name=\"spy\" priority=\"9\"><program_image path=\"x\" />\(body)</protection_domain>"
    }

    /// Who gets it, how, and what it stands for in the matrix.
    @Test(arguments: [
        (
            spy(holder.replacing("name=\"holder\"", with: "id=\"1\" name=\"holder\"")),
            "spy controls holder, its child"
        ),
        (
            spy("<cspace><cap_tcb slot=\"1\" pd=\"holder\" /></cspace>") + holder,
            "spy controls holder (cap_tcb)"
        ),
        (
            spy("<cspace><cap_vspace slot=\"1\" pd=\"holder\" /></cspace>") + holder,
            "spy controls holder (cap_vspace)"
        ),
        (
            spy("<virtual_machine name=\"guest\"><vcpu id=\"0\" />\(map)</virtual_machine>"),
            "spy controls guest, its virtual machine"
        ),
        (
            spy("<map mr=\"regs\" vaddr=\"0x5000000\" />") + holder, "spy tells hardware of spy what to do"
        ),
    ])
    func `come around the maps`(body: String, step: String) throws {
        let analysis = try analysis(body)
        let access = analysis.matrix.access(try analysis.node("spy"), try analysis.node("m"))
        #expect(access.direct == [] && access.indirect == [.read, .write])
        #expect(analysis.graph.words(analysis.graph.edges[try #require(access.route.first)]) == step)
        for place in access.route { #expect(analysis.graph.edges[place].location != nil) }
    }

    @Test func `come with a device`() throws {
        let analysis = try analysis(
            Self.spy("<irq pcidev=\"0:3.0\" handle=\"0\" vector=\"1\" id=\"7\" />") + Self.holder
                + "<io_address_space name=\"nic\" peripheral_id=\"0:3.0\" domain_id=\"1\">"
                + "<iomap mr=\"m\" iovaddr=\"0x1000\" perms=\"w\" /></io_address_space>",
            CheckOptions(profile: .x86_64))
        let region = try analysis.node("m")
        #expect(analysis.matrix.access(try analysis.node("nic"), region).direct == [.write])
        #expect(analysis.matrix.access(try analysis.node("spy"), region).indirect == [.write])
    }

    @Test func `come through several hands, and by code`() throws {
        let analysis = try analysis(
            Self.spy(
                "<protection_domain name=\"mid\" id=\"1\" priority=\"7\"><program_image path=\"x\" />"
                    + Self.holder.replacing("name=\"holder\"", with: "id=\"1\" name=\"holder\"")
                    + "</protection_domain>")
                + "<memory_region name=\"code\" size=\"0x1000\" />"
                + "<protection_domain name=\"loader\"><program_image path=\"x\" />"
                + "<map mr=\"code\" vaddr=\"0x5000000\" perms=\"rw\" /></protection_domain>"
                + "<protection_domain name=\"loaded\" priority=\"1\"><program_image path=\"x\" />"
                + "<map mr=\"code\" vaddr=\"0x5000000\" perms=\"rx\" /><map mr=\"m\" vaddr=\"0x6000000\" perms=\"r\" />"
                + "</protection_domain>")
        let region = try analysis.node("m")
        #expect(analysis.matrix.access(try analysis.node("spy"), region).route.count == 3)
        #expect(analysis.matrix.access(try analysis.node("loader"), region).indirect == [.read])
        let blast = try #require(analysis.blast.first { $0.subject == (try? analysis.node("loader")) })
        #expect(blast.controlled == [try analysis.node("loaded")])
        #expect(blast.readable.contains(region) && !blast.writable.contains(region))
    }

    @Test func `are not invented`() throws {
        let analysis = try analysis(Self.spy("") + Self.holder)
        #expect(analysis.matrix.access(try analysis.node("spy"), try analysis.node("m")).all.isEmpty)
    }
}
