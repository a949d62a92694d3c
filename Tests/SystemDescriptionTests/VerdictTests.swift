import Testing

@testable import SystemDescription

struct VerdictTests {
    private let two = """
        <system>
            <memory_region name="sk" size="0x1000" />
            <protection_domain name="a" priority="10">
                <program_image path="a.elf" />
                <map mr="sk" vaddr="0x4000000" perms="r" setvar_vaddr="sk_vaddr" />
            </protection_domain>
            <protection_domain name="b" priority="20"><program_image path="b.elf" /></protection_domain>
            <channel><end pd="a" id="1" pp="true" /><end pd="b" id="2" notify="false" /></channel>
        </system>
        """

    @Test func `accepts a system and resolves its names`() throws {
        let system = try #require(DescriptionChecker().check(two, file: "two.system").system)
        #expect(system.protectionDomains.map(\.name) == ["a", "b"])
        #expect(system.protectionDomains[0].maps.map(\.region) == [0])
        #expect(system.protectionDomains[0].maps[0].permissions == .read)
        #expect(system.protectionDomains[0].maps[0].vaddrSymbol == "sk_vaddr")
        #expect(
            system.channels[0].a.domain == 0 && system.channels[0].a.mayCall && system.channels[0].a.mayNotify
        )
        #expect(
            system.channels[0].b.domain == 1 && !system.channels[0].b.mayCall
                && !system.channels[0].b.mayNotify)
        #expect(system.protectionDomains[1].location.description == "two.system:7:5")
    }

    @Test func `reports all errors of one run in order`() {
        let broken = two.replacing("perms=\"r\"", with: "perms=\"w\"").replacing(
            "priority=\"20\"", with: "priority=\"300\"")
        let result = DescriptionChecker().check(broken, file: "two.system")
        #expect(
            result.errors.map(\.message) == [
                "Error: perms must not be 'w', write-only mappings are not allowed on element 'map': two.system:5:9",
                "Error: priority must be between 0 and 254 on element 'protection_domain': two.system:7:5",
            ])
        #expect(result.system == nil)
    }
}
