import Foundation
import SystemDescription
import Testing

/// One line of `Fixtures/rules.tsv`: a description, the switches to check it with, and the verdict.
struct Fixture: CustomTestStringConvertible, Sendable {
    /// In `Fixtures/rules`; also what messages call it.
    var file: String
    var switches: String
    var verdict: Verdict

    enum Verdict: Sendable {
        case accepted
        /// The first message is exactly this.
        case message(String)
        /// Ours alone: the first message holds these words and ends with this location.
        case located(words: String, location: String?)
    }

    var testDescription: String { file }

    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures")

    static let all: [Fixture] = {
        let table =
            (try? String(contentsOf: directory.appendingPathComponent("rules.tsv"), encoding: .utf8)) ?? ""
        return table.split(separator: "\n").map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let words = unescaped(fields[2])
            let verdict: Verdict =
                if words == "accepted" { .accepted } else if words.hasPrefix("~") {
                    .located(words: String(words.dropFirst()), location: fields.count > 3 ? fields[3] : nil)
                } else { .message(words) }
            return Fixture(file: fields[0], switches: fields[1], verdict: verdict)
        }
    }()

    private static func unescaped(_ text: String) -> String {
        var result = ""
        var letters = text.makeIterator()
        while let letter = letters.next() {
            guard letter == "\\" else {
                result.append(letter)
                continue
            }
            switch letters.next() {
            case "n": result.append("\n")
            case "z": result.append("\0")
            case "r": result.append("\r")
            default: result.append("\\")
            }
        }
        return result
    }

    func bytes() throws -> [UInt8] {
        [UInt8](
            try Data(contentsOf: Self.directory.appendingPathComponent("rules").appendingPathComponent(file)))
    }

    var options: CheckOptions {
        var options = CheckOptions()
        var words = switches.split(separator: " ").map(String.init)[...]
        while let word = words.popFirst(), let value = words.popFirst() {
            switch (word, value) {
            case ("--profile", let name): options.profile = Profile.all.first { $0.name == name } ?? .aarch64
            case ("--set", "iommu=off"): options.profile.iommu = false
            case ("--set", "hypervisor=off"): options.profile.hypervisor = false
            case ("--set", "smc=off"): options.profile.smc = .off
            case ("--set", "smc=on"): options.profile.smc = .on
            case ("--search-path", let path): options.searchPaths.append(path)
            default: Issue.record("unknown switch \(word) \(value)")
            }
        }
        return options
    }

    func check() throws -> CheckResult {
        DescriptionChecker(options: options, files: StubFiles.fixtures).check(try bytes(), file: file)
    }
}
