extension XMLReader {
    /// A name that may have a prefix: the ranges of prefix and local name.
    mutating func qualifiedName() throws(XMLFailure) -> (prefix: Range<Int>, local: Range<Int>) {
        let start = offset
        var index = start
        var colon = -1
        while true {
            let byte = bytes[index]
            if XMLCharacters.isASCIIName(byte) {
                index += 1
            } else if byte == 0x3a {
                guard colon < 0 else { throw invalidName(start) }
                colon = index
                index += 1
            } else if byte >= 0x80 {
                let (scalar, length) = XMLCharacters.scalar(bytes, at: index)
                guard XMLCharacters.isName(scalar) else { break }
                index += length
            } else {
                break
            }
        }
        offset = index
        let prefix = start..<max(start, colon)
        let local = (colon < 0 ? start : colon + 1)..<offset
        guard prefix.isEmpty || isNameStart(prefix.lowerBound), !local.isEmpty, isNameStart(local.lowerBound)
        else {
            throw invalidName(start)
        }
        return (prefix, local)
    }

    /// A name in which a colon has no meaning.
    ///
    /// Fails before the first character that cannot begin one.
    mutating func plainName() throws(XMLFailure) -> Range<Int> {
        let start = offset
        guard offset < count, isNameStart(offset) else { throw invalidName(start) }
        while offset < count {
            let (scalar, length) = XMLCharacters.scalar(bytes, at: offset)
            guard XMLCharacters.isName(scalar) else { break }
            offset += length
        }
        return start..<offset
    }

    @inline(__always) private func isNameStart(_ offset: Int) -> Bool {
        let byte = bytes[offset]
        if byte >= 0x61 && byte <= 0x7a { return true }
        return XMLCharacters.isNameStart(XMLCharacters.scalar(bytes, at: offset).value)
    }

    private func invalidName(_ start: Int) -> XMLFailure {
        failure("invalid name token at", at: start, count: max(1, offset - start))
    }
}
