extension XMLReader {
    /// The character that the reference at `start` (its `&`) stands for, and where it ends, at most at `end`.
    func reference(at start: Int, before end: Int) throws(XMLFailure) -> (scalar: UInt32, end: Int) {
        var index = start + 1
        guard index < end else { throw malformed(start) }
        if bytes[index] == 0x23 {
            let (scalar, last) = numericReference(index + 1, before: end)
            guard let scalar, last < end, bytes[last] == 0x3b else { throw malformed(start) }
            return (scalar, last + 1)
        }
        while index < end {
            let (scalar, length) = XMLCharacters.scalar(bytes, at: index)
            guard index == start + 1 ? XMLCharacters.isNameStart(scalar) : XMLCharacters.isName(scalar) else {
                break
            }
            index += length
        }
        guard index > start + 1, index < end, bytes[index] == 0x3b else { throw malformed(start) }
        guard let scalar = named(start + 1, index) else {
            let name = String(decoding: bytes[(start + 1)..<index], as: UTF8.self)
            throw XMLFailure(
                kind: .syntax,
                text: "unknown entity reference '\(name)' at \(TextPosition.of(start, in: bytes))",
                offset: start,
                count: index + 1 - start, hint: "only &lt; &gt; &amp; &quot; &apos; and numbers exist here")
        }
        return (scalar, index + 1)
    }

    /// The digits of a numeric reference from `start`: nil when they name no character of XML.
    private func numericReference(_ start: Int, before end: Int) -> (scalar: UInt32?, end: Int) {
        var index = start
        var radix: UInt32 = 10
        if index < end, bytes[index] == 0x78 {
            radix = 16
            index += 1
        }
        let first = index
        var value: UInt32? = 0
        while index < end, let digit = hexDigit(bytes[index]), digit < radix {
            if let old = value {
                let (product, overflow) = old.multipliedReportingOverflow(by: radix)
                let (sum, carry) = product.addingReportingOverflow(digit)
                value = overflow || carry ? nil : sum
            }
            index += 1
        }
        guard index > first, let number = value else { return (nil, index) }
        // What is no Unicode scalar becomes U+FFFD, as upstream has it.
        let scalar = Unicode.Scalar(number)?.value ?? 0xfffd
        return (XMLCharacters.isCharacter(scalar) ? scalar : nil, index)
    }

    private func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46: UInt32(byte - 0x41 + 10)
        case 0x61...0x66: UInt32(byte - 0x61 + 10)
        default: nil
        }
    }

    private func named(_ start: Int, _ end: Int) -> UInt32? {
        func matches(_ word: StaticString) -> Bool {
            guard word.utf8CodeUnitCount == end - start else { return false }
            for index in 0..<(end - start) where unsafe bytes[start + index] != word.utf8Start[index] {
                return false
            }
            return true
        }
        if matches("amp") { return 0x26 }
        if matches("lt") { return 0x3c }
        if matches("gt") { return 0x3e }
        if matches("quot") { return 0x22 }
        if matches("apos") { return 0x27 }
        return nil
    }

    private func malformed(_ start: Int) -> XMLFailure {
        var failure = failure("malformed entity reference at", at: start)
        failure.hint = "write & as &amp;"
        return failure
    }
}
