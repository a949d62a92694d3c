import SystemDescription
import Testing

/// Inputs that want to break the reader: each is refused with a place, and soon.
struct HostileInputTests {
    private func refusal(_ bytes: [UInt8]) throws -> Diagnostic {
        let result = DescriptionChecker(files: StubFiles()).check(bytes, file: "h")
        #expect(!result.isAccepted)
        return try #require(result.errors.first)
    }

    private func refusal(_ text: String) throws -> Diagnostic { try refusal(Array(text.utf8)) }

    private static let domain =
        "<protection_domain name=\"p\"><program_image path=\"p\" /></protection_domain>"

    @Test(arguments: [
        "<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><system>&b;</system>",
        "<!DOCTYPE l [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><system>&f;</system>",
        "<!DOCTYPE l SYSTEM \"http://example.invalid/l.dtd\"><system/>",
        "<!DOCTYPE l [<!ENTITY % p SYSTEM \"http://example.invalid/p\">%p;]><system/>",
    ])
    func `reads no document type`(_ text: String) throws {
        #expect(try refusal(text).message == "Could not parse 'h': XML with DTD detected")
    }

    @Test(
        arguments: [
            ([0xc0, 0x80], 1), ([0xe0, 0x80, 0x80], 1), ([0xf0, 0x80, 0x80, 0x80], 1),
            ([0xed, 0xa0, 0x80], 1),
            ([0xf5, 0x80, 0x80, 0x80], 1), ([0x80], 1), ([0xc3], 1), ([0xe2, 0x82], 1), ([0xff, 0xfe], 1),
            ([0x41, 0x0a, 0x42, 0xfe], 2),
        ] as [([UInt8], Int)])
    func `refuses what is not UTF-8`(_ bytes: [UInt8], row: Int) throws {
        let error = try refusal(bytes)
        #expect(error.message.hasPrefix("Error: description is not UTF-8 text: h:\(row):"))
    }

    @Test func `refuses bad UTF-8 across any buffer's end`() throws {
        let padding = String(repeating: " ", count: 4095 - 8)
        let error = try refusal(
            Array("<system>\(padding)".utf8) + [0xe2, 0x28, 0xa1] + Array("</system>".utf8))
        #expect(error.message == "Error: description is not UTF-8 text: h:1:4096")
    }

    @Test(
        arguments: [
            [0xff, 0xfe, 0x3c, 0x00], [0xfe, 0xff, 0x00, 0x3c], [0x00, 0x00, 0x00, 0x3c],
            [0x3c, 0x00, 0x00, 0x00],
            Array("+ADw-system/+AD4-".utf8),
        ] as [[UInt8]])
    func `refuses other encodings`(_ bytes: [UInt8]) throws { #expect(try refusal(bytes).location != nil) }

    @Test func `bounds the depth`() throws {
        let deep = String(repeating: "<a>", count: 1_000_000)
        #expect(try refusal("<system>" + deep).message == "Error: elements nested deeper than 128: h:1:390")
    }

    @Test func `nests as many domains as a system may have`() {
        var text = Self.domain
        for level in 1..<63 {
            let inner = text.replacing(
                "<protection_domain name", with: "<protection_domain id=\"1\" name", maxReplacements: 1)
            text =
                "<protection_domain name=\"p\(level)\"><program_image path=\"p\" />\(inner)</protection_domain>"
        }
        let result = DescriptionChecker().check("<system>\(text)</system>", file: "h")
        #expect(result.system?.protectionDomains.count == 63)
    }

    @Test func `bounds the attributes of an element`() throws {
        let many = (0..<1_000_00).map { " a\($0)=\"\"" }.joined()
        let error = try refusal("<system\(many)/>")
        #expect(error.message.hasPrefix("Error: more than 256 attributes on one element: h:1:"))
    }

    @Test func `bounds the namespaces in scope`() throws {
        let many = (0..<100_000).map { " xmlns:a\($0)=\"\"" }.joined()
        #expect(
            try refusal("<system\(many)/>").message.hasPrefix(
                "Error: more than 4096 namespaces in scope: h:1:"))
    }

    @Test func `bounds the size`() throws {
        let text = "<system a=\"" + String(repeating: "a", count: 5_000_000) + "\"/>"
        #expect(try refusal(text).message == "Error: description is larger than 4194304 bytes: h:1:4194305")
    }

    @Test func `bounds the nodes`() throws {
        let text = "<system>" + String(repeating: "<a/>", count: 300_000)
        #expect(try refusal(text).message.hasPrefix("Error: more than 200000 nodes: h:1:"))
    }

    @Test(arguments: [
        "<system><a", "<system><!-- ", "<system><![CDATA[ ", "<system a='", "<system", "<", "&", "",
    ])
    func `refuses what never ends`(_ text: String) throws { #expect(try refusal(text).rule == "xml.syntax") }

    @Test func `takes a hundred thousand regions and refuses their overlaps`() throws {
        let regions = (0..<60_000).map {
            "<memory_region name=\"r\($0)\" size=\"0x2000\" phys_addr=\"0x1000\" />"
        }
        let error = try refusal("<system>\(regions.joined())\(Self.domain)</system>")
        #expect(error.rule == "phys_addr.overlap")
        let fine = (0..<60_000).reversed().map {
            "<memory_region name=\"r\($0)\" size=\"0x1000\" phys_addr=\"\($0 * 4096)\" />"
        }
        #expect(
            DescriptionChecker().check("<system>\(fine.joined())\(Self.domain)</system>", file: "h")
                .isAccepted)
    }

    @Test func `counts errors beyond those it lists`() {
        let regions = (0..<50_000).map { "<memory_region name=\"r\($0)\" size=\"1\" />" }
        let result = DescriptionChecker().check(
            "<system>\(regions.joined())\(Self.domain)</system>", file: "h")
        #expect(result.errors.count == 1000 && result.unlistedErrorCount == 49_000)
    }

    @Test func `takes channels by the ten thousand until the ids run out`() throws {
        let channels = (0..<50_000).map {
            "<channel><end pd=\"p\" id=\"\($0 % 62)\" /><end pd=\"p\" id=\"1\" /></channel>"
        }
        let error = try refusal("<system>\(Self.domain)\(channels.joined())</system>")
        #expect(error.message == "Error: duplicate channel id: 1 in protection domain: 'p' @ h:1:9")
    }

    @Test func `shows long lines in part`() throws {
        let text =
            "<system>" + String(repeating: " ", count: 100_000) + "<bad/>"
            + String(repeating: " ", count: 100_000)
        let error = try refusal(text + "</system>")
        #expect((error.excerpt?.line.utf8.count ?? .max) < 1000)
        #expect(error.excerpt?.location.column == 100_009)
    }

    @Test func `shows no control characters`() throws {
        let error = try refusal("<system>\u{1b}[31m</system>")
        #expect(error.text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 32 })
    }
}
