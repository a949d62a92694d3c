/// Reads a description and, when asked to, the files it includes.
struct XInclude {
    let options: CheckOptions
    let files: any FileAccess
    /// The description alone, when its includes failed.
    private(set) var main = XMLTree()
    private(set) var problems: [(element: Int, words: String)] = []

    init(options: CheckOptions, files: any FileAccess) {
        self.options = options
        self.files = files
    }

    mutating func read(_ bytes: [UInt8], file: String) throws(XMLFailure) -> XMLTree {
        try Self.admit(bytes)
        main = try XMLReader.read(bytes, file: file).0
        return main
    }

    /// Refuses what is no text at all.
    static func admit(_ bytes: [UInt8]) throws(XMLFailure) {
        guard bytes.count <= Limits.byteCount else {
            throw XMLFailure(
                kind: .limit, text: "description is larger than \(Limits.byteCount) bytes",
                offset: Limits.byteCount)
        }
        if let invalid = XMLCharacters.firstInvalidUTF8(bytes) {
            throw XMLFailure(kind: .limit, text: "description is not UTF-8 text", offset: invalid)
        }
    }

    /// `failure` as a finding about `file`.
    static func diagnostic(_ failure: XMLFailure, bytes: [UInt8], file: String) -> Diagnostic {
        let position = TextPosition.of(min(failure.offset, bytes.count), in: bytes)
        let location = SourceLocation(file: file, row: position.row, column: position.column)
        let isSyntax = failure.kind == .syntax
        var diagnostic = Diagnostic(
            severity: .error, rule: isSyntax ? "xml.syntax" : "xml.limit",
            message: isSyntax
                ? "Could not parse '\(file)': \(failure.text)" : "Error: \(failure.text): \(location)",
            location: location)
        let source = XMLTree.Source(file: file, bytes: 0..<bytes.count)
        diagnostic.excerpt = SourceExcerpt.make(
            failure.offset..<(failure.offset + failure.count), at: position, source: source, bytes: bytes)
        if let opened = failure.openedAt {
            let excerpt = SourceExcerpt.make(
                opened..<(opened + 1), at: .of(opened, in: bytes), source: source, bytes: bytes)
            diagnostic.labels = [Diagnostic.Label(excerpt: excerpt, text: "opened here")]
        }
        diagnostic.hint = failure.hint
        return diagnostic
    }
}

extension XMLTree {
    var isEmpty: Bool { elements.isEmpty }
}
