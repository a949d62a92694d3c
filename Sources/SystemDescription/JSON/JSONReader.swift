/// Reads JSON (RFC 8259) strictly, from UTF-8, with positions.
struct JSONReader {
    private let bytes: [UInt8]
    private let file: String
    private var position = 0
    private var row = 1
    private var rowStart = 0
    private var depth = 0
    private static let depthLimit = 64

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    mutating func readDocument() throws(JSONError) -> LocatedJSON {
        let value = try readValue()
        skipBlanks()
        guard position == bytes.count else { throw error("text after the end of the value") }
        return value
    }

    private mutating func readValue() throws(JSONError) -> LocatedJSON {
        skipBlanks()
        let start = location
        guard let byte = peek else { throw error("the text ends where a value should begin") }
        let value: LocatedJSON.Value
        switch byte {
        case UInt8(ascii: "{"): value = .object(try nested { (r) throws(JSONError) in try r.readMembers() })
        case UInt8(ascii: "["): value = .array(try nested { (r) throws(JSONError) in try r.readElements() })
        case UInt8(ascii: "\""): value = .string(try readString())
        case UInt8(ascii: "-"), 48...57: value = .number(try readNumber())
        default: value = try readWord()
        }
        return LocatedJSON(value, at: start)
    }

    private mutating func nested<T>(_ read: (inout JSONReader) throws(JSONError) -> T) throws(JSONError) -> T
    {
        guard depth < Self.depthLimit else { throw error("nested deeper than \(Self.depthLimit)") }
        depth += 1
        position += 1
        let result = try read(&self)
        depth -= 1
        return result
    }

    private mutating func readMembers() throws(JSONError) -> [LocatedJSON.Member] {
        var members: [LocatedJSON.Member] = []
        var keys: Set<String> = []
        skipBlanks()
        if take("}") { return members }
        while true {
            skipBlanks()
            let start = location
            guard peek == UInt8(ascii: "\"") else { throw error("expected a key in quotes") }
            let key = try readString()
            guard keys.insert(key).inserted else { throw JSONError("key '\(key)' stands twice", at: start) }
            skipBlanks()
            guard take(":") else { throw error("expected ':' after the key") }
            members.append(.init(key: key, location: start, value: try readValue()))
            skipBlanks()
            if take("}") { return members }
            guard take(",") else { throw error("expected ',' or '}'") }
        }
    }

    private mutating func readElements() throws(JSONError) -> [LocatedJSON] {
        var elements: [LocatedJSON] = []
        skipBlanks()
        if take("]") { return elements }
        while true {
            elements.append(try readValue())
            skipBlanks()
            if take("]") { return elements }
            guard take(",") else { throw error("expected ',' or ']'") }
        }
    }

    private mutating func readWord() throws(JSONError) -> LocatedJSON.Value {
        for (word, value) in [
            ("true", LocatedJSON.Value.boolean(true)), ("false", .boolean(false)), ("null", .null),
        ]
        where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        throw error("no JSON value begins like this")
    }

    private mutating func readNumber() throws(JSONError) -> String {
        let start = position
        _ = take("-")
        if !take("0") { try readDigits() }
        if take(".") { try readDigits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try readDigits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func readDigits() throws(JSONError) {
        guard let byte = peek, (48...57).contains(byte) else { throw error("expected a digit") }
        while let byte = peek, (48...57).contains(byte) { position += 1 }
    }

    private mutating func readString() throws(JSONError) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let string = String(validating: text, as: UTF8.self) else { throw error("not UTF-8") }
                return string
            case UInt8(ascii: "\\"): text.append(contentsOf: try readEscape())
            case 0..<0x20: throw error("control character in a string")
            default:
                text.append(byte)
                position += 1
            }
        }
        throw error("a string is not closed")
    }

    private mutating func readEscape() throws(JSONError) -> [UInt8] {
        position += 1
        guard let byte = peek else { throw error("a string is not closed") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"): return try readScalar()
        default: throw error("unknown escape")
        }
    }

    private mutating func readScalar() throws(JSONError) -> [UInt8] {
        var code = try readHex()
        if (0xD800..<0xDC00).contains(code), take("\\"), take("u") {
            let low = try readHex()
            guard (0xDC00..<0xE000).contains(low) else { throw error("half a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw error("half a surrogate pair") }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func readHex() throws(JSONError) -> UInt32 {
        guard position + 4 <= bytes.count,
            let code = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw error("expected four hex digits") }
        position += 4
        return code
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 32 || (9...10).contains(byte) || byte == 13 {
            position += 1
            if byte == 10 {
                row += 1
                rowStart = position
            }
        }
    }

    /// Columns count Unicode scalars: every byte that does not continue one.
    private var location: SourceLocation {
        let column = bytes[rowStart..<position].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
        return SourceLocation(file: file, row: row, column: column)
    }

    private func error(_ message: String) -> JSONError { JSONError(message, at: location) }
}
