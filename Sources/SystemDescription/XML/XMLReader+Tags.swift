// Start tags, end tags and attributes.
extension XMLReader {
    /// An attribute as read, before its prefix is resolved.
    struct WrittenAttribute {
        var prefix: Range<Int>
        var start: Int
    }

    /// A start tag, at its `<`.
    mutating func startTag() throws(XMLFailure) {
        let start = offset
        offset += 1
        let (prefix, local) = try qualifiedName()
        if isWord(prefix, "xmlns") {
            throw failure("the 'xmlns' prefix is used at", at: start + 1, ", but it must not be")
        }
        let mark = namespaces.mark
        let firstAttribute = tree.attributes.count
        var prefixed: [WrittenAttribute] = []
        while !isAtEnd {
            let hasSpace = XMLCharacters.isSpace(bytes[offset])
            skipSpaces()
            guard !isAtEnd else { throw endOfStream() }
            let byte = bytes[offset]
            if byte == 0x3e || byte == 0x2f {
                offset += 1
                if byte == 0x2f { try take(0x3e) }
                let element = Opening(
                    start: start, prefix: prefix, local: local, firstAttribute: firstAttribute, mark: mark,
                    isEmpty: byte == 0x2f)
                return try add(element, prefixed)
            }
            if !hasSpace {
                let missing = failure(
                    "expected a whitespace not '\(XMLCharacters.shown(byte))' at", at: offset)
                guard XMLCharacters.isNameStart(UInt32(byte)) else { throw missing }
                try tolerate(missing)
            }
            try attribute(firstAttribute, mark, &prefixed)
        }
        // The text ends in the name: the real tool's reader then forgets this element.
    }

    private struct Opening {
        var start: Int
        var prefix: Range<Int>
        var local: Range<Int>
        var firstAttribute: Int
        var mark: Int
        var isEmpty: Bool
    }

    private mutating func add(_ opening: Opening, _ prefixed: [WrittenAttribute]) throws(XMLFailure) {
        try resolveAttributes(from: opening.firstAttribute, prefixed)
        let namespace: Int?
        do throws(XMLFailure) {
            namespace = try self.namespace(of: opening.prefix)
        } catch {
            try tolerate(error)
            namespace = nil
        }
        let depth = open.count + 1
        guard depth <= Limits.depth else {
            throw XMLFailure(
                kind: .limit, text: "elements nested deeper than \(Limits.depth)", offset: opening.start,
                count: opening.local.upperBound - opening.start)
        }
        try countNode()
        cursor.advance(to: opening.start, in: bytes)
        let known = elementNames.name(bytes, opening.local) ?? .unknown
        var element = XMLTree.Element(
            offset: UInt32(opening.start), nameOffset: UInt32(opening.local.lowerBound),
            nameCount: UInt32(opening.local.count), row: UInt32(cursor.position.row),
            column: UInt32(cursor.position.column), name: known)
        element.tagEnd = UInt32(offset)
        element.firstAttribute = UInt32(opening.firstAttribute)
        element.attributeCount = UInt32(tree.attributes.count - opening.firstAttribute)
        element.isInclude = namespace == XMLNamespaces.xinclude && isWord(opening.local, "include")
        hasRoot = true
        let index = tree.elements.count
        element.end = UInt32(index + 1)
        tree.elements.append(element)
        if opening.isEmpty {
            namespaces.undo(to: opening.mark)
        } else {
            open.append(
                OpenElement(
                    index: index, prefix: opening.prefix, local: opening.local, namespaceMark: opening.mark))
        }
    }

    private func namespace(of prefix: Range<Int>) throws(XMLFailure) -> Int? {
        guard !prefix.isEmpty else {
            return namespaces.mark == 0 ? nil : namespaces.address([])
        }
        // Upstream does not find `xml` for elements, either.
        guard let address = namespaces.address(bytes[prefix]), !isWord(prefix, "xml") else {
            throw unknownPrefix(prefix, at: prefix.lowerBound)
        }
        return address
    }

    private func unknownPrefix(_ prefix: Range<Int>, at start: Int) -> XMLFailure {
        let name = String(decoding: bytes[prefix], as: UTF8.self)
        return failure("an unknown namespace prefix '\(name)' at", at: start, count: prefix.count)
    }

    /// An end tag, at its `<`.
    mutating func endTag() throws(XMLFailure) {
        let start = offset
        offset += 2
        let (prefix, local) = try qualifiedName()
        skipSpaces()
        try take(0x3e)
        guard let top = open.popLast() else { return }
        guard same(prefix, top.prefix), same(local, top.local) else {
            close(prefix, local)
            throw mismatch(top, prefix, local, start)
        }
        tree.elements[top.index].end = UInt32(tree.elements.count)
        namespaces.undo(to: top.namespaceMark)
        if open.count == 1 { isInRootText = false }
    }

