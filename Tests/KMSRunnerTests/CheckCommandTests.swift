import Testing

struct CheckCommandTests {
    private static let good = """
        <system>
            <protection_domain name="a"><program_image path="a.elf" /></protection_domain>
        </system>
        """
    private static let bad = """
        <system>
            <protection_domain name="a" prority="3"><program_image path="a.elf" /></protection_domain>
        </system>
        """

    @Test func `accepts a valid description`() throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.write(Self.good, to: "good.system")
        let result = try KMS.run("check", file)
        #expect(result.status == 0)
        #expect(result.errors == "")
        #expect(result.output.hasPrefix("\(file): valid for aarch64"))
    }

    @Test func `begins with the real tool's message on standard error`() throws {
        let scratch = try ScratchDirectory()
        _ = try scratch.write(Self.bad, to: "bad.system")
        let result = try KMS.run(["check", "bad.system"], directory: scratch.path)
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(
            result.errors.hasPrefix(
                "Error: invalid attribute 'prority' on element 'protection_domain': bad.system:2:5\n 2 |"))
        #expect(result.errors.contains("did you mean 'priority'?"))
        #expect(!result.errors.contains("\u{1B}"))
    }

    @Test func `goes through all files and fails if one is bad`() throws {
        let scratch = try ScratchDirectory()
        let (bad, good) = (
            try scratch.write(Self.bad, to: "bad.system"), try scratch.write(Self.good, to: "good.system")
        )
        let result = try KMS.run("check", bad, good)
        #expect(result.status == 2)
        #expect(result.output.contains("good.system: valid"))
        let json = try KMS.run("check", bad, good, "--format", "json")
        #expect(json.status == 2)
        #expect(json.errors == "")
        #expect(json.output.split(separator: "\n").count == 2)
        #expect(json.output.hasPrefix("{\"file\":\"\(bad)\",\"accepted\":false"))
    }

    @Test func `names a missing file as the real tool does`() throws {
        let result = try KMS.run("check", "missing.system")
        #expect(result.status == 2)
        #expect(result.errors == "microkit: error: system description file 'missing.system' does not exist\n")
    }

    /// What only one board accepts shows that the switches arrive.
    @Test(
        arguments: [
            (["--profile", "aarch64"], 2), (["--profile", "x86_64"], 0),
            (["--profile", "x86_64", "--set", "iommu=off"], 2),
            (["--profile", "x86_64", "--set", "iommu=off", "--set", "iommu=on"], 0),
        ] as [([String], Int32)])
    func `checks for the board that is asked for`(switches: [String], status: Int32) throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.write(
            """
            <system>
                <memory_region name="m" size="0x1000" page_size="0x1000" />
                <protection_domain name="a"><program_image path="a.elf" />
                    <map mr="m" vaddr="0x1000000" /></protection_domain>
                <io_address_space name="d" peripheral_id="0:1.0" domain_id="1"><iomap mr="m" iovaddr="0x1000" />
                </io_address_space>
            </system>
            """, to: "pc.system")
        #expect(try KMS.run(["check", file] + switches).status == status)
    }
}
