/// Reads the words after the subcommand's name was taken out of them.
struct OptionReader {
    let program: Command
    let command: Command
    let words: [String]
    var invocation: Invocation
    private let isProgram: Bool
    private var index = 0

    init(program: Command, command: Command, words: [String]) {
        self.program = program
        self.command = command
        self.words = words
        isProgram = program.name == command.name
        invocation = Invocation(command: isProgram ? "" : command.name)
    }

    private var path: String { isProgram ? program.name : "\(program.name) \(command.name)" }

    func error(_ message: String, hint: String? = nil) -> UsageError {
        UsageError(
            message: message, hint: hint, usage: command.usage(path: path),
            advice: "See '\(program.name) help\(isProgram ? "" : " " + command.name)'.")
    }

    /// Reads every word; false when help was asked for.
    mutating func readAll() throws(UsageError) -> Bool {
        var optionsEnded = false
        while index < words.count {
            let word = words[index]
            index += 1
            if optionsEnded || word == "-" || !word.hasPrefix("-") {
                try readArgument(word)
            } else if word == "--" {
                optionsEnded = true
            } else if word.hasPrefix("--") {
                guard try readLong(word) else { return false }
            } else {
                guard try readBundle(word) else { return false }
            }
        }
        return true
    }

    private mutating func readArgument(_ word: String) throws(UsageError) {
        let position = min(invocation.arguments.count, command.arguments.count - 1)
        guard position >= 0,
            position == invocation.arguments.count || command.arguments[position].count == .atLeastOne
        else { throw error("unexpected argument '\(word)'") }
        let argument = command.arguments[position]
        if let why = argument.kind.objection(to: word) {
            throw error("invalid value '\(word)' for \(argument.placeholder): \(why)")
        }
        invocation.arguments.append(word)
    }

    private mutating func readLong(_ word: String) throws(UsageError) -> Bool {
        let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let row = command.rows.first(where: { $0.name == parts[0] }) else {
            throw program.unknownOption(
                word, among: command.rows, path: path, usage: command.usage(path: path))
        }
        if row == Command.help.row { return false }
        let inline = parts.count > 1 ? String(parts[1]) : nil
        if row.kind == nil, inline != nil { throw error("option '--\(row.name)' takes no value") }
        try take(row, inline: inline, shown: "--\(row.name)")
        return true
    }

    private mutating func readBundle(_ word: String) throws(UsageError) -> Bool {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let row = command.rows.first(where: { $0.short == letter }) else {
                throw error("unknown option '-\(letter)'")
            }
            if row == Command.help.row { return false }
            let rest = row.kind == nil || letters.isEmpty ? nil : String(letters)
            try take(row, inline: rest, shown: "-\(letter)")
            if row.kind != nil { break }
        }
        return true
    }

    /// Records `row`, taking the next word as its value when none stands `inline`.
    private mutating func take(_ row: OptionRow, inline: String?, shown: String) throws(UsageError) {
        guard row.kind != nil else {
            invocation.flags.insert(row.name)
            return
        }
        var value = inline
        if value == nil, index < words.count {
            value = words[index]
            index += 1
        }
        guard let value else { throw error("missing value: \(shown) \(row.placeholder)") }
        if !row.repeats, invocation.values[row.name] != nil { throw error("option '\(shown)' given twice") }
        try add(value, to: row, source: shown)
    }

    private mutating func add(_ value: String, to row: OptionRow, source: String) throws(UsageError) {
        if let why = row.kind?.objection(to: value) {
            throw error("invalid value '\(value)' for \(source): \(why)")
        }
        invocation.values[row.name, default: []].append(value)
    }

    /// Fills options that were not given from their environment variables.
    mutating func readEnvironment(_ environment: (String) -> String?) throws(UsageError) {
        for row in command.rows where invocation.values[row.name] == nil {
            guard let name = row.environment, let value = environment(name), !value.isEmpty else { continue }
            try add(value, to: row, source: "the environment variable \(name)")
        }
    }

    /// Refuses options of the command line that would have no effect.
    func checkRules() throws(UsageError) {
        func isGiven(_ name: String) -> Bool {
            invocation.values[name] != nil || invocation.flags.contains(name)
        }
        for rule in command.rules {
            switch rule {
            case .needs(let option, let other, let value):
                guard isGiven(option), invocation.values[other]?.last != value else { continue }
                throw error("option '--\(option)' has no effect without '--\(other) \(value)'")
            case .excludes(let option, let others):
                guard isGiven(option), let other = others.first(where: isGiven) else { continue }
                throw error("option '--\(other)' has no effect with '--\(option)'")
            }
        }
    }

    func checkArgumentCount() throws(UsageError) {
        let needed = command.arguments.prefix { $0.count != .optional }
        guard invocation.arguments.count < needed.count else { return }
        throw error("missing argument \(needed[invocation.arguments.count].placeholder)")
    }
}
