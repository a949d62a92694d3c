import Foundation
import Testing

/// The commands of `docs/debugging-story.md` and other documents, run as they stand there, and the story's pictures.
struct StoryTests {
    private static let story = "docs/debugging-story.md"

    @Test(arguments: [(Self.story, 6), ("docs/tutorial.md", 3), ("docs/requests.md", 1)])
    func `every command of a document does what the document shows`(document: String, count: Int) throws {
        let text = try String(
            contentsOf: KMS.repository.appendingPathComponent(document), encoding: .utf8)
        let commands = ConsoleBlock.commands(in: text)
        try #require(commands.count >= count)
        let place = try StoryPlace()
        for command in commands {
            let result = try place.run(command.line)
            let problem = command.mismatch(with: result.output + result.errors)
            #expect(problem == nil, "$ \(command.line)\n\(problem ?? "")")
        }
    }

    /// Writes the pictures into the directory that `KMS_SCREENSHOTS` names, as `make screenshots` has it, else nowhere.
    @Test(.enabled(if: Oracle.browser != nil, "Chromium is not installed (make test-tools)"))
    func `the pictures of the story can be made`() throws {
        let place = try StoryPlace()
        let wanted = ProcessInfo.processInfo.environment["KMS_SCREENSHOTS"] ?? place.path
        #expect(try place.run("kms run Systems/pd.system.xml --seed 7 --trace run.jsonl").status == 0)
        #expect(try place.run("kms view run.jsonl --html run.html").status == 0)
        let leak = "<map mr=\"sk_shared_mem\" vaddr=\"0x40a4000\" perms=\"r\" />"
        let sealed = "<map mr=\"sealed_mem\" vaddr=\"0x4304000\" perms=\"r\".*/>"
        #expect(
            try place.run("sed 's|\(sealed)|&\(leak)|' Systems/pd.system.xml > leak.system.xml").status == 0)
        let analysed = try place.run(
            "kms analyze Systems/pd.system.xml --diff leak.system.xml --format html > leak.html")
        #expect(analysed.status == 1)
        let made = try Oracle.run(
            "screenshots.py", ["\(place.path)/run.html", "\(place.path)/leak.html", wanted])
        #expect(made.status == 0, "\(made.output)\(made.errors)")
        let text = try String(
            contentsOf: KMS.repository.appendingPathComponent(Self.story), encoding: .utf8)
        for picture in text.matches(of: #/\]\(images/([a-z-]+\.png)\)/#).map({ String($0.1) }) {
            let image = try Data(contentsOf: URL(fileURLWithPath: "\(wanted)/\(picture)"))
            #expect(image.starts(with: [0x89, 0x50, 0x4e, 0x47]), "\(picture)")
            #expect((10_000..<250_000).contains(image.count), "\(picture) has \(image.count) bytes")
            let kept = KMS.repository.appendingPathComponent("docs/images/\(picture)").path
            #expect(FileManager.default.fileExists(atPath: kept), "\(picture) is missing; make screenshots")
        }
    }
}

/// A directory that looks like the repository to who types the story's commands.
private final class StoryPlace {
    private let scratch: ScratchDirectory
    var path: String { scratch.path }

    init() throws {
        scratch = try ScratchDirectory()
        for folder in ["Systems", "docs"] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(scratch.path)/\(folder)",
                withDestinationPath: KMS.repository.appendingPathComponent(folder).path)
        }
    }

    func run(_ line: String) throws -> KMS.Result {
        try KMS.shell("PATH=\"${KMS%/*}:$PATH\"; export LC_ALL=C.UTF-8; \(line)", directory: scratch.path)
    }
}

/// A command in a document, and what the document says it prints.
struct ConsoleBlock {
    var line: String
    var expected: [String] = []

    /// The commands, `$ …`, in the blocks of ```` ```console ````, with the text up to `END` that `<<'END'` asks for.
    static func commands(in document: String) -> [ConsoleBlock] {
        var commands: [ConsoleBlock] = []
        var inside = false
        var isHere = false
        for line in document.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                inside = line == "```console"
            } else if isHere {
                commands[commands.count - 1].line += "\n" + line
                isHere = line != "END"
            } else if inside, line.hasPrefix("$ ") {
                commands.append(ConsoleBlock(line: String(line.dropFirst(2))))
                isHere = line.hasSuffix("<<'END'")
            } else if inside, !commands.isEmpty {
                commands[commands.count - 1].expected.append(line)
            }
        }
        return commands
    }

    /// What `output` lacks, nil when it has every expected line in order; `...` stands for any lines.
    func mismatch(with output: String) -> String? {
        // Blanks at the end of a line are not seen in a document.
        let trailing = #/[ ]+$/#
        var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map {
            String($0).replacing(trailing, with: "")
        }[...]
        var maySkip = false
        for wanted in expected {
            if wanted == "..." {
                maySkip = true
                continue
            }
            guard let place = lines.firstIndex(of: wanted), maySkip || place == lines.startIndex else {
                return "expected: \(wanted)\nbut got:  \(lines.first ?? "nothing more")\nof:\n\(output)"
            }
            lines = lines[(place + 1)...]
            maySkip = false
        }
        let rest = lines.filter { !$0.isEmpty }
        return maySkip || rest.isEmpty ? nil : "not in the document: \(rest)"
    }
}

struct ConsoleBlockTests {
    private let block = ConsoleBlock(line: "x", expected: ["a", "...", "d"])

    @Test func `a command takes its input with it`() {
        let blocks = ConsoleBlock.commands(in: "```console\n$ cat <<'END'\n$ a\nEND\n$ a\n```\n$ c\n")
        #expect(blocks.map(\.line) == ["cat <<'END'\n$ a\nEND", "a"])
        #expect(blocks.map(\.expected) == [[], []])
    }

    @Test func `finds what is missing, too much, or in another order`() {
        #expect(block.mismatch(with: "a\nb\nc\nd\n") == nil)
        #expect(block.mismatch(with: "a\nd\n") == nil)
        #expect(block.mismatch(with: "b\na\nd\n") != nil)
        #expect(block.mismatch(with: "a\nb\n") != nil)
        #expect(block.mismatch(with: "a\nd\ne\n") != nil)
    }
}
