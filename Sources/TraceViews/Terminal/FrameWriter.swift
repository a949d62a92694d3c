/// Turns frames into what a terminal understands: only the cells that changed, in one synchronised update.
public struct FrameWriter: Sendable {
    /// What the terminal can do.
    public enum Look: Hashable, Sendable {
        /// The colours that every colour terminal has.
        case colours
        /// Bold, dim, underlined and reversed text only.
        case attributes
        /// Nothing but characters.
        case plain
    }

    private let look: Look
    private var shown: Frame?

    /// A writer to a terminal of which nothing is known.
    public init(look: Look) { self.look = look }

    /// Forgets what the terminal shows, so that the next frame is written whole.
    public mutating func forget() { shown = nil }

    /// The bytes that make the terminal show `frame` after what it showed before.
    public mutating func update(to frame: Frame) -> [UInt8] {
        var before = shown
        if let old = before, old.width != frame.width || old.height != frame.height { before = nil }
        shown = frame
        guard before != frame else { return [] }
        var output = look == .plain ? "" : "\u{1b}[?2026h"
        if before == nil { output += "\(sequence(Frame.Style()))\u{1b}[2J" }
        var style: Frame.Style?
        for row in 0..<frame.height {
            var column = 0
            var isContiguous = false
            while column < frame.width {
                let cell = frame[row, column]
                if let before, before[row, column] == cell {
                    isContiguous = false
                } else if cell.character != "\0" {
                    if !isContiguous { output += "\u{1b}[\(row + 1);\(column + 1)H" }
                    if style != cell.style {
                        output += sequence(cell.style)
                        style = cell.style
                    }
                    output.append(cell.character)
                    isContiguous = true
                }
                column += 1
            }
        }
        output += sequence(Frame.Style()) + (look == .plain ? "" : "\u{1b}[?2026l")
        return Array(output.utf8)
    }

    private func sequence(_ style: Frame.Style) -> String {
        guard look != .plain else { return "" }
        var codes = "0"
        if let code = look == .colours ? Self.colour(style.role) : Self.attribute(style.role) {
            codes += ";" + code
        }
        if style.isSelected && style.role != .title { codes += ";7" }
        return "\u{1b}[\(codes)m"
    }

    private static func colour(_ role: Frame.Role) -> String? {
        switch role {
        case .plain: nil
        case .dim: "2"
        case .title: "7"
        case .key: "1"
        case .entry: "32"
        case .signal: "36"
        case .merged: "1;33"
        case .call: "35"
        case .fault: "1;31"
        case .change: "1;30;43"
        case .mark: "1;34"
        }
    }

    private static func attribute(_ role: Frame.Role) -> String? {
        switch role {
        case .plain, .entry, .signal, .call: nil
        case .dim: "2"
        case .title: "7"
        case .key, .merged, .fault, .mark: "1"
        case .change: "1;4"
        }
    }
}
