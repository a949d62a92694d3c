import Foundation
import Testing

struct CommandLineTests {
    @Test(arguments: [
        (["rnu"], "kms: unknown command 'rnu'; did you mean 'run'?\n"),
        (["run"], "kms: missing argument SYSTEM\n"),
        (["run", "a", "--polcy", "fifo"], "kms: unknown option '--polcy'; did you mean '--policy'?\n"),
        (
            ["check", "a", "--set", "iommu=maybe"],
            "kms: invalid value 'iommu=maybe' for --set: expected one of: "
        ),
        (["help", "rnu"], "kms: invalid value 'rnu' for COMMAND: expected one of: "),
        (["completions", "tcsh"], "kms: invalid value 'tcsh' for SHELL: expected one of: bash, zsh, fish"),
        (["trace"], "kms: missing argument FILE\n"),
        (["params", "2_2", "--search", "1_1"], "kms: NAME, --check and --search exclude each other\n"),
    ])
    func `refuses a wrong command line with status 64`(words: [String], message: String) throws {
        let result = try KMS.run(words)
        #expect(result.status == 64)
        #expect(result.errors.hasPrefix(message))
        #expect(result.errors.contains("Usage: kms"))
        #expect(result.output == "")
    }

    @Test func `shows its help when asked for nothing, as an error`() throws {
        let result = try KMS.run()
        #expect(result.status == 64)
        #expect(result.output == "")
        #expect(result.errors.contains("Commands:"))
    }

    @Test(arguments: [
        "run", "check", "analyze", "trace", "view", "replay", "export", "keys", "params", "bench",
        "completions",
        "help",
    ])
    func `explains each command with an example`(command: String) throws {
        for words in [["help", command], [command, "--help"]] {
            let result = try KMS.run(words)
            #expect(result.status == 0)
            #expect(result.errors == "")
            #expect(result.output.contains("Usage:\n  kms \(command)"))
            if command != "help" { #expect(result.output.contains("Examples:")) }
            for line in result.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        }
    }

    @Test func `colours nothing that goes into a pipe`() throws {
        #expect(try !KMS.run("help").output.contains("\u{1B}"))
    }

    @Test func `prints its version`() throws {
        let result = try KMS.run("--version")
        #expect(result.status == 0)
        #expect(result.output.wholeMatch(of: /kms \d+\.\d+\.\d+\n/) != nil)
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func `prints a completion script`(shell: String) throws {
        let result = try KMS.run("completions", shell)
        #expect(result.status == 0)
        #expect(result.output.contains("trace-contents"))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/groff")))
    func `prints a manual page that groff renders without a warning`() throws {
        let result = try KMS.shell("\"$KMS\" help --man | groff -man -Tutf8 -ww")
        #expect(result.status == 0)
        #expect(result.errors == "")
        #expect(result.output.contains("kms"))
    }
}

struct StreamTests {
    @Test func `ends without a word when its reader goes away`() throws {
        // dash does not report what a pipeline's first command returned, so the script does.
        let result = try KMS.shell("{ \"$KMS\" help --man; echo $? >&3; } 3>&2 | true; sleep 0.2")
        #expect(result.errors == "141\n" || result.errors == "0\n")
    }

    @Test func `says so when standard output cannot take its result`() throws {
        let full = try KMS.shell("\"$KMS\" help >/dev/full")
        #expect(full.status == 1)
        #expect(full.errors == "kms: cannot write to standard output: No space left on device\n")
        let closed = try KMS.shell("\"$KMS\" help >&-")
        #expect(closed.status == 1)
        #expect(closed.errors == "kms: cannot write to standard output: Bad file descriptor\n")
    }

    @Test func `works with all three streams closed`() throws {
        #expect(try KMS.shell("\"$KMS\" completions bash <&- >&- 2>&-").status == 1)
    }
}
