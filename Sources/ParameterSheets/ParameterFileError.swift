/// Why a parameter file cannot be used, and where.
public struct ParameterFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public var file: String
    /// The place, from 1; 0 where no place is meant.
    public var row: Int
    /// The place in its row, from 1, in Unicode scalars.
    public var column: Int
    /// What is wrong.
    public var reason: String

    /// As compilers write it: `mine.json:3:17: reason`.
    public var description: String { row > 0 ? "\(file):\(row):\(column): \(reason)" : "\(file): \(reason)" }

    /// An error at the `scalar`-th Unicode scalar of `text`, from 1.
    init(file: String, text: [UInt8], scalar: Int, reason: String) {
        self.file = file
        self.reason = reason
        (row, column) = (1, 1)
        var left = scalar - 1
        for byte in text where byte & 0xc0 != 0x80 {
            guard left > 0 else { break }
            left -= 1
            (row, column) = byte == UInt8(ascii: "\n") ? (row + 1, 1) : (row, column + 1)
        }
    }

    /// An error without a place.
    init(file: String, reason: String) { (self.file, row, column, self.reason) = (file, 0, 0, reason) }
}
