import Foundation
import SystemDescription
import Testing

/// Our reader against expat: what we take as XML must be XML.
struct OracleTests {
    private static let script = """
        import sys, xml.parsers.expat
        for line in open(sys.argv[1]):
            data = bytes.fromhex(line.strip())
            parser = xml.parsers.expat.ParserCreate('UTF-8')
            try:
                parser.Parse(data, True)
                print('accept')
            except xml.parsers.expat.ExpatError as problem:
                print('refuse', problem)
        """

    /// Only what both readers define alike: no declarations, no odd references, ASCII names.
    private static let pieces = [
        "<", ">", "/", "\"", "'", "=", "&", "&amp;", "&#65;", "&#x41;", "&bad;", "&#0;", "<!--", "-->", "--",
        "<![CDATA[",
        "]]>", "<?a ", "?>", " ", "\n", "\r\n", "\t", "\u{1}", "\u{0}", "\u{fffe}", "<a>", "</a>", "<a/>",
        " a=\"1\"",
        " a='2'", "-", ".", "1", "é", "</system>", "<system>",
    ]

    private func mutants(_ count: Int) throws -> [[UInt8]] {
        let seeds = try Fixture.all.filter { $0.file.hasPrefix("ok-") || $0.file.hasPrefix("map") }
            .map { Array(String(decoding: try $0.bytes(), as: UTF8.self).utf8) }
            .filter { $0.count < 2000 && !$0.contains(0x3f) && $0.allSatisfy { $0 < 0x80 } }
        var random = SplitMix(state: 20_261_120)
        return try (0..<count).map { _ in
            var bytes = try #require(seeds.randomElement(using: &random))
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0...bytes.count, using: &random)
                if Bool.random(using: &random) {
                    bytes.insert(
                        contentsOf: Self.pieces.randomElement(using: &random)?.utf8 ?? "".utf8, at: place)
                } else {
                    let length = min(bytes.count - place, Int.random(in: 0...8, using: &random))
                    bytes.removeSubrange(place..<(place + length))
                }
            }
            return bytes
        }
    }

    @Test func `takes nothing as XML that expat refuses`() throws {
        let mutants = try mutants(6000)
        let directory = FileManager.default.temporaryDirectory
        let input = directory.appendingPathComponent("oracle-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: input) }
        let lines = mutants.map { $0.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
        try lines.joined(separator: "\n").write(to: input, atomically: true, encoding: .utf8)
        guard let verdicts = run(["python3", "-c", Self.script, input.path]), verdicts.count == mutants.count
        else {
            print("note: no python3 with expat here, the reader was not compared with it")
            return
        }
        var accepted = 0
        for (mutant, verdict) in zip(mutants, verdicts) {
            let result = DescriptionChecker(files: StubFiles()).check(mutant, file: "m")
            let isXML = result.errors.first.map { $0.rule != "xml.syntax" && $0.rule != "xml.limit" } ?? true
            accepted += isXML ? 1 : 0
            #expect(!isXML || verdict == "accept", "\(verdict): \(String(decoding: mutant, as: UTF8.self))")
        }
        #expect(accepted > 500)
    }

    private func run(_ arguments: [String]) -> [Substring]? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: output, as: UTF8.self).split(separator: "\n")
    }
}
