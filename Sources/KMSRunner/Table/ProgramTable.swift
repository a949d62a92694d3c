internal import CommandTable

/// The one table that parsing, help, manual page and completions come from.
enum ProgramTable {
    static let version = "0.1.0"
    static let date = "2026-11-20"

    static let table = Command(
        "kms", "Runs key management systems as isolated Microkit protection domains",
        discussion: [
            """
            kms takes a Microkit system description, checks it as the real tool does, brings up a machine of \
            isolated protection domains that runs in seL4's scheduling order, and records every notification \
            in a trace that can be listed and replayed.
            """
        ],
        options: [Switches.version],
        exits: [
            Exit(0, "It worked."),
            Exit(
                1,
                "It ran, and the answer is no: a check of the result failed, a replay differs, a domain faulted, "
                    + "a parameter set is refused."
            ),
            Exit(
                2,
                "The input is not usable: a description, request or parameter file, trace or vault; the error says where."
            ),
            Exit(64, "The command line is not usable."),
        ],
        subcommands: [
            run, check, analyze, trace, view, replay, export, keys, params, bench, completions, help,
        ])

    private static let system = Argument(
        "SYSTEM", .file(patterns: ["*.xml", "*.system"]), help: "A Microkit system description.")
    private static let traceFile = Argument(
        "FILE", .file(patterns: ["*.jsonl"]), help: "A trace that 'kms run' wrote.")

    private static let run = Command(
        "run", "Runs the system that a description declares.",
        discussion: [
            """
            Without --requests, the key management system shipped with kms does its main job: it encrypts a text \
            and two vectors of integers, adds them without any key, decrypts and verifies. In any other system, \
            a domain whose program image nobody here implements is a stand-in, and named as such.
            """
        ],
        arguments: [system],
        options: [
            Switches.requests, Switches.seed, Switches.trace, Switches.traceContents, Switches.vault,
            Switches.policy, Switches.order, Switches.explore, Switches.script, Switches.stacks,
            Switches.view, Switches.stepping, Switches.keys, Switches.size, Switches.ascii,
        ] + Switches.description,
        rules: [
            .excludes("explore", ["policy", "order", "trace", "trace-contents", "vault", "view", "step"]),
            .needs("order", "policy", value: "seeded"),
        ],
        examples: [
            Example("kms run Systems/pd.system.xml", "Does the main job with fresh keys."),
            Example("kms run Systems/pd.system.xml --requests jobs.jsonl", "Answers requests, one per line."),
            Example(
                "kms run Systems/lwe-five.system.xml --seed 7", "Runs so that 'kms replay' can repeat it."),
            Example(
                "kms run board.system --explore 100",
                "Looks for orders among equals that change the result."),
            Example("kms run Systems/pd.system.xml --step", "Steps through a run live; ? lists the keys."),
        ])

    private static let check = Command(
        "check", "Checks descriptions and reports every error.",
        discussion: [
            """
            The verdict and the first line on standard error are those of the real Microkit tool; source lines, \
            notes and further errors follow.
            """
        ],
        arguments: [
            Argument(
                "FILE", .file(patterns: ["*.xml", "*.system"]), .atLeastOne,
                help: "Microkit system descriptions.")
        ],
        options: Switches.description,
        examples: [
            Example(
                "kms check board.system --profile x86_64 --set iommu=off", "Checks for a PC without IOMMU."),
            Example("kms check *.system --format json", "Reports to an editor or to CI."),
        ])

    private static let analyze = Command(
        "analyze", "Says who can reach what in a system, and whether its policy holds.",
        discussion: [
            """
            Shows who can touch which region and by which ways around the maps, who can get information to whom, \
            what would fall with each domain, and rights that are more than the system needs. The policy beside the \
            description says what is secret; a flow that it rules out is shown with a shortest path, source line by \
            source line, and the exit status is 1.
            """,
            """
            With --from or --to the report is the answer to that question; with both, a shortest path and the \
            fewest rights whose removal stops it. With --diff it is what OTHER allows more and less, and the exit \
            status is 1 if anything.
            """,
        ],
        arguments: [system],
        options: [
            Switches.flowPolicy, Switches.usedTrace, Switches.from, Switches.to, Switches.otherVersion,
            Switches.reportFormat,
        ] + Switches.board,
        examples: [
            Example("kms analyze Systems/pd.system.xml", "Holds the system against Systems/pd.policy."),
            Example(
                "kms analyze Systems/lwe-five.system.xml --from encryption --to decryption",
                "Shows the path, and what would cut it."),
            Example(
                "kms analyze board.system --trace kms.trace.jsonl",
                "Also names rights that the run never used."),
            Example("kms analyze old.system --diff new.system", "Shows what a change opens."),
            Example("kms analyze board.system --format html > board.html", "Makes a page for a review."),
        ])

