// Going on after what is not XML.
extension XMLReader {
    /// Notes a failure after which the tree still is what was meant.
    mutating func tolerate(_ failure: XMLFailure) throws(XMLFailure) {
        guard failure.kind == .syntax, failures.count + 1 < Limits.listedSyntaxErrorCount else {
            throw failure
        }
        failures.append(failure)
    }

    /// Goes on behind the piece of content that began at `start`, in which `failure` was found.
    mutating func recover(from failure: XMLFailure, at start: Int) throws(XMLFailure) {
        guard failure.offset < count else { throw failure }
        try tolerate(failure)
        offset = max(offset, start + 1)
        guard bytes[start] == 0x3c else { return skip(to: "<") }
        switch bytes[start + 1] {
        case 0x21 where starts(with: "<!--", at: start): skip(behind: "-->", of: start + 4)
        case 0x21 where starts(with: "<![CDATA[", at: start): skip(behind: "]]>", of: start + 9)
        case 0x3f: skip(behind: "?>", of: start + 2)
        case 0x2f: closeAnyway(failure)
        case 0x21:
            isDamaged = true
            _ = skipTag()
        default: openAnyway(start)
        }
    }

    /// A start tag that could not be read: the element is taken for open if it looks like that.
    private mutating func openAnyway(_ start: Int) {
        isDamaged = true
        var end = start + 1
        while end < count, !XMLCharacters.isSpace(bytes[end]), !Self.delimiters.contains(bytes[end]) {
            end += 1
        }
        let name = (start + 1)..<end
        let known = elementNames.name(bytes, name) ?? .unknown
        let isOpen: Bool
        switch skipTag() {
        case .empty: isOpen = false
        case .open: isOpen = true
        case .cut: isOpen = !Grammar.children(of: known).isEmpty
        }
        guard isOpen, open.count < Limits.depth else { return }
        tree.elements.append(
            XMLTree.Element(
                offset: UInt32(start), nameOffset: UInt32(name.lowerBound), nameCount: UInt32(name.count),
                row: 0, column: 0, name: known))
        open.append(
            OpenElement(
                index: tree.elements.count - 1, prefix: start..<start, local: name,
                namespaceMark: namespaces.mark))
    }

    private static let delimiters: [UInt8] = Array("/><='\"".utf8)

    /// An end tag that could not be read, or is not that of the innermost element.
    private mutating func closeAnyway(_ failure: XMLFailure) {
        isDamaged = true
        // A wrong name was read to its end, see `endTag()`.
        guard failure.openedAt == nil else { return }
        _ = skipTag()
        if open.count > 1 { open.removeLast() }
    }

    /// After the end tag `prefix:local`, where that of `top` was due: a tag was left out, or the name is misspelt.
    mutating func close(_ prefix: Range<Int>, _ local: Range<Int>) {
        let outer = open.lastIndex { same(prefix, $0.prefix) && same(local, $0.local) }
        if let outer { open.removeSubrange(outer...) }
    }

    /// How a tag ends.
    private enum TagEnd { case empty, open, cut }

    /// Passes the rest of a tag, which ends at `>`, or before the next tag.
    private mutating func skipTag() -> TagEnd {
        while offset < count, bytes[offset] != 0x3c {
            offset += 1
            if bytes[offset - 1] == 0x3e { return bytes[offset - 2] == 0x2f ? .empty : .open }
        }
        return .cut
    }

    private mutating func skip(to literal: StaticString) {
        while offset < count, !starts(with: literal, at: offset) { offset += 1 }
    }

    /// Passes the first `literal` from `start` on, if it was not passed yet.
    private mutating func skip(behind literal: StaticString, of start: Int) {
        let length = literal.utf8CodeUnitCount
        if offset - length >= start, starts(with: literal, at: offset - length) { return }
        skip(to: literal)
        offset = min(offset + length, count)
    }
}
