/// A row of the table that a user gives as `--name`.
public protocol CommandOption: Sendable {
    /// What the parser, the help, the manual and the completions read.
    var row: OptionRow { get }
}

/// One option, as data.
public struct OptionRow: Hashable, Sendable {
    /// The name after the two dashes.
    public var name: String
    /// The one-letter form.
    public var short: Character?
    /// What its value may be; nil for a flag.
    public var kind: ValueKind?
    /// The word that stands for the value in help texts.
    public var placeholder: String
    /// Whether it may be given several times.
    public var repeats: Bool
    /// An environment variable that gives the value when the command line does not.
    public var environment: String?
    /// What holds when nobody says anything, for the help only.
    public var defaultText: String?
    /// One sentence for the help.
    public var help: String
}

/// An option without a value.
public struct Flag: CommandOption {
    /// The row of the table.
    public let row: OptionRow

    /// Makes a flag.
    public init(_ name: String, short: Character? = nil, _ help: String) {
        row = OptionRow(
            name: name, short: short, kind: nil, placeholder: "", repeats: false, environment: nil,
            defaultText: nil, help: help)
    }
}

/// An option with a value of type `Value`: the row is also the key that reads it from an ``Invocation``.
public struct ValueOption<Value: Sendable>: CommandOption {
    /// The row of the table.
    public let row: OptionRow
    let read: @Sendable (String) -> Value?

    init(_ row: OptionRow, read: @escaping @Sendable (String) -> Value?) {
        self.row = row
        self.read = read
    }
}

extension ValueOption where Value == String {
    /// An option whose value is a text, a path or one of several words.
    public init(
        _ name: String, short: Character? = nil, _ kind: ValueKind = .text, placeholder: String,
        repeats: Bool = false, environment: String? = nil, default defaultText: String? = nil, _ help: String
    ) {
        let row = OptionRow(
            name: name, short: short, kind: kind, placeholder: placeholder, repeats: repeats,
            environment: environment, defaultText: defaultText, help: help)
        self.init(row) { $0 }
    }
}

extension ValueOption where Value == Int {
    /// An option whose value is a whole number within `range`.
    public init(
        _ name: String, short: Character? = nil, in range: ClosedRange<Int>, placeholder: String = "N",
        environment: String? = nil, default defaultText: String? = nil, _ help: String
    ) {
        let row = OptionRow(
            name: name, short: short, kind: .integer(range), placeholder: placeholder, repeats: false,
            environment: environment, defaultText: defaultText, help: help)
        self.init(row) { Int($0) }
    }
}

extension OptionRow {
    /// `--set KEY=VALUE` or `--json`.
    var usage: String { kind == nil ? "--\(name)" : "--\(name) \(placeholder)" }
    /// `-s, --seed N`, as help and manual show it.
    var heading: String { (short.map { "-\($0), " } ?? "") + usage }
    /// The help sentence with what the table knows besides.
    var fullHelp: String {
        var text = help
        if case .choice(let words) = kind { text += " One of: \(words.joined(separator: ", "))." }
        if repeats { text += " May be repeated." }
        if let defaultText { text += " Default: \(defaultText)." }
        if let environment { text += " Environment: \(environment)." }
        return text
    }
}