    private static let trace = Command(
        "trace", "Lists what happened in a run, with causes.", arguments: [traceFile],
        options: [Switches.domain, Switches.channel, Switches.step, Switches.json],
        examples: [
            Example("kms trace kms.trace.jsonl", "Lists every step."),
            Example("kms trace kms.trace.jsonl --pd gateway", "Lists what one domain did."),
            Example(
                "kms trace kms.trace.jsonl --step 42", "Shows one step, its cause and the machine's state."),
        ])

    private static let view = Command(
        "view", "Steps through a run on the whole screen, forwards and backwards.",
        discussion: [
            """
            Lanes with arrows from signals to their deliveries, what every domain is doing, ready queues, contents \
            of regions, causes and effects; search, filter, breakpoints, watches. Press ? for the keys.
            """
        ],
        arguments: [traceFile],
        options: [
            Switches.comparedTrace, Switches.fromStep, Switches.html, Switches.ascii, Switches.keys,
            Switches.size,
        ],
        examples: [
            Example("kms view kms.trace.jsonl", "Looks at a run; q leaves."),
            Example("kms view kms.trace.jsonl --step 42", "Begins at a step."),
            Example("kms view kms.trace.jsonl --html kms.html", "Makes a page; kms.html#step=42 is a step."),
            Example(
                "kms view one.jsonl --compare other.jsonl",
                "Shows two runs side by side; = goes to where they part."),
            Example(
                "kms view kms.trace.jsonl --keys '/fault<enter>' --size 100x40",
                "Prints the screen at the first fault."),
        ])

    private static let replay = Command(
        "replay", "Runs a seeded trace again and names the first difference.",
        discussion: [
            "Description, seed, policy and inputs are taken from the trace. The exit status is 1 if it differs."
        ],
        arguments: [traceFile], options: [],
        examples: [
            Example("kms replay kms.trace.jsonl", "Says 'identical' or names the first differing step.")
        ])

    private static let export = Command(
        "export", "Writes a trace in a form that other tools read.",
        discussion: [
            """
            perfetto is for the page and the trace processor of Perfetto, with flows, priorities and counters; \
            shiviz is a log with vector clocks; json is one documented object; mermaid is a sequence diagram; dot is \
            the description as a graph, with what the run never used in grey. What the trace masks stays masked.
            """
        ],
        arguments: [traceFile], options: [Switches.exportFormat, Switches.output, Switches.filter],
        examples: [
            Example("kms export kms.trace.jsonl --format perfetto -o kms.pftrace", "For ui.perfetto.dev."),
            Example("kms export kms.trace.jsonl --format dot | dot -Tsvg > used.svg", "Draws what was used."),
            Example(
                "kms export kms.trace.jsonl --format mermaid --filter 'pd:gateway step:1..99'",
                "Draws a part."),
        ])

    private static let keys = Command(
        "keys", "Lists the sealed keys of a vault, never their material.",
        options: [Switches.vault, Switches.json],
        examples: [Example("kms keys --vault .build/vault", "Lists id, parameter set, epoch and state.")])

    private static let params = Command(
        "params", "Checks homomorphic parameter sets: security, noise, failure, sizes.",
        discussion: [
            """
            Without NAME, all sets, one line each. Security is estimated twice: by curves fitted to the lattice \
            estimator, and by an own estimate of the primal attack. The exit status is 1 for a set that is refused.
            """
        ],
        arguments: [Argument("NAME", .text, .optional, help: "A parameter set, such as 2_2.")],
        options: [
            Switches.parameterFile, Switches.decryptionService, Switches.search, Switches.bits,
            Switches.failure, Switches.parameterFormat,
        ],
        examples: [
            Example("kms params", "Lists all sets."),
            Example("kms params 2_2", "Shows one in full."),
            Example(
                "kms params --check mine.json --decryption-service",
                "Says whether it may stand behind a service that decrypts."),
            Example("kms params --search boolean --bits 132", "Finds cheaper gates."),
        ])

    private static let bench = Command(
        "bench", "Measures this machine, as ratios within one run.",
        options: [Switches.only, Switches.quick, Switches.limits, Switches.json, Switches.compare],
        examples: [
            Example("kms bench --only hop", "Measures a traced notification against an actor and a thread."),
            Example("kms bench --json > now.json", "Keeps results for --compare."),
        ])

    private static let completions = Command(
        "completions", "Prints a completion script.",
        arguments: [Argument("SHELL", .choice(["bash", "zsh", "fish"]), help: "bash, zsh or fish.")],
        examples: [Example("source <(kms completions bash)", "Completes kms in this bash.")])

    private static let help = Command(
        "help", "Shows the help of kms or of one command.",
        arguments: [
            Argument(
                "COMMAND",
                .choice([
                    "run", "check", "analyze", "trace", "view", "replay", "export", "keys", "params", "bench",
                    "completions",
                    "help",
                ]),
                .optional,
                help: "The command.")
        ],
        options: [Switches.manual], examples: [Example("kms help --man | man -l -", "Shows the manual page.")]
    )
}
