/// A row of the table that a user gives by name: a program, or one of its subcommands.
public struct Command: Sendable {
    /// Its name on the command line.
    public var name: String
    /// One sentence.
    public var summary: String
    /// Paragraphs that say what the summary cannot.
    public var discussion: [String]
    /// Its positional arguments, in order; only the last may take several.
    public var arguments: [Argument]
    /// Its options, in the order of the help.
    public var options: [any CommandOption]
    /// What its options have to do with one another.
    public var rules: [OptionRule]
    /// Command lines a user can copy, each with what it does.
    public var examples: [Example]
    /// What the exit status says.
    public var exits: [Exit]
    /// Its subcommands.
    public var subcommands: [Command]

    /// Makes a command.
    public init(
        _ name: String, _ summary: String, discussion: [String] = [], arguments: [Argument] = [],
        options: [any CommandOption] = [], rules: [OptionRule] = [], examples: [Example] = [],
        exits: [Exit] = [],
        subcommands: [Command] = []
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.arguments = arguments
        self.options = options
        self.rules = rules
        self.examples = examples
        self.exits = exits
        self.subcommands = subcommands
    }

    /// The subcommand called `name`.
    public func subcommand(_ name: String) -> Command? { subcommands.first { $0.name == name } }
}

/// What options of one command have to do with one another: an option without effect is an error.
public enum OptionRule: Hashable, Sendable {
    /// The option has no effect unless `other` has this value.
    case needs(_ option: String, _ other: String, value: String)
    /// Each of the others has no effect beside the option.
    case excludes(_ option: String, _ others: [String])
}

/// A positional argument.
public struct Argument: Hashable, Sendable {
    /// How often it may stand.
    public enum Count: Hashable, Sendable { case one, optional, atLeastOne }
    /// The word that stands for it in help texts.
    public var placeholder: String
    /// What it may be.
    public var kind: ValueKind
    /// How often.
    public var count: Count
    /// One sentence.
    public var help: String

    /// Makes an argument.
    public init(_ placeholder: String, _ kind: ValueKind, _ count: Count = .one, help: String) {
        self.placeholder = placeholder
        self.kind = kind
        self.count = count
        self.help = help
    }

    /// `SYSTEM`, `[SHELL]` or `FILE...`.
    var usage: String {
        switch count {
        case .one: placeholder
        case .optional: "[\(placeholder)]"
        case .atLeastOne: "\(placeholder)..."
        }
    }
}

/// A command line to copy.
public struct Example: Hashable, Sendable {
    /// The line.
    public var line: String
    /// What it does.
    public var purpose: String

    /// Makes an example.
    public init(_ line: String, _ purpose: String) {
        self.line = line
        self.purpose = purpose
    }
}

/// An exit status and what it says.
public struct Exit: Hashable, Sendable {
    /// The status.
    public var status: Int
    /// When it is given.
    public var meaning: String

    /// Makes a row.
    public init(_ status: Int, _ meaning: String) {
        self.status = status
        self.meaning = meaning
    }
}

extension Command {
    /// The option every command has.
    static let help = Flag("help", short: "h", "Show this help.")
    /// Its own options and `--help`.
    var rows: [OptionRow] { options.map(\.row) + [Self.help.row] }
    /// `kms run SYSTEM [OPTION...]`.
    func usage(path: String) -> String {
        let words = subcommands.isEmpty ? arguments.map(\.usage) : ["COMMAND", "[ARGUMENT...]"]
        return ([path] + (options.isEmpty ? [] : ["[OPTION...]"]) + words).joined(separator: " ")
    }
}
