extension Command {
    /// The help of this program, 80 columns wide.
    ///
    /// - Parameter styled: headings and names in bold, for a terminal.
    /// - Returns: lines, each ended.
    public func programHelp(styled: Bool = false) -> String {
        var page = HelpPage(styled: styled)
        page.paragraph(summary)
        page.heading("Usage")
        page.line(usage(path: name))
        page.heading("Commands")
        for command in subcommands { page.row(command.name, command.summary) }
        page.tail(self, of: name)
        page.paragraph("See '\(name) help COMMAND' for one command.")
        return page.text
    }

    /// The help of the subcommand called `name`, 80 columns wide.
    public func help(of command: Command, styled: Bool = false) -> String {
        var page = HelpPage(styled: styled)
        page.paragraph(command.summary)
        page.heading("Usage")
        page.line(command.usage(path: "\(name) \(command.name)"))
        for paragraph in command.discussion {
            page.blank()
            page.paragraph(paragraph)
        }
        if !command.arguments.isEmpty {
            page.heading("Arguments")
            for argument in command.arguments { page.row(argument.placeholder, argument.help) }
        }
        page.tail(command, of: "\(name) \(command.name)")
        return page.text
    }
}

/// A help text being written.
private struct HelpPage {
    var text = ""
    let styled: Bool
    private static let width = 80
    private static let column = 26

    init(styled: Bool) { self.styled = styled }

    private func bold(_ text: String) -> String { styled ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    mutating func blank() { text += "\n" }
    mutating func line(_ line: String) { text += "  \(line)\n" }
    mutating func heading(_ title: String) { text += "\n\(bold(title + ":"))\n" }
    mutating func paragraph(_ words: String) {
        for line in wrapped(words, width: Self.width) { text += line + "\n" }
    }

    /// A name at the left and its explanation in the right column.
    mutating func row(_ name: String, _ help: String) {
        let lines = wrapped(help, width: Self.width - Self.column)
        let fits = name.count + 4 <= Self.column
        text += "  " + bold(name)
        text += fits ? String(repeating: " ", count: Self.column - 2 - name.count) + lines[0] + "\n" : "\n"
        for line in fits ? lines.dropFirst() : lines[...] {
            text += String(repeating: " ", count: Self.column) + line + "\n"
        }
    }

    /// What programs and subcommands share.
    mutating func tail(_ command: Command, of path: String) {
        heading("Options")
        for option in command.rows { row(option.heading, option.fullHelp) }
        if !command.examples.isEmpty {
            heading("Examples")
            for example in command.examples {
                line(bold(example.line))
                for purpose in wrapped(example.purpose, width: Self.width - 6) { line("    " + purpose) }
            }
        }
        if !command.exits.isEmpty {
            heading("Exit status")
            for exit in command.exits { row(String(exit.status), exit.meaning) }
        }
        if !command.subcommands.isEmpty { blank() }
    }
}

/// `text` in lines of at most `width` characters, broken at blanks; at least one line.
func wrapped(_ text: String, width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
        if lines[lines.count - 1].isEmpty {
            lines[lines.count - 1] = String(word)
        } else if lines[lines.count - 1].count + 1 + word.count <= width {
            lines[lines.count - 1] += " " + word
        } else {
            lines.append(String(word))
        }
    }
    return lines
}
