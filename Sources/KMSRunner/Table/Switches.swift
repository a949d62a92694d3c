internal import CommandTable
internal import TraceViews

/// The options of all commands: rows of the table, and the keys that read an invocation.
enum Switches {
    // How a description is checked; `check` and `run` share them.
    static let profile = ValueOption(
        "profile", short: "p", .choice(["aarch64", "aarch64-smp4", "x86_64", "riscv64"]),
        placeholder: "BOARD",
        environment: "KMS_PROFILE", default: "aarch64", "Check for this board.")
    static let set = ValueOption(
        "set",
        .choice([
            "iommu=on", "iommu=off", "smc=absent", "smc=off", "smc=on", "hypervisor=on", "hypervisor=off",
        ]),
        placeholder: "KEY=VALUE", repeats: true, "Change one property of the board.")
    static let searchPath = ValueOption(
        "search-path", short: "I", .directory, placeholder: "DIR", repeats: true,
        "Look for prefill files and includes there, in order.")
    static let dialect = ValueOption(
        "dialect", .choice(["2.x", "1.x"]), placeholder: "VERSION", default: "2.x",
        "1.x also accepts 'pp' on a protection domain, as Microkit did before rights stood on channel ends.")
    static let xinclude = Flag("xinclude", "Follow xi:include of files within the search path.")
    static let format = ValueOption(
        "format", .choice(["text", "json"]), placeholder: "FORMAT", default: "text",
        "How diagnostics are printed: text on standard error, or JSON on standard output.")
    static let board: [any CommandOption] = [profile, set, searchPath, dialect, xinclude]
    static let description: [any CommandOption] = board + [format]

    // What a system is asked.
    static let flowPolicy = ValueOption(
        "policy", .file(patterns: ["*.policy"]), placeholder: "FILE",
        default: "NAME.policy beside the description, when there is one",
        "What is secret, and who may learn and influence what.")
    static let usedTrace = ValueOption(
        "trace", short: "t", .file(patterns: ["*.jsonl"]), placeholder: "TRACE", repeats: true,
        "A run of the system: rights that no run used are named.")
    static let from = ValueOption(
        "from", .text, placeholder: "NAME", "Where from: a domain, region, virtual machine or device.")
    static let to = ValueOption("to", .text, placeholder: "NAME", "Where to: the same.")
    static let otherVersion = ValueOption(
        "diff", .file(patterns: ["*.xml", "*.system"]), placeholder: "OTHER",
        "Show what this version of the description allows more, and less.")
    static let reportFormat = ValueOption(
        "format", .choice(["text", "json", "dot", "html"]), placeholder: "FORMAT", default: "text",
        "Text, JSON, a graph for Graphviz, or one page that needs nothing else.")

    // How a system is run.
    static let requests = ValueOption(
        "requests", short: "r", .file(patterns: ["*.jsonl", "*.json"]), placeholder: "FILE",
        "Read requests, one JSON object per line, from this file, or from standard input when it is '-'.")
    static let seed = ValueOption(
        "seed", in: 0...Int.max,
        "Draw all randomness from this number: the run can be repeated byte for byte, and its keys are not secret."
    )
    static let trace = ValueOption(
        "trace", short: "t", .file(patterns: ["*.jsonl"]), placeholder: "FILE", environment: "KMS_TRACE",
        default: "kms.trace.jsonl", "Write the trace there.")
    static let traceContents = Flag(
        "trace-contents",
        "Record the bytes of every region, secrets included, not only of those labelled public.")
    static let vault = ValueOption(
        "vault", .directory, placeholder: "DIR", environment: "KMS_VAULT",
        default: "$XDG_DATA_HOME/kms, else ~/.local/share/kms", "Keep sealed keys and ciphertexts there.")
    static let policy = ValueOption(
        "policy", .choice(["default", "fifo", "seeded"]), placeholder: "POLICY", default: "default",
        "Who runs first among equals: as seL4 does, in order of waking, or drawn from the seed.")
    static let order = ValueOption(
        "order", in: 0...Int.max, default: "the seed", "Draw the order of --policy seeded from this number.")
    static let explore = ValueOption(
        "explore", in: 1...100_000,
        "Run in this many orders among equals, each with a fresh vault in memory and without a trace, and say whether the result was always the same."
    )
    static let script = ValueOption(
        "script", .file(patterns: ["*.json"]), placeholder: "FILE",
        default: "NAME.script.json beside the description, when there is one",
        "What domains do whose program image nobody here implements.")
    static let stacks = ValueOption(
        "stacks", .choice(["coroutines", "threads"]), placeholder: "KIND", default: "coroutines",
        "Give each domain a coroutine or a thread. The traces are equal; coroutines are faster.")

