import Foundation
import SystemDescription
import Testing

/// Valid descriptions with a few random edits: grammar fuzzing that runs with every test.
struct MutationTests {
    private static let pieces = [
        "<", ">", "/", "\"", "'", "=", "&", "&amp;", "&#65;", "<!--", "-->", "<![CDATA[", "]]>", "<?a ", "?>",
        " ",
        "\n", "\r\n", "\t", "é", "\u{3000}", "0x", "_", "-1", "18446744073709551616", "0", "62", "id=\"1\" ",
        "<map mr=\"r\" vaddr=\"0\" />", "<channel>", "</channel>", "<protection_domain name=\"p\">",
        "</protection_domain>", "<end pd=\"a\" id=\"1\" />", "</system>", "<domains>", "perms=\"w\"",
        "size=\"0\"",
        "xmlns:x=\"u\" ", "x:", "true", "\u{0}", "\u{1}",
    ]

    private static func mutate(_ text: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var bytes = text
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let rest = bytes.count - place
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4:
                bytes.insert(contentsOf: pieces.randomElement(using: &random)?.utf8 ?? "".utf8, at: place)
            case 4..<6:
                bytes.removeSubrange(place..<(place + min(rest, Int.random(in: 0...12, using: &random))))
            case 6..<8:
                let from = Int.random(in: 0...bytes.count, using: &random)
                let length = min(bytes.count - from, Int.random(in: 0...40, using: &random))
                bytes.insert(contentsOf: Array(bytes[from..<(from + length)]), at: place)
            case 8: if rest > 0 { bytes[place] = UInt8.random(in: 0...255, using: &random) }
            default: bytes.removeLast(rest)
            }
        }
        return bytes
    }

    private static let descriptions: [[UInt8]] = Fixture.all.compactMap { fixture in
        if fixture.file.contains("100") || fixture.file.contains("6") { return nil }
        return try? fixture.bytes()
    }

    @Test(arguments: 1...8)
    func `never traps, and says what is wrong with every mutant it refuses`(_ seed: UInt64) throws {
        var random = SplitMix(state: seed)
        for _ in 0..<1500 {
            let original = try #require(Self.descriptions.randomElement(using: &random))
            let mutant = Self.mutate(original, &random)
            let profile = Profile.all.randomElement(using: &random) ?? .aarch64
            let checker = DescriptionChecker(
                options: CheckOptions(profile: profile), files: StubFiles.fixtures)
            let result = checker.check(mutant, file: "m")
            #expect(result.isAccepted == result.errors.isEmpty, "seed \(seed)")
            #expect(result.errors.allSatisfy { $0.location != nil }, "seed \(seed)")
            #expect(!result.standardErrorText.isEmpty || result.isAccepted)
            #expect(result == checker.check(mutant, file: "m"), "seed \(seed): two runs differ")
            _ = try JSONSerialization.jsonObject(with: Data(result.json(file: "m").utf8))
        }
    }

    private func with(_ addition: String, in fixture: Fixture) throws -> CheckResult? {
        let text = String(decoding: try fixture.bytes(), as: UTF8.self)
        guard text.hasSuffix("</system>\n") else { return nil }
        return DescriptionChecker(options: fixture.options, files: StubFiles.fixtures)
            .check(text.dropLast(10) + addition + "</system>\n", file: fixture.file)
    }

    private static func isSecondPass(_ file: String) -> Bool {
        ["w-", "o-", "ok-", "xml-", "s3-"].contains { file.hasPrefix($0) }
    }

    @Test(arguments: Fixture.all.filter { !isSecondPass($0.file) })
    func `keeps the first message when later elements are wrong, too`(_ fixture: Fixture) throws {
        guard let result = try with("<nonsense />", in: fixture) else { return }
        #expect(result.errors.first?.message == (try fixture.check()).errors.first?.message)
    }

    @Test(arguments: Fixture.all.filter { $0.file.hasPrefix("w-") && !$0.file.contains("paddr") })
    func `keeps the first message when a later rule is broken, too`(_ fixture: Fixture) throws {
        let twice = """
            <memory_region name="zz-a" size="0x1000" phys_addr="0x70000000" />
            <memory_region name="zz-b" size="0x1000" phys_addr="0x70000000" />
            """
        guard !fixture.file.contains("prefill"), let result = try with(twice, in: fixture) else { return }
        #expect(result.errors.first?.message == (try fixture.check()).errors.first?.message)
        #expect(result.errors.last?.rule == "phys_addr.overlap")
    }
}
