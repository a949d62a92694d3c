/// Text in columns as wide as their widest cell: words to the left, numbers to the right.
struct Table {
    private var rows: [[String]]
    private let textColumns: Set<Int>

    /// A table with a head; by default the first column and the last hold words.
    init(_ head: [String], textColumns: Set<Int>? = nil) {
        rows = [head]
        self.textColumns = textColumns ?? [0, head.count - 1]
    }

    mutating func append(_ row: [String]) { rows.append(row) }

    /// The rows, each with its line feed, without blanks at the end.
    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                line +=
                    (column == 0 ? "" : "  ") + (textColumns.contains(column) ? cell + blanks : blanks + cell)
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