    static let stepping = Flag(
        "step",
        "Stop before each delivery: choose orders, inject faults, go on or back; then the trace is written.")
    static let view = Flag("view", "Look at the trace on the whole screen when the run has ended.")

    // How a trace is listed.
    static let domain = ValueOption("pd", .text, placeholder: "NAME", "Only what this protection domain did.")
    static let channel = ValueOption(
        "channel", .text, placeholder: "C",
        "Only what happened on this channel: an id, such as 3, or a domain and its id, such as gateway:3.")
    static let step = ValueOption("step", in: 1...Int.max, "Only this step, with all that is known about it.")
    static let json = Flag("json", "Print JSON.")

    // How a trace is looked at.
    static let comparedTrace = ValueOption(
        "compare", .file(patterns: ["*.jsonl"]), placeholder: "FILE",
        "Show this trace beside the first one, and where they part.")
    static let fromStep = ValueOption("step", in: 1...Int.max, "Begin at this step.")
    static let ascii = Flag("ascii", "Draw with ASCII characters, whatever the locale says.")
    static let keys = ValueOption(
        "keys", .text, placeholder: "KEYS",
        "Press these keys, such as 'jj/fault<enter>', print the screen and leave; needs no terminal.")
    static let size = ValueOption(
        "size", .text, placeholder: "COLSxROWS", default: "80x24",
        "The size of the screen that --keys prints.")
    static let html = ValueOption(
        "html", .file(patterns: ["*.html"]), placeholder: "FILE",
        "Write the viewer as one web page that needs nothing else, '-' for standard output.")

    // How a trace is exported.
    static let exportFormat = ValueOption(
        "format", .choice(TraceExport.Format.allCases.map(\.rawValue)), placeholder: "FORMAT",
        default: "json", "The form.")
    static let output = ValueOption(
        "output", short: "o", .file(patterns: ["*"]), placeholder: "FILE", default: "standard output",
        "Write there. The file appears whole or not at all, readable by its owner only.")
    static let filter = ValueOption(
        "filter", .text, placeholder: "TERMS",
        "Only events for which all terms hold, such as 'pd:gateway !kind:run step:10..20'; json and mermaid only."
    )

    // How parameter sets are reported.
    static let parameterFile = ValueOption(
        "check", .file(patterns: ["*.json"]), placeholder: "FILE",
        "Check the parameter set, or the single key, in this file; docs/parameters.md has the format.")
    static let search = ValueOption(
        "search", .text, placeholder: "NAME",
        "Look for the cheapest sets that do what this one does, and print the best as a file.")
    static let bits = ValueOption(
        "bits", in: 100...200, default: "128", "Bits of security that --search asks for.")
    static let failure = ValueOption(
        "failure", in: 40...300, default: "128", "--search allows one failure in 2^N look-ups.")
    static let decryptionService = Flag(
        "decryption-service",
        "Others see decryptions: refuse sets that fail more than once in 2^128 look-ups.")
    static let parameterFormat = ValueOption(
        "format", .choice(["text", "json"]), placeholder: "FORMAT", default: "text",
        "Print text or one JSON object.")

    // How the benchmarks are run.
    static let only = ValueOption(
        "only", .text, placeholder: "PATTERN", repeats: true, "Only those whose name contains this text.")
    static let quick = Flag(
        "quick",
        "Few repetitions, and without the operations that take seconds each: a minute instead of ten.")
    static let limits = ValueOption(
        "limits", .file(patterns: ["*.json"]), placeholder: "FILE", environment: "KMS_LIMITS",
        "Hold the results against the limits in this file, and say which hold.")
    static let compare = ValueOption(
        "compare", .file(patterns: ["*.json"]), placeholder: "FILE",
        "Compare with results that --json printed.")

    static let manual = Flag("man", "Print the manual page, in roff.")
    static let version = Flag("version", "Print the version.")
}
