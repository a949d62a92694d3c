extension Command {
    /// A completion script for fish.
    public var fishCompletion: String {
        let names = subcommands.map(\.name).joined(separator: " ")
        var lines = [
            "# fish completion for \(name). Load it with: \(name) completions fish | source",
            "complete -c \(name) -f",
        ]
        let none = "not __fish_seen_subcommand_from \(names)"
        for row in rows { lines.append(fishLine(row, when: none)) }
        for command in subcommands {
            lines.append("complete -c \(name) -n '\(none)' -a \(command.name) -d '\(fish(command.summary))'")
        }
        for command in subcommands {
            let seen = "__fish_seen_subcommand_from \(command.name)"
            for row in command.rows { lines.append(fishLine(row, when: seen)) }
            guard let argument = command.arguments.first else { continue }
            lines.append("complete -c \(name) -n '\(seen)' \(fishOffer(argument.kind))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func fishLine(_ row: OptionRow, when condition: String) -> String {
        let short = row.short.map { " -s \($0)" } ?? ""
        let value = row.kind.map { " -r \(fishOffer($0))" } ?? ""
        return "complete -c \(name) -n '\(condition)'\(short) -l \(row.name)\(value) -d '\(fish(row.help))'"
    }

    private func fishOffer(_ kind: ValueKind) -> String {
        switch kind {
        case .text, .integer: return "-f"
        case .choice(let words): return "-f -a '\(words.joined(separator: " "))'"
        case .file(let patterns):
            if patterns.isEmpty { return "-F" }
            let suffixes = patterns.map { $0.drop { $0 == "*" } }.joined(separator: " ")
            return "-k -f -a '(__fish_complete_suffix \(suffixes))'"
        case .directory: return "-f -a '(__fish_complete_directories)'"
        }
    }
}

/// `text` inside single quotes of fish.
private func fish(_ text: String) -> String {
    text.reduce(into: "") { $0 += $1 == "'" || $1 == "\\" ? "\\\($1)" : String($1) }
}
