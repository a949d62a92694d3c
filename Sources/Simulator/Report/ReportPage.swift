/// A report being laid out for a terminal of 80 columns.
struct ReportPage {
    static let width = 80
    private(set) var text = ""
    let styled: Bool

    init(styled: Bool) { self.styled = styled }

    mutating func blank() { text += "\n" }

    /// The first line, in bold.
    mutating func title(_ title: String) { text += bold(title) + "\n" }

    mutating func heading(_ title: String) {
        text += "\n" + bold(title) + "\n"
    }

    /// A line of its own, two columns in.
    mutating func line(_ line: String) { text += "  \(line)\n" }

    /// A name in a column of `column` characters, then words wrapped at its right.
    mutating func row(_ name: String, _ words: [String], column: Int) {
        let indent = String(repeating: " ", count: column)
        let lines = Self.wrapped(words, width: Self.width - column)
        let padding = String(repeating: " ", count: max(0, column - 2 - name.count))
        let fits = name.count + 2 < column
        text += "  \(name)\(fits ? padding + lines[0] : "")\n"
        for line in fits ? lines.dropFirst() : lines[...] { text += indent + line + "\n" }
    }

    func bold(_ text: String) -> String { styled ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    func dim(_ text: String) -> String { styled ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
    func good(_ text: String) -> String { styled ? "\u{1B}[32m\(text)\u{1B}[0m" : text }
    func bad(_ text: String) -> String { styled ? "\u{1B}[31m\(text)\u{1B}[0m" : text }

    /// `words`, none of which is broken, in lines of at most `width` characters.
    static func wrapped(_ words: [String], width: Int) -> [String] {
        var lines = [""]
        for word in words {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = word
            } else if last.count + 1 + word.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(word)
            }
        }
        return lines
    }
}
