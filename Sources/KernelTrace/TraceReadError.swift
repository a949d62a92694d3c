/// Why a file is no trace, and where.
public struct TraceReadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, as named by the user.
    public var file: String
    /// The row, from 1; 0 when the file could not be read at all.
    public var row: Int
    /// The column, from 1, in bytes.
    public var column: Int
    /// What is wrong.
    public var reason: String

    /// `FILE:ROW:COLUMN: reason`.
    public var description: String { row == 0 ? "\(file): \(reason)" : "\(file):\(row):\(column): \(reason)" }
}
