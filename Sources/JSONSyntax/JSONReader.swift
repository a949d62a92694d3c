/// A strict reader of one JSON text (RFC 8259): UTF-8 checked, no name twice, bounded depth and counts.
struct JSONReader {
    private let bytes: [UInt8]
    private let limits: JSONLimits
    private var offset = 0
    private var depth = 0

    static func read(_ bytes: [UInt8], limits: JSONLimits) throws(JSONFault) -> JSONNode {
        var reader = JSONReader(bytes: bytes, limits: limits)
        reader.skipBlanks()
        let value = try reader.value()
        reader.skipBlanks()
        guard reader.offset == bytes.count else { throw reader.error("unexpected text after the value") }
        return value
    }

    private init(bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func error(_ reason: String, at position: Int? = nil) -> JSONFault {
        JSONFault(reason: reason, offset: position ?? offset)
    }
    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a { offset += 1 }
    }

    private mutating func value() throws(JSONFault) -> JSONNode {
        let start = offset
        switch next {
        case UInt8(ascii: "{"): return JSONNode(value: .object(try object()), offset: start)
        case UInt8(ascii: "["): return JSONNode(value: .array(try array()), offset: start)
        case UInt8(ascii: "\""): return JSONNode(value: .string(try string()), offset: start)
        case let byte?
        where byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte):
            return JSONNode(value: try number(), offset: start)
        case UInt8(ascii: "t"): return JSONNode(value: try literal("true", .bool(true)), offset: start)
        case UInt8(ascii: "f"): return JSONNode(value: try literal("false", .bool(false)), offset: start)
        case UInt8(ascii: "n"): return JSONNode(value: try literal("null", .null), offset: start)
        case nil: throw error("the text ends where a value is expected")
        default: throw error("a value is expected")
        }
    }

    private mutating func literal(_ text: StaticString, _ value: JSONNode.Value) throws(JSONFault)
        -> JSONNode.Value
    {
        let wanted = Array("\(text)".utf8)
        guard bytes[offset...].starts(with: wanted) else { throw error("a value is expected") }
        offset += wanted.count
        return value
    }

    private mutating func object() throws(JSONFault) -> [JSONNode.Member] {
        try enter()
        var members: [JSONNode.Member] = []
        var names: Set<String> = []
        if try closes(UInt8(ascii: "}")) { return members }
        while true {
            let position = offset
            guard next == UInt8(ascii: "\"") else { throw error("a name in quotes is expected") }
            let name = try string()
            guard names.insert(name).inserted else { throw error("this name occurs twice", at: position) }
            skipBlanks()
            guard next == UInt8(ascii: ":") else { throw error("':' is expected") }
            offset += 1
            skipBlanks()
            members.append(JSONNode.Member(name: name, offset: position, value: try value()))
            if try separates(UInt8(ascii: "}"), members.count) { return members }
        }
    }

    private mutating func array() throws(JSONFault) -> [JSONNode] {
        try enter()
        var elements: [JSONNode] = []
        if try closes(UInt8(ascii: "]")) { return elements }
        while true {
            elements.append(try value())
            if try separates(UInt8(ascii: "]"), elements.count) { return elements }
        }
    }

    private mutating func enter() throws(JSONFault) {
        depth += 1
        guard depth <= limits.depth else { throw error("more than \(limits.depth) levels deep") }
        offset += 1
    }
    private mutating func closes(_ close: UInt8) throws(JSONFault) -> Bool {
        skipBlanks()
        guard next == close else { return false }
        offset += 1
        depth -= 1
        return true
    }
    /// After an element: `true` at the end of the container, `false` after a comma.
    private mutating func separates(_ close: UInt8, _ count: Int) throws(JSONFault) -> Bool {
        if try closes(close) { return true }
        guard next == UInt8(ascii: ",") else {
            throw error(
                next == nil ? "the text ends inside a value" : "',' or '\(Unicode.Scalar(close))' is expected"
            )
        }
        guard count < limits.elementCount else { throw error("more than \(limits.elementCount) elements") }
        offset += 1
        skipBlanks()
        return false
    }

    private mutating func digits() -> Int {
        let start = offset
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
        return offset - start
    }
    private mutating func number() throws(JSONFault) -> JSONNode.Value {
        let start = offset
        if next == UInt8(ascii: "-") { offset += 1 }
        let first = next
        let count = digits()
        guard count > 0 else { throw error("a digit is expected") }
        guard count == 1 || first != UInt8(ascii: "0") else {
            throw error("a number cannot begin with 0", at: start)
        }
        if next == UInt8(ascii: ".") {
            offset += 1
            guard digits() > 0 else { throw error("a digit is expected") }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            offset += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
            guard digits() > 0 else { throw error("a digit is expected") }
        }
        return .number(String(decoding: bytes[start..<offset], as: UTF8.self))
    }

    private mutating func string() throws(JSONFault) -> String {
        let start = offset
        offset += 1
        var unit: [UInt8] = []
        while true {
            guard let byte = next else { throw error("the string does not end", at: start) }
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                guard let text = String(validating: unit, as: UTF8.self) else {
                    throw error("the string is not UTF-8", at: start)
                }
                return text
            case UInt8(ascii: "\\"): unit.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20: throw error("a control character must be escaped")
            default:
                unit.append(byte)
                offset += 1
            }
        }
    }

    private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
        let start = offset
        offset += 1
        guard let byte = next else { throw error("the string does not end", at: start) }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape(start)
        default: throw error("unknown escape", at: start)
        }
    }
    private mutating func unicodeEscape(_ start: Int) throws(JSONFault) -> Unicode.Scalar {
        let high = try fourHexDigits(start)
        guard (0xd800..<0xdc00).contains(high) else {
            guard let scalar = Unicode.Scalar(high) else {
                throw error("half of a surrogate pair", at: start)
            }
            return scalar
        }
        guard bytes[offset...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
            throw error("half of a surrogate pair", at: start)
        }
        offset += 2
        let low = try fourHexDigits(start)
        guard (0xdc00..<0xe000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00))
        else { throw error("half of a surrogate pair", at: start) }
        return scalar
    }
    private mutating func fourHexDigits(_ start: Int) throws(JSONFault) -> UInt32 {
        guard offset + 4 <= bytes.count else { throw error("four hex digits are expected", at: start) }
        var number: UInt32 = 0
        for byte in bytes[offset..<offset + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw error("four hex digits are expected", at: start)
            }
            number = number << 4 | UInt32(digit)
        }
        offset += 4
        return number
    }
}

extension JSONNode {
    /// Reads `bytes` as one JSON text (RFC 8259) with blanks around it: strictly, in linear time.
    public static func read(_ bytes: [UInt8], limits: JSONLimits) throws(JSONFault) -> JSONNode {
        try JSONReader.read(bytes, limits: limits)
    }
}
