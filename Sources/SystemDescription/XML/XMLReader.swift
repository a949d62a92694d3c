/// A strict XML reader that accepts what the real tool's does (roxmltree 0.19 without DTD).
///
/// It refuses with that one's words and positions, then goes on, so that all that is wrong is found at once.
/// UTF-8 only; no DTD, no entities but the five named ones; nothing outside the text is ever read. Linear time.
struct XMLReader {
    /// NULs behind the text: no document may hold one, so the first stands for the end; all can be read as words.
    static let padding = 8

    /// The text and its padding.
    let bytes: [UInt8]
    /// Bytes of text.
    let count: Int
    var offset = 0
    var tree = XMLTree()
    /// Values that differ from the text, appended to the tree's bytes at the end.
    var decoded: [UInt8] = []
    var namespaces = XMLNamespaces()
    var nodeCount = 0
    var cursor = PositionCursor()
    /// Open elements, outermost first.
    var open: [OpenElement] = []
    /// A run of text directly inside the root goes on.
    var isInRootText = false
    /// That run is listed in the tree.
    var rootTextIsListed = false
    /// Where that run began, and whether before any other child of the root.
    var rootTextStart = (offset: 0, isFirstChild: false)
    /// The root has a child node already.
    var rootHasChild = false
    var hasRoot = false
    /// What is wrong so far, in the order of the text; reading goes on after it.
    var failures: [XMLFailure] = []
    /// The tree is not what was meant: its elements or their attributes are guesses from here on.
    var isDamaged = false
    let elementNames = Keywords.elements
    let attributeNames = Keywords.attributes

    struct OpenElement {
        var index: Int
        /// The name with its prefix, as written.
        var prefix: Range<Int>
        var local: Range<Int>
        /// Where this element's namespace declarations begin.
        var namespaceMark: Int
    }

    /// Reads `text`, the content of `file`.
    ///
    /// What is not XML is noted and, as far as it can be guessed what was meant, passed over.
    static func read(_ text: [UInt8], file: String) -> XMLReading {
        var reader = XMLReader(text)
        do throws(XMLFailure) {
            try reader.document()
        } catch {
            reader.failures.append(error)
            reader.isDamaged = true
        }
        reader.finish(file: file)
        return XMLReading(tree: reader.isDamaged ? nil : reader.tree, failures: reader.failures)
    }

    private init(_ text: [UInt8]) {
        count = text.count
        var copy: [UInt8] = []
        copy.reserveCapacity(count + Self.padding)
        copy += text
        for _ in 0..<Self.padding { copy.append(0) }
        bytes = copy
        tree.elements.reserveCapacity(count / 40)
        tree.attributes.reserveCapacity(count / 20)
    }

    private mutating func finish(file: String) {
        tree.bytes = bytes
        if !decoded.isEmpty {
            tree.bytes += decoded
            tree.bytes += [UInt8](repeating: 0, count: Self.padding)
        }
        tree.sources = [XMLTree.Source(file: file, bytes: 0..<count)]
    }

    /// Where decoded values will lie.
    var decodedBase: Int { count + Self.padding }

    private mutating func document() throws(XMLFailure) {
        if count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { offset = 3 }
        if starts(with: "<?xml ") { try declaration() }
        try miscellany()
        skipSpaces()
        if starts(with: "<!DOCTYPE") {
            throw XMLFailure(
                kind: .syntax, text: "XML with DTD detected", offset: offset, count: 9,
                hint: "remove the document type: entities and external files are never read")
        }
        if bytes[offset] == 0x3c { try rootElement() }
        // What follows from an earlier failure is left out.
        guard !isDamaged else { return }
        try miscellany()
        guard isAtEnd else { throw failure("unknown token at", at: offset) }
        guard hasRoot else {
            throw XMLFailure(kind: .syntax, text: "the document does not have a root node", offset: 0)
        }
        if let unclosed = open.last {
            throw XMLFailure(
                kind: .syntax, text: "the root node was opened but never closed", offset: count,
                openedAt: Int(tree.elements[unclosed.index].offset))
        }
    }

    /// Comments, processing instructions and blanks outside the root.
    private mutating func miscellany() throws(XMLFailure) {
        while !isAtEnd {
            skipSpaces()
            if starts(with: "<!--") {
                try comment()
            } else if starts(with: "<?") {
                try processingInstruction()
            } else {
                return
            }
        }
    }

