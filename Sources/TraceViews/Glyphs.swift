/// The few signs of the listing beyond letters.
public enum Glyphs: Hashable, Sendable {
    /// For terminals that show Unicode.
    case unicode
    /// For all others, and for tools.
    case ascii

    var begin: String { self == .unicode ? "┌ " : "[ " }
    var end: String { self == .unicode ? "└ " : "] " }
    var inside: String { self == .unicode ? "│ " : "| " }
    var to: String { self == .unicode ? "→" : "->" }
    var from: String { self == .unicode ? "←" : "<-" }
    var ellipsis: String { self == .unicode ? "…" : ".." }
}
