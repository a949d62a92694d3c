// Text, CDATA sections, comments, processing instructions and the XML declaration.
extension XMLReader {
    /// Text up to the next `<`.
    mutating func text() throws(XMLFailure) {
        let start = offset
        skipSpaces()
        if isAtEnd || bytes[offset] == 0x3c { return noteText(start, isBlank: true) }
        try textThatIsNotBlank(from: start)
        noteText(start, isBlank: isBlank(start, offset, isMarkedUp: true))
    }

    private mutating func textThatIsNotBlank(from start: Int) throws(XMLFailure) {
        let text = bytes
        try skipCharacters { text[$0] == 0x3c }
        var brackets = 0
        for index in start..<offset {
            if bytes[index] == 0x5d {
                brackets += 1
            } else {
                if bytes[index] == 0x3e, brackets >= 2 {
                    try tolerate(
                        failure("']]>' at", at: offset, " is not allowed inside a character data"))
                }
                brackets = 0
            }
        }
        let end = offset
        var index = start
        while index < end {
            guard bytes[index] == 0x26 else {
                index += 1
                continue
            }
            do throws(XMLFailure) {
                index = try reference(at: index, before: end).end
            } catch {
                try tolerate(error)
                index += 1
            }
        }
    }

    /// A CDATA section, at its `<`.
    mutating func characterData() throws(XMLFailure) {
        let start = offset
        offset += 9
        let text = bytes
        try skipCharacters { text[$0] == 0x5d && text[$0 + 1] == 0x5d && text[$0 + 2] == 0x3e }
        let end = offset
        try take("]]>")
        let wasInRootText = isInRootText, hadChild = rootHasChild
        try countNode()
        isInRootText = wasInRootText
        rootHasChild = hadChild
        noteText(start, isBlank: isBlank(start + 9, end, isMarkedUp: false))
    }

    /// A comment, at its `<`.
    mutating func comment() throws(XMLFailure) {
        let start = offset
        offset += 4
        let text = bytes
        try skipCharacters { text[$0] == 0x2d && text[$0 + 1] == 0x2d && text[$0 + 2] == 0x3e }
        let end = offset
        try take("-->")
        var index = start + 4
        while index < end {
            // Two hyphens, or one at the end of the text.
            if bytes[index] == 0x2d, index + 1 == end || bytes[index + 1] == 0x2d {
                throw failure("comment at", at: start, " contains '--'", count: 4)
            }
            index += 1
        }
        try countNode()
    }

    /// A processing instruction, at its `<`.
    mutating func processingInstruction() throws(XMLFailure) {
        guard !starts(with: "<?xml ") else {
            throw failure("unexpected XML declaration at", at: offset, count: 5)
        }
        offset += 2
        _ = try plainName()
        skipSpaces()
        let text = bytes
        try skipCharacters { text[$0] == 0x3f && text[$0 + 1] == 0x3e }
        try take("?>")
        try countNode()
    }

    /// The XML declaration, at its `<`.
    ///
    /// Its values are not looked at.
    mutating func declaration() throws(XMLFailure) {
        offset += 5
        try declarationSpaces()
        guard starts(with: "version") else { return try take("version") }
        try declarationAttribute()
        try declarationSpaces()
        if starts(with: "encoding") {
            try declarationAttribute()
            try declarationSpaces()
        }
        if starts(with: "standalone") { try declarationAttribute() }
        skipSpaces()
        try take("?>")
    }

    private mutating func declarationSpaces() throws(XMLFailure) {
        if XMLCharacters.isSpace(bytes[offset]) {
            skipSpaces()
        } else if !isAtEnd, !starts(with: "?>") {
            throw failure("expected a whitespace not '\(XMLCharacters.shown(bytes[offset]))' at", at: offset)
        }
    }

    private mutating func declarationAttribute() throws(XMLFailure) {
        _ = try qualifiedName()
        _ = try writtenValue()
    }

    // MARK: Where text matters

    /// Notes text that begins at `start`.
    private mutating func noteText(_ start: Int, isBlank: Bool) {
        guard !isBlank || open.count == 1, let parent = open.last?.index else { return }
        if !isBlank, tree.elements[parent].textOffset == 0 {
            tree.elements[parent].textOffset = UInt32(start)
        }
        guard open.count == 1 else { return }
        if !isInRootText {
            rootTextStart = (start, !rootHasChild)
            rootTextIsListed = false
        }
        if !isBlank, !rootTextIsListed { listRootText(in: parent) }
        isInRootText = true
        rootHasChild = true
    }

    /// The run of text that began at `rootTextStart` turned out not to be blank.
    private mutating func listRootText(in parent: Int) {
        rootTextIsListed = true
        cursor.advance(to: rootTextStart.offset, in: bytes)
        tree.rootText.append(
            XMLTree.TextRun(
                offset: UInt32(rootTextStart.offset), position: cursor.position,
                isFirstChild: rootTextStart.isFirstChild, element: parent))
    }

    private func isBlank(_ start: Int, _ end: Int, isMarkedUp: Bool) -> Bool {
        var index = start
        while index < end {
            let byte = bytes[index]
            if XMLCharacters.isSpace(byte) {
                index += 1
            } else if byte == 0x26, isMarkedUp {
                guard let reference = try? reference(at: index, before: end),
                    XMLCharacters.isBlank(reference.scalar)
                else { return false }
                index = reference.end
            } else {
                let (scalar, length) = XMLCharacters.scalar(bytes, at: index)
                guard XMLCharacters.isBlank(scalar) else { return false }
                index += length
            }
        }
        return true
    }
}