    private func mismatch(_ top: OpenElement, _ prefix: Range<Int>, _ local: Range<Int>, _ start: Int)
        -> XMLFailure
    {
        let expected = qualified(top.prefix, top.local)
        var failure = failure(
            "expected '\(expected)' tag, not '\(qualified(prefix, local))' at", at: start,
            count: offset - start)
        failure.openedAt = Int(tree.elements[top.index].offset)
        failure.hint = "write </\(expected)>"
        return failure
    }

    private func qualified(_ prefix: Range<Int>, _ local: Range<Int>) -> String {
        let name = String(decoding: bytes[local], as: UTF8.self)
        return prefix.isEmpty ? name : "\(String(decoding: bytes[prefix], as: UTF8.self)):\(name)"
    }

    func same(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        var other = right.lowerBound
        for index in left {
            if bytes[index] != bytes[other] { return false }
            other += 1
        }
        return true
    }

    func isWord(_ text: Range<Int>, _ word: StaticString) -> Bool {
        guard text.count == word.utf8CodeUnitCount else { return false }
        var index = 0
        for offset in text {
            if unsafe bytes[offset] != word.utf8Start[index] { return false }
            index += 1
        }
        return true
    }

    // MARK: Attributes

    /// One attribute, at its name.
    private mutating func attribute(
        _ first: Int, _ mark: Int, _ prefixed: inout [WrittenAttribute]
    ) throws(XMLFailure) {
        let start = offset
        let (prefix, local) = try qualifiedName()
        let value = try quotedValue()
        let known = attributeNames.name(bytes, local) ?? .unknown
        let isDeclaration = known == .unknown && isWord(local, "xmlns")
        if isDeclaration || !prefix.isEmpty && isWord(prefix, "xmlns") {
            do throws(XMLFailure) {
                try declareNamespace(prefix, local, value, start, mark)
            } catch {
                try tolerate(error)
            }
            return
        }
        guard tree.attributes.count - first < Limits.attributeCount else {
            throw XMLFailure(
                kind: .limit, text: "more than \(Limits.attributeCount) attributes on one element",
                offset: start,
                count: local.upperBound - start)
        }
        if !prefix.isEmpty {
            while prefixed.count < tree.attributes.count - first {
                prefixed.append(WrittenAttribute(prefix: 0..<0, start: 0))
            }
            prefixed.append(WrittenAttribute(prefix: prefix, start: start))
        }
        tree.attributes.append(
            XMLTree.Attribute(
                nameOffset: UInt32(local.lowerBound), nameCount: UInt32(local.count),
                valueOffset: UInt32(value.lowerBound), valueCount: UInt32(value.count), name: known,
                isPrefixed: !prefix.isEmpty))
    }

    private mutating func declareNamespace(
        _ prefix: Range<Int>, _ local: Range<Int>, _ value: Range<Int>, _ start: Int, _ mark: Int
    ) throws(XMLFailure) {
        let address = valueBytes(value)
        let isXML = address.elementsEqual(XMLNamespaces.xmlAddress.utf8)
        guard isWord(prefix, "xmlns") else {
            if isXML { throw misusedXMLAddress(start) }
            if address.elementsEqual(XMLNamespaces.xmlnsAddress.utf8) { throw misusedXMLNSAddress(start) }
            return namespaces.declare([], address)
        }
        if address.elementsEqual(XMLNamespaces.xmlnsAddress.utf8) { throw misusedXMLNSAddress(start) }
        if isWord(local, "xml") {
            guard isXML else { throw failure("'xml' namespace prefix mapped to wrong URI at", at: start) }
            return
        }
        if isXML { throw misusedXMLAddress(start) }
        guard !namespaces.isDeclared(bytes[local], since: mark) else {
            let name = String(decoding: bytes[local], as: UTF8.self)
            throw failure(
                "namespace '\(name)' at", at: start, " is already defined", count: local.upperBound - start)
        }
        guard namespaces.mark < Limits.namespaceCount else {
            throw XMLFailure(
                kind: .limit, text: "more than \(Limits.namespaceCount) namespaces in scope", offset: start)
        }
        namespaces.declare(bytes[local], address)
    }

    private func misusedXMLAddress(_ start: Int) -> XMLFailure {
        failure("the 'xml' namespace URI is used for not 'xml' prefix at", at: start)
    }

