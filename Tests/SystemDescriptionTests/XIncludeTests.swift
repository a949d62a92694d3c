import SystemDescription
import Testing

struct XIncludeTests {
    private static let image = "<program_image path=\"p\" />"

    private func check(_ text: String, _ files: [String: String], xinclude: Bool = true) -> CheckResult {
        var stub = StubFiles()
        for (path, content) in files { stub.contents[path] = Array(content.utf8) }
        stub.directories = ["parts", "."]
        let options = CheckOptions(searchPaths: ["parts"], xinclude: xinclude)
        return DescriptionChecker(options: options, files: stub).check(text, file: "main")
    }

    private func include(_ path: String) -> String {
        "<system xmlns:xi=\"http://www.w3.org/2001/XInclude\">\n<xi:include href=\"\(path)\" /></system>"
    }

    @Test func `takes in elements, and the children of a system`() throws {
        let result = check(
            include("all.xml"),
            [
                "parts/all.xml":
                    "<system><memory_region name=\"r\" size=\"0x1000\" />\n<protection_domain name=\"p\" "
                    + "xmlns:i=\"http://www.w3.org/2001/XInclude\"><i:include href=\"image.xml\" />"
                    + "<map mr=\"r\" vaddr=\"0\" /></protection_domain></system>",
                "parts/image.xml": "<program_image path=\"&#x70;.elf\" />",
            ])
        let system = try #require(result.system, "\(result.errors)")
        #expect(system.protectionDomains.map(\.programImage) == ["p.elf"])
        #expect(system.memoryRegions[0].location.description == "parts/all.xml:1:9")
        #expect(system.protectionDomains[0].location.description == "parts/all.xml:2:1")
    }

    @Test func `names the included file in messages and shows its line`() throws {
        let result = check(
            include("a.xml"), ["parts/a.xml": "\n <protection_domain>\(Self.image)</protection_domain>"])
        let error = try #require(result.errors.first)
        #expect(
            error.message
                == "Error: Missing required attribute 'name' on element 'protection_domain': parts/a.xml:2:2")
        #expect(error.excerpt?.line.hasPrefix(" <protection_domain>") == true)
    }

    @Test func `refuses broken parts with their own position`() {
        let result = check(include("a.xml"), ["parts/a.xml": "<system>\n</sytem>"])
        #expect(
            result.errors.map(\.message) == [
                "Could not parse 'parts/a.xml': expected 'system' tag, not 'sytem' at 2:1"
            ])
    }

    @Test(arguments: [
        "http://example.invalid/a", "file:/etc/passwd", "/etc/passwd", "", "none.xml", "../a.xml",
    ])
    func `reads nothing but files of the search path`(_ path: String) throws {
        let result = check(include(path), ["../a.xml": "<a/>", "/etc/passwd": "x"])
        let error = try #require(result.errors.first)
        #expect(error.rule == "xinclude" && error.message.hasSuffix("on element 'include': main:2:1"))
    }

    @Test func `refuses cycles and explosions`() {
        let loop = include("a.xml")
        #expect(check(loop, ["parts/a.xml": loop]).errors.first?.message.contains("within itself") == true)
        func many(_ path: String) -> String {
            "<system xmlns:xi=\"http://www.w3.org/2001/XInclude\">"
                + String(repeating: "<xi:include href=\"\(path)\" />", count: 100) + "</system>"
        }
        let bomb = check(
            many("a.xml"),
            [
                "parts/a.xml": many("b.xml"), "parts/b.xml": many("c.xml"), "parts/c.xml": many("d.xml"),
                "parts/d.xml": "<a/>",
            ])
        #expect(bomb.errors.first?.message.contains("more than 1000 files included") == true)
    }

    @Test func `is the real tool's unknown element without the switch`() {
        let result = check(include("a.xml"), [:], xinclude: false)
        #expect(result.errors.first?.message == "Error: invalid XML element 'include': main:2:1")
        #expect(result.errors.first?.hint == "--xinclude reads included files")
    }
}
