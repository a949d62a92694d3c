@testable import CommandTable

/// A table with one of everything.
enum Sample {
    static let loud = Flag("loud", short: "l", "Say more: [much] it's loud.")
    static let all = Flag("all", short: "a", "All of them.")
    static let seed = ValueOption(
        "seed", short: "s", in: 0...1000, environment: "DEMO_SEED", "Draw from this seed.")
    static let board = ValueOption(
        "board", .choice(["arm", "arm-smp", "riscv"]), placeholder: "B", default: "arm", "The board.")
    static let set = ValueOption(
        "set", .choice(["iommu=on", "iommu=off", "smc=on"]), placeholder: "KEY=VALUE", repeats: true,
        "Change it.")
    static let trace = ValueOption("trace", .file(patterns: ["*.jsonl"]), placeholder: "FILE", "Write there.")
    static let directory = ValueOption("vault", .directory, placeholder: "DIR", "Keep keys there.")

    static let table = Command(
        "demo", "Shows the table at work.",
        discussion: ["It does nothing.", ".A line that begins with a dot."],
        options: [Flag("version", "Print the version.")],
        exits: [Exit(0, "Done."), Exit(64, "The command line is wrong.")],
        subcommands: [
            Command(
                "run", "Runs a system.",
                arguments: [Argument("SYSTEM", .file(patterns: ["*.xml"]), help: "The description.")],
                options: [loud, all, seed, board, set, trace, directory],
                examples: [Example("demo run a.xml --seed 7", "Runs it so that it can be repeated.")]),
            Command(
                "check", "Checks files.",
                arguments: [Argument("FILE", .file(patterns: []), .atLeastOne, help: "Files.")]),
            Command(
                "shell", "Names a shell.",
                arguments: [Argument("SHELL", .choice(["bash", "zsh"]), .optional, help: "A shell.")]),
            Command("help", "Helps.", arguments: [Argument("COMMAND", .text, .optional, help: "A command.")]),
        ])

    static func parse(_ words: String..., environment: [String: String] = [:]) throws -> Invocation {
        guard case .run(let invocation) = try table.parse(words, environment: { environment[$0] }) else {
            throw UsageError(message: "help", hint: nil, usage: "", advice: "")
        }
        return invocation
    }
}
