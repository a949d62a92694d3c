import Testing

@testable import CommandTable

struct HelpTests {
    @Test func `shows everything the table knows about a command`() throws {
        let help = Sample.table.help(of: try Sample.table.named("run"))
        let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for fact in [
            "Usage:\n  demo run [OPTION...] SYSTEM\n", "  SYSTEM                  The description.\n",
            "  -s, --seed N            Draw from this seed. Environment: DEMO_SEED.\n",
            "  demo run a.xml --seed 7\n",
            "-h, --help",
        ] { #expect(help.contains(fact), "\(fact)") }
        for fact in ["One of: arm, arm-smp, riscv. Default: arm.", "May be repeated."] {
            #expect(words.contains(fact), "\(fact)")
        }
    }

    @Test func `keeps to 80 columns`() throws {
        let texts = [Sample.table.programHelp()] + Sample.table.subcommands.map { Sample.table.help(of: $0) }
        for line in texts.joined().split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test func `styles only when asked`() {
        #expect(!Sample.table.programHelp().contains("\u{1B}"))
        #expect(Sample.table.programHelp(styled: true).contains("\u{1B}[1mUsage:\u{1B}[0m"))
    }
}
