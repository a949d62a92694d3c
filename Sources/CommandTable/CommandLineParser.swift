extension Command {
    /// Reads `words` (without the program's name) by this table.
    ///
    /// Options may stand before and after the subcommand and between arguments, as `--name value`,
    /// `--name=value`, `-nvalue` or bundled `-ab`; `--` ends them; a lone `-` is an argument.
    ///
    /// - Parameters:
    ///   - words: the command line.
    ///   - environment: looks a variable up, for options that have one. An empty one counts as unset.
    /// - Returns: an invocation, or the wish for help.
    /// - Throws: ``UsageError``, whose text names the nearest known word.
    public func parse(
        _ words: [String], environment: (String) -> String? = { _ in nil }
    ) throws(UsageError) -> CommandLineOutcome {
        var words = words
        guard !words.isEmpty else { return .help(command: nil) }
        let command = try takeSubcommand(from: &words) ?? self
        var reader = OptionReader(program: self, command: command, words: words)
        let own = command.name == name
        guard try reader.readAll() else { return .help(command: own ? nil : command.name) }
        guard !own || !words.contains("--") else { throw reader.error("a command is missing") }
        try reader.checkArgumentCount()
        try reader.checkRules()
        try reader.readEnvironment(environment)
        return .run(reader.invocation)
    }

    /// Removes the subcommand's name from `words` and returns its row; nil when only options are there.
    private func takeSubcommand(from words: inout [String]) throws(UsageError) -> Command? {
        var index = 0
        while index < words.count, words[index].hasPrefix("-"), words[index] != "-", words[index] != "--" {
            index += takesNextWord(words[index]) ? 2 : 1
        }
        guard index < words.count, words[index] != "--" else { return nil }
        let found = try self.named(words[index])
        words.remove(at: index)
        return found
    }

    /// Whether the option `word`, of whichever subcommand, takes the word after it.
    private func takesNextWord(_ word: String) -> Bool {
        let valued = (rows + subcommands.flatMap(\.rows)).filter { $0.kind != nil }
        if word.hasPrefix("--") { return valued.contains { "--\($0.name)" == word } }
        let letters = word.dropFirst()
        let first = letters.firstIndex { letter in valued.contains { $0.short == letter } }
        return first.map { letters.index(after: $0) == letters.endIndex } ?? false
    }

    /// The subcommand called `word`.
    ///
    /// - Throws: an error that names the nearest one.
    public func named(_ word: String) throws(UsageError) -> Command {
        guard let found = subcommand(word) else { throw unknownCommand(word) }
        return found
    }

    /// The error for words that are fine one by one, but not together.
    ///
    /// - Parameters:
    ///   - command: the name of the subcommand.
    ///   - message: what is wrong.
    /// - Returns: the error.
    public func misuse(of command: String, _ message: String) -> UsageError {
        UsageError(
            message: message,
            usage: subcommand(command)?.usage(path: "\(name) \(command)") ?? usage(path: name),
            advice: "See '\(name) help \(command)'.")
    }

    private func unknownCommand(_ word: String) -> UsageError {
        let guess = Spelling.nearest(to: word, among: subcommands.map(\.name))
        return UsageError(
            message: "unknown command '\(word)'", hint: guess.map { "did you mean '\($0)'?" },
            usage: usage(path: name), advice: "See '\(name) help'.")
    }

    func unknownOption(_ word: String, among rows: [OptionRow], path: String, usage: String) -> UsageError {
        let bare = word.prefix { $0 != "=" }
        let guess =
            bare.hasPrefix("--")
            ? Spelling.nearest(to: String(bare), among: rows.map { "--\($0.name)" }) : nil
        let help = path == name ? "\(name) help" : "\(name) help\(path.dropFirst(name.count))"
        return UsageError(
            message: "unknown option '\(bare)'", hint: guess.map { "did you mean '\($0)'?" }, usage: usage,
            advice: "See '\(help)'.")
    }
}
