import Foundation
import Testing

/// `kms view` and `kms run --step` on a real pseudo-terminal, and without any.
struct ViewCommandTests {
    /// What a session on a terminal gave: screens and exit status in order, and how the terminal was left.
    private struct Session {
        var screens: [String] = []
        var status: Int?
        var stillRuns = false
        var terminal: [String: Bool] = [:]

        /// Whether the terminal is as it was before.
        var isRestored: Bool {
            terminal == ["modes": true, "alternate": false, "cursor": true, "mouse": false]
        }
    }

    private let scratch: ScratchDirectory
    private let trace: String

    init() throws {
        scratch = try ScratchDirectory()
        trace = "\(scratch.path)/t.jsonl"
        let run = try KMS.run("run", "Systems/pd.system.xml", "--seed", "7", "--trace", trace)
        #expect(run.status == 0)
    }

    /// Runs `kms` with `words` on a terminal; see `terminal.py` for the steps.
    private func session(
        _ words: [String], environment: String = "LANG=C.UTF-8 TERM=xterm-256color", _ steps: [[String: Any]]
    ) throws -> Session {
        let file = try scratch.write(
            String(decoding: try JSONSerialization.data(withJSONObject: steps), as: UTF8.self),
            to: "steps.json")
        let script = KMS.repository.path + "/Tests/KMSRunnerTests/terminal.py"
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let variables = "PYTHONCOERCECLOCALE=0 \(environment)"
        let result = try KMS.shell("\(variables) python3 '\(script)' \"$KMS\" \(quoted) < '\(file)'")
        #expect(result.errors == "")
        let values = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [Any])
        var session = Session()
        for value in values {
            switch value {
            case let text as String where text == "still runs": session.stillRuns = true
            case let text as String: session.screens.append(text)
            case let number as Int: session.status = number
            case let state as [String: Bool]: session.terminal = state
            default: break
            }
        }
        return session
    }

    @Test func `a session steps, searches, changes its size and leaves the terminal as it was`() throws {
        let session = try session(
            ["view", trace],
            [
                ["wait": "step 1 of"], ["screen": true], ["keys": "jjj"], ["screen": true],
                ["keys": "/hello\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}merged\r"],
                ["keys": ":50%\r"], ["screen": true], ["size": [120, 40]], ["wait": "step 1289"],
                ["screen": true],
                ["keys": "\u{1b}[B\u{1b}[<65;5;5M"], ["screen": true], ["keys": "?"], ["screen": true],
                ["keys": "qq"], ["end": true],
            ])
        #expect(session.status == 0 && session.isRestored, "\(session.terminal)")
        try #require(session.screens.count == 6)
        #expect(session.screens[0].contains("step 1 of 2579"))
        #expect(session.screens[1].contains("step 4 of 2579"))
        #expect(session.screens[2].contains("step 1289 of 2579"))
        #expect(session.screens[3].split(separator: "\n", omittingEmptySubsequences: false).count >= 40)
        #expect(session.screens[4].contains("step 1293 of 2579"))
        #expect(session.screens[5].contains("keys of the viewer"))
        // What the terminal shows is what --keys prints.
        let printed = try KMS.run(
            ["view", trace, "--keys", "jjj"], environment: ["LANG": "C.UTF-8"])
        #expect(session.screens[1] == printed.output)
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT])
    func `a signal ends it, and the terminal is as it was`(_ signal: Int32) throws {
        let session = try session(
            ["view", trace], [["wait": "step 1 of"], ["keys": "j"], ["signal": Int(signal)], ["end": true]])
        #expect(session.status == -Int(signal) && session.isRestored, "\(session)")
    }

    @Test func `it is stopped and goes on`() throws {
        let session = try session(
            ["view", trace],
            [
                ["wait": "step 1 of"], ["keys": "jj"], ["signal": Int(SIGSTOP)], ["signal": Int(SIGCONT)],
                ["wait": "step 3 of"],
                ["screen": true], ["keys": "\u{3}"], ["end": true],
            ])
        #expect(session.screens.first?.contains("step 3 of") == true)
        #expect(session.status == 0 && session.isRestored)
    }

    @Test func `a lone Escape gives up a prompt`() throws {
        let session = try session(
            ["view", trace],
            [
                ["wait": "step 1 of"], ["keys": "fnothing at all"], ["keys": "\u{1b}"], ["screen": true],
                ["keys": "q"], ["end": true],
            ])
        #expect(session.screens.first?.contains("step 1 of 2579") == true)
        #expect(session.screens.first?.contains("show only") == false)
        #expect(session.status == 0 && session.isRestored)
    }

    @Test(arguments: ["NO_COLOR=1 LANG=C.UTF-8 TERM=xterm", "TERM=dumb LANG=C", "TERM=screen LC_ALL=C"])
    func `it works without colour and without Unicode`(_ environment: String) throws {
        let session = try session(
            ["view", trace], environment: environment,
            [["wait": "step 1 of"], ["keys": "sss"], ["screen": true], ["keys": "q"], ["end": true]])
        let screen = try #require(session.screens.first)
        #expect(screen.contains("notify("))
        #expect(session.status == 0 && session.isRestored)
        if !environment.contains("UTF-8") {
            let foreign = screen.filter { !$0.isASCII }
            #expect(foreign.isEmpty)
        }
    }

    @Test func `a live run is stepped, changed and written, and replays`() throws {
        let live = "\(scratch.path)/live.jsonl"
        let session = try session(
            ["run", "Systems/pd.system.xml", "--step", "--seed", "7", "--trace", live],
            [
                ["wait": "next:"], ["screen": true], ["keys": "   "], ["screen": true], ["keys": "u"],
                ["screen": true], ["keys": "i\r"],
                ["keys": "A"], ["wait": "nothing is left"], ["screen": true], ["keys": "q"], ["end": true],
            ])
        #expect(session.status == 0 && session.isRestored)
        try #require(session.screens.count == 4)
        #expect(session.screens[0].contains("live, 0 deliveries"))
        #expect(session.screens[1].contains("live, 3 deliveries"))
        #expect(session.screens[2].contains("live, 2 deliveries"))
        #expect(session.screens[3].contains("ended"))
        let replay = try KMS.run("replay", live)
        #expect(replay.status == 0 && replay.output.contains("identical"), "\(replay.output)\(replay.errors)")
    }

    @Test func `a run can be looked at when it has ended`() throws {
        let session = try session(
            ["run", "Systems/pd.system.xml", "--seed", "7", "--trace", "\(scratch.path)/v.jsonl", "--view"],
            [["wait": "step 1 of 2579"], ["screen": true], ["keys": "q"], ["end": true]])
        #expect(session.screens.first?.contains("domains") == true)
        #expect(session.status == 0 && session.isRestored)
    }

    @Test func `without a terminal it says so, and prints screens all the same`() throws {
        let refused = try KMS.shell("setsid \"$KMS\" view '\(trace)' < /dev/null")
        #expect(refused.status == 2 && refused.errors.contains("needs a terminal"))
        let printed = try KMS.run("view", trace, "--keys", "/fault<enter>", "--size", "100x30", "--ascii")
        #expect(printed.status == 0)
        #expect(printed.output.split(separator: "\n", omittingEmptySubsequences: false).count == 31)
    }

    @Test func `the document shows what the viewer shows`() throws {
        let system = KMS.repository.path + "/Systems/tour.system.xml"
        let run = try KMS.run(["run", system, "--seed", "1"], directory: scratch.path)
        #expect(run.status == 0)
        let keys = "f!kind:run !kind:end !kind:irqAck !archive<enter>:34<enter>jjjjjjjjj"
        let screen = try KMS.run(
            ["view", "kms.trace.jsonl", "--keys", keys], directory: scratch.path,
            environment: ["LANG": "C.UTF-8"])
        let document = try String(contentsOfFile: KMS.repository.path + "/docs/viewer.md", encoding: .utf8)
        #expect(document.contains(screen.output), "put this into docs/viewer.md:\n\(screen.output)")
    }

    @Test(arguments: [
        (["view"], 64), (["view", "/nonexistent"], 2), (["view", "Systems/pd.system.xml", "--keys", "j"], 2),
        (["run", "Systems/pd.system.xml", "--step", "--vault", "/tmp/x", "--keys", "q"], 2),
        (["view", "a", "--step", "0"], 64), (["view", "a", "--size", "80", "--keys", "j"], 64),
    ])
    func `what cannot be looked at is refused`(_ words: [String], _ status: Int) throws {
        let result = try KMS.run(words)
        #expect(Int(result.status) == status, "\(result)")
        #expect(!result.errors.isEmpty)
    }
}
