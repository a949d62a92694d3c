/// Why a text is not taken as XML.
struct XMLFailure: Error {
    /// Who refuses.
    enum Kind {
        /// The real tool's reader: `text` is its text.
        case syntax
        /// A limit of ours: `text` says which.
        case limit
    }
    var kind: Kind
    /// Without the file's name.
    var text: String
    /// The byte it is about.
    var offset: Int
    /// Bytes to underline.
    var count = 1
    /// The start tag of the element it is about.
    var openedAt: Int?
    var hint: String?
}

/// Row and column of bytes, from 1; a column counts Unicode scalars, a line ends at its line feed only.
struct TextPosition: CustomStringConvertible {
    var row = 1
    var column = 1

    /// The position of `offset` in `bytes`.
    static func of(_ offset: Int, in bytes: [UInt8]) -> TextPosition {
        var cursor = PositionCursor()
        cursor.advance(to: offset, in: bytes)
        return cursor.position
    }

    var description: String { "\(row):\(column)" }
}

/// Follows a growing offset, so that all positions of a text cost one pass over it.
struct PositionCursor {
    private var offset = 0
    private(set) var position = TextPosition()

    init() {}

    /// Starts at `offset`, which is at `position`.
    init(offset: Int, position: TextPosition) {
        self.offset = offset
        self.position = position
    }

    mutating func advance(to target: Int, in bytes: [UInt8]) {
        var row = position.row, column = position.column
        var index = offset
        while index < target {
            let plain = ByteBlock.plainCount(bytes, index, before: target)
            column += plain
            index += plain
            guard index < target else { break }
            let byte = bytes[index]
            if byte == 0x0a {
                row += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
            index += 1
        }
        position = TextPosition(row: row, column: column)
        offset = target
    }
}
