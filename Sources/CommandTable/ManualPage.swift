extension Command {
    /// The manual page of this program and all its subcommands, in the `man` macros of roff.
    ///
    /// - Parameters:
    ///   - date: the page's date, `2026-11-20`.
    ///   - version: the program's version.
    /// - Returns: roff text, ending in a line feed.
    public func manualPage(date: String, version: String) -> String {
        var page = ".TH \(roff(name.uppercased())) 1 \(roff(date)) \"\(roff("\(name) \(version)"))\"\n"
        page += ".SH NAME\n\(roff(name)) \\- \(roff(summary.prefix(1).lowercased() + summary.dropFirst()))\n"
        page += ".SH SYNOPSIS\n.B \(roff(name))\n.I COMMAND\n.RI [ ARGUMENT... ]\n"
        if !discussion.isEmpty {
            page += ".SH DESCRIPTION\n" + discussion.map { text($0) }.joined(separator: ".PP\n")
        }
        page += ".SH COMMANDS\n"
        for command in subcommands { page += command.manualSection(program: name) }
        page += ".SH OPTIONS\n" + rows.map(\.manualEntry).joined()
        page += manualEnvironment
        page += ".SH \"EXIT STATUS\"\n" + exits.map { ".TP\n.B \($0.status)\n\(text($0.meaning))" }.joined()
        page += ".SH EXAMPLES\n" + (subcommands.flatMap(\.examples)).map(\.manualEntry).joined()
        return page
    }

    private func manualSection(program: String) -> String {
        var section = ".SS \"\(roff(usage(path: "\(program) \(name)")))\"\n\(text(summary))"
        for paragraph in discussion { section += ".PP\n\(text(paragraph))" }
        for argument in arguments {
            section += ".TP\n.I \(roff(argument.placeholder))\n\(text(argument.help))"
        }
        return section + options.map(\.row.manualEntry).joined()
    }

    /// The environment variables that options name, each once.
    private var manualEnvironment: String {
        var seen: [String] = []
        var section = ""
        for command in [self] + subcommands {
            for row in command.options.map(\.row) {
                guard let variable = row.environment, !seen.contains(variable) else { continue }
                seen.append(variable)
                section +=
                    ".TP\n.B \(roff(variable))\n\(text("Gives --\(row.name) when the command line does not."))"
            }
        }
        return section.isEmpty ? "" : ".SH ENVIRONMENT\n" + section
    }
}

extension OptionRow {
    fileprivate var manualEntry: String {
        let names = (short.map { "\\-\($0), " } ?? "") + "\\-\\-\(roff(name))"
        return ".TP\n.BR \"\(names)\"" + (kind == nil ? "" : " \" \\fI\(roff(placeholder))\\fR\"")
            + "\n\(text(fullHelp))"
    }
}

extension Example {
    fileprivate var manualEntry: String { ".TP\n.B \"\(roff(line))\"\n\(text(purpose))" }
}

/// `text` with what roff would take for markup made plain.
private func roff(_ text: String) -> String {
    var out = ""
    for character in text {
        switch character {
        case "\\": out += "\\e"
        case "-": out += "\\-"
        case "\"": out += "\\(dq"
        case "'": out += "\\(aq"
        case "`": out += "\\(ga"
        case "~": out += "\\(ti"
        case "^": out += "\\(ha"
        default: out.append(character)
        }
    }
    return out
}

/// A paragraph, one sentence's worth of words per line; no line begins with a control character.
private func text(_ text: String) -> String {
    wrapped(text, width: 76).map { line in
        let plain = roff(line)
        return (plain.hasPrefix(".") ? "\\&" : "") + plain + "\n"
    }.joined()
}
