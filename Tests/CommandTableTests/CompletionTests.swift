import Testing

@testable import CommandTable

/// What is offered for a command line whose cursor is at its end; the scripts run in the real shells.
struct CompletionTests {
    private static let cases: [(line: String, offers: [String])] = [
        ("demo ", ["run", "check", "shell", "help"]),
        ("demo r", ["run"]),
        ("demo run --s", ["--seed", "--set"]),
        ("demo run --lou", ["--loud"]),
        ("demo run --board ", ["arm", "arm-smp", "riscv"]),
        ("demo run --board ar", ["arm", "arm-smp"]),
        ("demo run --loud --board ris", ["riscv"]),
        ("demo shell ", ["bash", "zsh"]),
        ("demo run ", ["sub", "system.xml"]),
        ("demo run sub/", ["sub/inner.xml"]),
        ("demo run --trace ", ["sub", "t.jsonl"]),
        ("demo run --vault ", ["sub"]),
        ("demo check sy", ["system.xml"]),
        ("demo nonsense", []),
    ]
    private static let files = ["system.xml", "notes.txt", "t.jsonl", "sub/inner.xml"]

    @Test(.enabled(if: Shell.exists("bash")), arguments: cases)
    func `completes in bash`(line: String, offers: [String]) throws {
        #expect(try bash(line) == offers)
    }

    /// bash splits words at '='; what is offered replaces only the text after the last one.
    @Test(
        .enabled(if: Shell.exists("bash")),
        arguments: [
            ("demo run --board=ar", ["arm", "arm-smp"]), ("demo run --set iommu=o", ["on", "off"]),
            ("demo run --set=iommu=o", ["on", "off"]), ("demo run --set=sm", ["smc=on"]),
            ("demo run --set iommu=on --set s", ["smc=on"]), ("demo run --set iommu=on --boa", ["--board"]),
        ])
    func `completes around equals signs in bash`(line: String, offers: [String]) throws {
        #expect(try bash(line) == offers)
    }

    private func bash(_ line: String) throws -> [String] {
        let directory = try Shell.directory(holding: Self.files)
        defer { Shell.remove(directory) }
        // Words as readline splits them: blanks separate, each run of '=' is a word of its own.
        let script = """
            cd '\(directory)'
            \(Sample.table.bashCompletion)
            COMP_LINE='\(line)' COMP_POINT=\(line.count) COMP_WORDS=()
            for word in $COMP_LINE; do
                while [[ $word == *=* ]]; do
                    [[ -n ${word%%=*} ]] && COMP_WORDS+=("${word%%=*}")
                    COMP_WORDS+=('=') word=${word#*=}
                done
                [[ -n $word ]] && COMP_WORDS+=("$word")
            done
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _demo
            ((${#COMPREPLY[@]})) && printf '%s\\n' "${COMPREPLY[@]}"
            exit 0
            """
        let result = try Shell.run("bash", "--norc", input: script)
        #expect(result.errors == "")
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test(.enabled(if: Shell.exists("zsh"))) func `loads in zsh and registers itself`() throws {
        let script = """
            autoload -Uz compinit; compinit -D
            \(Sample.table.zshCompletion)
            print -r -- ${_comps[demo]}
            """
        let result = try Shell.run("zsh", "-f", input: script)
        #expect(result.errors == "")
        #expect(result.output == "_demo\n")
    }

    @Test(
        .enabled(if: Shell.exists("fish")),
        arguments: [
            ("demo ", ["check", "help", "run", "shell"]), ("demo run --lou", ["--loud"]),
            ("demo run --board ar", ["arm", "arm-smp"]),
            ("demo run --board=ar", ["--board=arm", "--board=arm-smp"]),
            ("demo shell ", ["bash", "zsh"]), ("demo run --set io", ["iommu=off", "iommu=on"]),
            ("demo run --trace t", ["t.jsonl"]), ("demo run sys", ["system.xml"]),
        ])
    func `completes in fish`(line: String, offers: [String]) throws {
        let directory = try Shell.directory(holding: Self.files)
        defer { Shell.remove(directory) }
        let script = "cd '\(directory)'\n\(Sample.table.fishCompletion)\ncomplete -C '\(line)'\n"
        let result = try Shell.run("fish", "--no-config", input: script)
        #expect(result.errors == "")
        #expect(result.output.split(separator: "\n").map { String($0.split(separator: "\t")[0]) } == offers)
    }
}
