/// What the value of an option or argument may be: checked by the parser, offered by the completions.
public enum ValueKind: Hashable, Sendable {
    /// Any text.
    case text
    /// A decimal number within `range`.
    case integer(ClosedRange<Int>)
    /// One of `words`.
    case choice([String])
    /// A file; `patterns` are the globs that completion offers, all files when empty.
    case file(patterns: [String])
    /// A directory.
    case directory
}

extension ValueKind {
    /// Why `text` is not such a value, or nil when it is.
    func objection(to text: String) -> String? {
        switch self {
        case .text: return nil
        case .file, .directory: return text.isEmpty ? "a path cannot be empty" : nil
        case .integer(let range):
            let digits = text.utf8.allSatisfy { (0x30...0x39).contains($0) } && !text.isEmpty
            if digits, let number = Int(text), range.contains(number) { return nil }
            return "expected a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let words):
            if words.contains(text) { return nil }
            let guess = Spelling.nearest(to: text, among: words).map { "; did you mean '\($0)'?" } ?? ""
            return "expected one of: \(words.joined(separator: ", "))\(guess)"
        }
    }
}
