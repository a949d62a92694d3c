/// What a full-screen view shows at one moment: a grid of cells, as a value.
public struct Frame: Hashable, Sendable {
    /// What a cell stands for; how that looks is the writer's business.
    public enum Role: UInt8, Hashable, Sendable, CaseIterable {
        case plain, dim, title, key, entry, signal, merged, call, fault, change, mark
    }
    /// A cell's look.
    public struct Style: Hashable, Sendable {
        /// What it stands for.
        public var role: Role
        /// Whether it lies under the cursor.
        public var isSelected: Bool

        /// Makes a style.
        public init(_ role: Role = .plain, isSelected: Bool = false) {
            self.role = role
            self.isSelected = isSelected
        }
    }
    struct Cell: Hashable, Sendable {
        /// NUL where a wide character before it goes on.
        var character: Character = " "
        var style = Style()
    }

    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int
    private(set) var cells: [Cell]
    private let isASCII: Bool

    /// A blank frame.
    ///
    /// - Parameters:
    ///   - width: columns, at least 1.
    ///   - height: rows, at least 1.
    ///   - glyphs: with `ascii`, every other character becomes a question mark.
    public init(width: Int, height: Int, glyphs: Glyphs = .unicode) {
        self.width = max(1, width)
        self.height = max(1, height)
        isASCII = glyphs == .ascii
        cells = Array(repeating: Cell(), count: self.width * self.height)
    }

    subscript(row: Int, column: Int) -> Cell { cells[row * width + column] }

    /// Puts `text` at a place, cut at `limit` columns and at the frame's edge; what lies outside is left out.
    ///
    /// - Returns: the column after it.
    @discardableResult
    mutating func put(
        _ text: some StringProtocol, row: Int, column: Int, limit: Int = .max, style: Style = Style()
    ) -> Int {
        guard row >= 0, row < height else { return column }
        let end = limit >= width - column ? width : column + max(0, limit)
        var column = column
        for character in text {
            let columns = columnCount(character)
            if columns == 0 { continue }
            guard column + columns <= end else { break }
            if column >= 0 {
                let isShown = !isASCII || character.isASCII
                cells[row * width + column] = Cell(character: isShown ? character : "?", style: style)
                if columns == 2 {
                    cells[row * width + column + 1] = Cell(character: isShown ? "\0" : "?", style: style)
                }
            }
            column += columns
        }
        return column
    }

    /// Puts `text` and fills up to `width` columns with blanks of the same style.
    mutating func fill(_ text: String, row: Int, column: Int, width: Int, style: Style = Style()) {
        guard width > 0 else { return }
        let ellipsis = isASCII ? ".." : "…"
        let isCut = text.reduce(0) { $0 + columnCount($1) } > width
        let end = put(text, row: row, column: column, limit: width, style: style)
        if isCut && width > 3 {
            put(ellipsis, row: row, column: column + width - ellipsis.count, style: style)
        } else if end < column + width {
            put(String(repeating: " ", count: column + width - end), row: row, column: end, style: style)
        }
    }

    /// Marks cells from `column` to before `end` as lying under the cursor.
    mutating func select(row: Int, from column: Int, to end: Int) {
        guard row >= 0, row < height, column >= 0, column < min(end, width) else { return }
        for column in column..<min(end, width) { cells[row * width + column].style.isSelected = true }
    }

    /// The characters, a line per row, without blanks at the ends: what tests compare.
    public var text: String {
        (0..<height).map { row in
            var line = String(
                cells[(row * width)..<((row + 1) * width)].map(\.character).filter { $0 != "\0" })
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}

/// How many columns a terminal gives `character`: 2 for those of East Asian scripts, 0 for what has no width.
func columnCount(_ character: Character) -> Int {
    if let byte = character.asciiValue { return byte < 0x20 || byte == 0x7f ? 0 : 1 }
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control, .format, .surrogate: return 0
    default: break
    }
    return switch scalar.value {
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff,
        0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f680...0x1f6ff,
        0x1f900...0x1faff, 0x20000...0x3fffd:
        2
    default: 1
    }
}
