/// Where something stands in a description: file as named by the user, row and column from 1.
///
/// A column counts Unicode scalars; an element's location is that of the `<` of its start tag.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
    /// The file, as given on the command line or in an `href`.
    public var file: String
    /// The row, from 1.
    public var row: Int
    /// The column, from 1, in Unicode scalars.
    public var column: Int

    /// Makes a location.
    public init(file: String, row: Int, column: Int) {
        self.file = file
        self.row = row
        self.column = column
    }

    /// `file:row:col`, the real tool's form.
    public var description: String { "\(file):\(row):\(column)" }
}