    private func misusedXMLNSAddress(_ start: Int) -> XMLFailure {
        failure("the 'xmlns' URI is used at", at: start, ", but it must not be declared")
    }

    private func valueBytes(_ value: Range<Int>) -> ArraySlice<UInt8> {
        guard value.lowerBound >= decodedBase else { return bytes[value] }
        return decoded[(value.lowerBound - decodedBase)..<(value.upperBound - decodedBase)]
    }

    /// `=`, a quote and a value: where its text is once references are resolved.
    mutating func quotedValue() throws(XMLFailure) -> Range<Int> {
        let (raw, isPlain) = try writtenValue()
        return isPlain ? raw : try normalised(raw)
    }

    /// `=`, a quote and a value as written, and whether that is its text, too.
    mutating func writtenValue() throws(XMLFailure) -> (raw: Range<Int>, isPlain: Bool) {
        skipSpaces()
        try take(0x3d)
        skipSpaces()
        let quote = bytes[offset]
        guard quote == 0x22 || quote == 0x27 else {
            if isAtEnd { throw endOfStream() }
            throw failure("expected a quote not '\(XMLCharacters.shown(quote))' at", at: offset)
        }
        let start = offset + 1
        var index = start
        var isPlain = true
        scan: while index < count {
            let byte = bytes[index]
            if byte > 0x27, byte != 0x3c, byte != 0xef {
                index += 1
                continue
            }
            offset = index
            switch byte {
            case quote, 0x3c: break scan
            case 0x09, 0x0a, 0x0d, 0x26: isPlain = false
            case 0..<0x20: try tolerate(forbidden())
            case 0xef where !XMLCharacters.isCharacter(XMLCharacters.scalar(bytes, at: index).value):
                try tolerate(forbidden())
            default: break
            }
            index += 1
        }
        offset = index
        let raw = start..<index
        try take(quote)
        return (raw, isPlain)
    }

    /// The value at `raw` with references resolved and line ends turned to spaces.
    private mutating func normalised(_ raw: Range<Int>) throws(XMLFailure) -> Range<Int> {
        let start = decodedBase + decoded.count
        var index = raw.lowerBound
        while index < raw.upperBound {
            let byte = bytes[index]
            index += 1
            switch byte {
            case 0x26:
                do throws(XMLFailure) {
                    let (scalar, end) = try reference(at: index - 1, before: raw.upperBound)
                    decoded.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{fffd}").utf8)
                    index = end
                } catch {
                    try tolerate(error)
                    decoded.append(byte)
                }
            case 0x0d where index < raw.upperBound && bytes[index] == 0x0a: break
            case 0x09, 0x0a, 0x0d: decoded.append(0x20)
            default: decoded.append(byte)
            }
        }
        return start..<(decodedBase + decoded.count)
    }

    /// Resolves the prefixes of an element's attributes and finds attributes given twice.
    private mutating func resolveAttributes(
        from first: Int, _ prefixed: [WrittenAttribute]
    ) throws(XMLFailure) {
        guard !prefixed.isEmpty || mayRepeat(first) else { return }
        var seen: [ExpandedName: Int] = [:]
        for index in first..<tree.attributes.count {
            let written = index - first < prefixed.count ? prefixed[index - first] : nil
            var namespace = -1
            var start = Int(tree.attributes[index].nameOffset)
            if let written, !written.prefix.isEmpty {
                start = written.start
                guard let address = namespaces.address(bytes[written.prefix]) else {
                    try tolerate(unknownPrefix(written.prefix, at: start))
                    continue
                }
                namespace = address
            }
            let name = ExpandedName(namespace: namespace, local: bytes[tree.name(ofAttribute: index)])
            if seen.updateValue(index, forKey: name) != nil { try tolerate(repeated(index, at: start)) }
        }
    }

    /// Whether a name may stand twice from attribute `first` on: the grammar's own ones are told apart by a bit each.
    private func mayRepeat(_ first: Int) -> Bool {
        var seen = AttributeSet([])
        var index = first
        while index < tree.attributes.count {
            let name = tree.attributes[index].name
            if seen.contains(name) { return true }
            seen.add(name)
            index += 1
        }
        return false
    }

    private struct ExpandedName: Hashable {
        var namespace: Int
        var local: ArraySlice<UInt8>
    }

    private func repeated(_ index: Int, at start: Int) -> XMLFailure {
        let name = String(decoding: bytes[tree.name(ofAttribute: index)], as: UTF8.self)
        var failure = failure(
            "attribute '\(name)' at", at: start, " is already defined", count: name.utf8.count)
        failure.hint = "remove one of the two"
        return failure
    }
}