    /// The root element and all in it, without recursion.
    private mutating func rootElement() throws(XMLFailure) {
        try startTag()
        while !open.isEmpty, !isAtEnd {
            let start = offset
            do throws(XMLFailure) {
                try content()
            } catch {
                try recover(from: error, at: start)
            }
        }
    }

    /// One piece of the content of the innermost open element.
    private mutating func content() throws(XMLFailure) {
        guard bytes[offset] == 0x3c else { return try text() }
        switch bytes[offset + 1] {
        case 0x21:
            if starts(with: "<!--") {
                try comment()
            } else if starts(with: "<![CDATA[") {
                try characterData()
            } else {
                throw failure("unknown token at", at: offset)
            }
        case 0x3f: try processingInstruction()
        case 0x2f: try endTag()
        default:
            guard offset + 1 < count else { throw failure("unknown token at", at: offset) }
            try startTag()
        }
    }
}

// What every part of the reader uses.
extension XMLReader {
    var isAtEnd: Bool { offset >= count }

    func starts(with literal: StaticString) -> Bool { starts(with: literal, at: offset) }

    func starts(with literal: StaticString, at offset: Int) -> Bool {
        guard offset + literal.utf8CodeUnitCount <= count else { return false }
        for index in 0..<literal.utf8CodeUnitCount
        where unsafe bytes[offset + index] != literal.utf8Start[index] { return false }
        return true
    }

    @inline(__always) mutating func skipSpaces() {
        var index = offset
        while XMLCharacters.isSpace(bytes[index]) { index += 1 }
        offset = index
    }

    /// Takes `byte`, or fails.
    @inline(__always) mutating func take(_ byte: UInt8) throws(XMLFailure) {
        guard bytes[offset] == byte, !isAtEnd else { throw expected(byte) }
        offset += 1
    }

    private func expected(_ byte: UInt8) -> XMLFailure {
        if isAtEnd { return endOfStream() }
        return failure(
            "expected '\(XMLCharacters.shown(byte))' not '\(XMLCharacters.shown(bytes[offset]))' at",
            at: offset)
    }

    /// Takes `literal`, or fails.
    mutating func take(_ literal: StaticString) throws(XMLFailure) {
        guard starts(with: literal) else { throw failure("expected '\(literal)' at", at: offset) }
        offset += literal.utf8CodeUnitCount
    }

    func endOfStream() -> XMLFailure {
        XMLFailure(kind: .syntax, text: "unexpected end of stream", offset: count)
    }

    /// `words`, then the position of `offset`, then `rest`.
    func failure(_ words: String, at offset: Int, _ rest: String = "", count: Int = 1) -> XMLFailure {
        XMLFailure(
            kind: .syntax, text: "\(words) \(TextPosition.of(offset, in: bytes))\(rest)", offset: offset,
            count: count)
    }

    /// Passes characters up to the one before `offset`'s `isEnd`; fails at one that XML forbids.
    ///
    /// `isEnd` gets the offset of every ASCII character.
    @inline(__always)
    mutating func skipCharacters(until isEnd: (Int) -> Bool) throws(XMLFailure) {
        while offset < count {
            let byte = bytes[offset]
            if byte < 0x80 {
                if byte < 0x20, !XMLCharacters.isSpace(byte) { throw forbidden() }
                if isEnd(offset) { return }
                offset += 1
            } else {
                if byte == 0xef, !XMLCharacters.isCharacter(XMLCharacters.scalar(bytes, at: offset).value) {
                    throw forbidden()
                }
                offset += 1
            }
        }
    }

    /// The character at `offset` is one that XML forbids.
    func forbidden() -> XMLFailure {
        let scalar = XMLCharacters.scalar(bytes, at: offset).value
        return failure("a non-XML character \(XMLCharacters.literal(scalar)) found at", at: offset)
    }

    /// Counts a node.
    mutating func countNode() throws(XMLFailure) {
        nodeCount += 1
        guard nodeCount <= Limits.nodeCount else {
            throw XMLFailure(kind: .limit, text: "more than \(Limits.nodeCount) nodes", offset: offset)
        }
        if open.count == 1 {
            isInRootText = false
            rootHasChild = true
        }
    }
}
