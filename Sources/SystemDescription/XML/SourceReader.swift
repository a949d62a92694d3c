/// What reading a text as XML gives.
struct XMLReading {
    /// nil when it cannot be told what was meant.
    var tree: XMLTree?
    /// What is wrong, in the order in which it was found; the first is what the real tool stops at.
    var failures: [XMLFailure]
}

/// Turns bytes into a tree, or into the findings that say why not.
enum SourceReader {
    /// Refuses what is no text at all, then reads.
    static func read(_ bytes: [UInt8], file: String) -> XMLReading {
        guard bytes.count <= Limits.byteCount else {
            return refused("description is larger than \(Limits.byteCount) bytes", at: Limits.byteCount)
        }
        if let invalid = XMLCharacters.firstInvalidUTF8(bytes) {
            return refused("description is not UTF-8 text", at: invalid)
        }
        return XMLReader.read(bytes, file: file)
    }

    private static func refused(_ words: String, at offset: Int) -> XMLReading {
        XMLReading(tree: nil, failures: [XMLFailure(kind: .limit, text: words, offset: offset)])
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
