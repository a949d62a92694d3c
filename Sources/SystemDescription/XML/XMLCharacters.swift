/// XML's classes of bytes and characters.
enum XMLCharacters {
    /// Space, tab, line feed or carriage return.
    @inline(__always) static func isSpace(_ byte: UInt8) -> Bool {
        byte <= 0x20 && (byte == 0x20 || byte == 0x0a || byte == 0x09 || byte == 0x0d)
    }

    /// An ASCII letter, digit, `_`, `-` or `.`: what goes on a name, `:` not counted.
    @inline(__always) static func isASCIIName(_ byte: UInt8) -> Bool {
        guard byte < 0x80 else { return false }
        return (byte < 0x40 ? nameBytes.low : nameBytes.high) >> UInt64(byte & 0x3f) & 1 == 1
    }

    /// A bit for each such byte: digits, `-` and `.` below 0x40, letters and `_` above.
    @inline(__always) private static var nameBytes: (low: UInt64, high: UInt64) {
        (0x03ff_6000_0000_0000, 0x07ff_fffe_87ff_fffe)
    }

    /// May begin a name.
    static func isNameStart(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x61...0x7a, 0x41...0x5a, 0x5f, 0x3a: true
        case 0..<0xc0: false
        default: isNonASCIINameStart(scalar)
        }
    }

    /// May go on a name.
    static func isName(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0..<0x80: isASCIIName(UInt8(scalar)) || scalar == 0x3a
        case 0xb7, 0x300...0x36f, 0x203f...0x2040: true
        default: isNonASCIINameStart(scalar)
        }
    }

    private static func isNonASCIINameStart(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xc0...0xd6, 0xd8...0xf6, 0xf8...0x2ff, 0x370...0x37d, 0x37f...0x1fff, 0x200c...0x200d,
            0x2070...0x218f, 0x2c00...0x2fef, 0x3001...0xd7ff, 0xf900...0xfdcf, 0xfdf0...0xfffd,
            0x10000...0xeffff:
            true
        default: false
        }
    }

    /// May stand in a document at all.
    static func isCharacter(_ scalar: UInt32) -> Bool {
        scalar >= 0x20 ? scalar != 0xfffe && scalar != 0xffff : scalar == 9 || scalar == 10 || scalar == 13
    }

    /// Unicode's White_Space, which the real tool's trimming uses.
    static func isBlank(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09...0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000:
            true
        default: false
        }
    }

    /// The scalar that begins at `offset` of valid UTF-8, and its length in bytes.
    static func scalar(_ bytes: [UInt8], at offset: Int) -> (value: UInt32, count: Int) {
        let lead = UInt32(bytes[offset])
        func tail(_ index: Int) -> UInt32 { UInt32(bytes[offset + index] & 0x3f) }
        switch lead {
        case 0..<0x80: return (lead, 1)
        case 0..<0xe0: return ((lead & 0x1f) << 6 | tail(1), 2)
        case 0..<0xf0: return ((lead & 0x0f) << 12 | tail(1) << 6 | tail(2), 3)
        default: return ((lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
        }
    }

    /// The first byte that is not part of well-formed UTF-8; nil when all is well.
    static func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
        var index = 0
        let count = bytes.count
        while index < count {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1 + ByteBlock.asciiCount(bytes, index + 1)
                continue
            }
            let length: Int
            var second: ClosedRange<UInt8> = 0x80...0xbf
            switch lead {
            case 0xc2...0xdf: length = 2
            case 0xe0: (length, second) = (3, 0xa0...0xbf)
            case 0xed: (length, second) = (3, 0x80...0x9f)
            case 0xe1...0xef: length = 3
            case 0xf0: (length, second) = (4, 0x90...0xbf)
            case 0xf1...0xf3: length = 4
            case 0xf4: (length, second) = (4, 0x80...0x8f)
            default: return index
            }
            guard index + length <= count, second ~= bytes[index + 1] else { return index }
            if length > 2, bytes[index + 2] & 0xc0 != 0x80 { return index }
            if length > 3, bytes[index + 3] & 0xc0 != 0x80 { return index }
            index += length
        }
        return nil
    }

    /// `scalar` as the real tool's language writes a character literal.
    static func literal(_ scalar: UInt32) -> String {
        scalar == 0 ? "'\\0'" : "'\\u{\(String(scalar, radix: 16))}'"
    }

    /// A byte as the real tool shows it: taken for a Latin-1 character.
    static func shown(_ byte: UInt8) -> String { String(Unicode.Scalar(byte)) }
}
