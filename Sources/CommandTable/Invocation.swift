/// What the user asked for: every value is present as its table row allows, and was checked.
public struct Invocation: Sendable {
    /// The subcommand's name; empty when only options of the program itself were given.
    public var command: String
    /// The positional arguments.
    public var arguments: [String] = []
    var flags: Set<String> = []
    var values: [String: [String]] = [:]

    /// Whether `flag` was given.
    public subscript(flag: Flag) -> Bool { flags.contains(flag.row.name) }
    /// The value of `option`, from the command line or else the environment.
    public subscript<Value>(option: ValueOption<Value>) -> Value? {
        values[option.row.name]?.last.flatMap(option.read)
    }
    /// All values of a repeatable `option`, in order.
    public subscript<Value>(all option: ValueOption<Value>) -> [Value] {
        (values[option.row.name] ?? []).compactMap(option.read)
    }
}

/// What a command line turned out to be.
public enum CommandLineOutcome: Sendable {
    /// Something to do.
    case run(Invocation)
    /// Help on the subcommand of that name, or on the program.
    case help(command: String?)
}

/// A command line that the table does not allow: exit status 64.
public struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The status that `sysexits.h` calls EX_USAGE.
    public static let exitStatus: Int32 = 64
    /// What is wrong.
    public var message: String
    /// A guess at what was meant.
    public var hint: String?
    /// How the command is used.
    public var usage: String
    /// The command that tells more.
    public var advice: String

    /// The whole text, several lines, without a trailing line feed.
    public var description: String {
        "\(message)\(hint.map { "; \($0)" } ?? "")\nUsage: \(usage)\n\(advice)"
    }
}
