import Testing

@testable import CommandTable

struct ParsingTests {
    @Test(arguments: [
        (["rnu"], "unknown command 'rnu'; did you mean 'run'?"),
        (["elephant"], "unknown command 'elephant'"),
        (["run"], "missing argument SYSTEM"),
        (["check"], "missing argument FILE"),
        (["run", "a", "b"], "unexpected argument 'b'"),
        (["run", "a", "--sed", "7"], "unknown option '--sed'; did you mean '--seed'?"),
        (["run", "a", "--sed=7"], "unknown option '--sed'; did you mean '--seed'?"),
        (["run", "a", "-x"], "unknown option '-x'"),
        (["run", "a", "-lx"], "unknown option '-x'"),
        (["run", "a", "--seed"], "missing value: --seed N"),
        (["run", "a", "-ls"], "missing value: -s N"),
        (["run", "a", "--seed", "7", "--seed", "8"], "option '--seed' given twice"),
        (["run", "a", "--loud=yes"], "option '--loud' takes no value"),
        (
            ["run", "a", "--seed", "-1"],
            "invalid value '-1' for --seed: expected a whole number from 0 to 1000"
        ),
        (
            ["run", "a", "--seed", "1001"],
            "invalid value '1001' for --seed: expected a whole number from 0 to 1000"
        ),
        (
            ["run", "a", "--seed", "99999999999999999999"],
            "invalid value '99999999999999999999' for --seed: expected a whole number from 0 to 1000"
        ),
        (["run", "a", "--seed="], "invalid value '' for --seed: expected a whole number from 0 to 1000"),
        (
            ["run", "a", "--seed", "٣"],
            "invalid value '٣' for --seed: expected a whole number from 0 to 1000"
        ),
        (["run", "a", "--trace="], "invalid value '' for --trace: a path cannot be empty"),
        (["run", ""], "invalid value '' for SYSTEM: a path cannot be empty"),
        (
            ["run", "a", "--board", "amr"],
            "invalid value 'amr' for --board: expected one of: arm, arm-smp, riscv; did you mean 'arm'?"
        ),
        (["shell", "bash", "zsh"], "unexpected argument 'zsh'"),
        (["--versoin"], "unknown option '--versoin'; did you mean '--version'?"),
        (["--version", "extra"], "unknown command 'extra'"),
        (["--", "run"], "unexpected argument 'run'"),
    ])
    func `refuses`(words: [String], message: String) {
        #expect { try Sample.table.parse(words) } throws: { error in
            let text = (error as? UsageError)?.description ?? ""
            return text.hasPrefix(message + "\nUsage: demo") && text.contains("See 'demo help")
        }
    }

    @Test func `names the variable whose value is wrong`() {
        #expect(throws: UsageError.self) { try Sample.parse("run", "a", environment: ["DEMO_SEED": "x"]) }
        let error = #expect(throws: UsageError.self) {
            try Sample.parse("run", "a", environment: ["DEMO_SEED": "x"])
        }
        #expect(error?.message.contains("environment variable DEMO_SEED") == true)
    }

    @Test(arguments: [
        ["run", "a.xml", "--seed", "7", "--loud"], ["run", "--seed=7", "-l", "a.xml"],
        ["run", "-ls7", "a.xml"],
        ["run", "-ls", "7", "a.xml"], ["--seed", "7", "run", "a.xml", "-l"], ["-ls", "7", "run", "a.xml"],
        ["--loud", "--seed=7", "run", "--", "a.xml"], ["-s7", "run", "-l", "a.xml"],
    ])
    func `takes options in every place and form`(words: [String]) throws {
        guard case .run(let invocation) = try Sample.table.parse(words) else { throw Unexpected() }
        #expect(invocation.command == "run")
        #expect(invocation.arguments == ["a.xml"])
        #expect(invocation[Sample.seed] == 7)
        #expect(invocation[Sample.loud])
        #expect(!invocation[Sample.all])
    }

    @Test func `gathers repeated options in order`() throws {
        let invocation = try Sample.parse(
            "--set", "iommu=on", "run", "a", "--set=smc=on", "--set", "iommu=off")
        #expect(invocation[all: Sample.set] == ["iommu=on", "smc=on", "iommu=off"])
        #expect(invocation[Sample.trace] == nil)
    }

    @Test func `asks the environment only when the command line is silent`() throws {
        #expect(try Sample.parse("run", "a", environment: ["DEMO_SEED": "9"])[Sample.seed] == 9)
        #expect(
            try Sample.parse("run", "a", "--seed", "1", environment: ["DEMO_SEED": "9"])[Sample.seed] == 1)
        #expect(try Sample.parse("run", "a", environment: ["DEMO_SEED": ""])[Sample.seed] == nil)
    }

    @Test func `takes a lone dash and words after two dashes as arguments`() throws {
        #expect(
            try Sample.parse("check", "-", "b", "--", "--seed", "-x").arguments == ["-", "b", "--seed", "-x"])
        #expect(try Sample.parse("--version").command == "")
    }

    @Test(
        arguments: [
            (["--help"], nil), (["-h"], nil), ([], nil), (["run", "--help"], "run"),
            (["run", "a", "-h"], "run"),
            (["--seed", "7", "run", "-lh"], "run"), (["--help", "run"], "run"),
        ] as [([String], String?)])
    func `gives help wherever it is asked`(words: [String], command: String?) throws {
        guard case .help(let subject) = try Sample.table.parse(words) else { throw Unexpected() }
        #expect(subject == command)
    }

    @Test(
        arguments: [
            ("rnu", "run"), ("chekc", "check"), ("chek", "check"), ("shel", "shell"), ("ch", nil),
            ("xyzzy", nil), ("hlep", "help"),
        ] as [(String, String?)])
    func `guesses slips and nothing else`(word: String, guess: String?) {
        #expect(Spelling.nearest(to: word, among: ["run", "check", "shell", "help"]) == guess)
    }
}

struct Unexpected: Error {}
