/// A JSON value, as read: members in order, numbers as whole numbers.
enum JSONValue: Hashable {
    case null
    case flag(Bool)
    case number(Int128)
    case string(String)
    case array([JSONValue])
    case object([Member])

    struct Member: Hashable {
        let key: String
        let value: JSONValue
    }

    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
}

/// What is wrong with a JSON text, and where: a byte offset.
struct JSONFlaw: Error, Hashable {
    let offset: Int
    let reason: String
}

/// Reads the JSON that this library writes, strictly: whole numbers of 64 bits, no duplicate keys, at most
/// eight levels deep.
struct JSONReader {
    private static let deepest = 8
    private let bytes: [UInt8]
    private var place = 0

    /// Reads `bytes`, all of them.
    static func read(_ bytes: [UInt8]) throws(JSONFlaw) -> JSONValue {
        var reader = JSONReader(bytes: bytes)
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.place == bytes.count else { throw reader.flaw("nothing more is expected here") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private func flaw(_ reason: String) -> JSONFlaw { JSONFlaw(offset: place, reason: reason) }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0d { place += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        place += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONFlaw) -> JSONValue {
        skipBlanks()
        guard depth < Self.deepest else { throw flaw("more than \(Self.deepest) levels deep") }
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case .some(UInt8(ascii: "-")), .some(0x30...0x39): return try number()
        default: throw flaw("a JSON value is expected here")
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONFlaw) -> JSONValue {
        for byte in String(describing: text).utf8 {
            guard take(byte) else { throw flaw("'\(text)' is expected here") }
        }
        return value
    }

    private mutating func number() throws(JSONFlaw) -> JSONValue {
        let start = place
        let isNegative = take(UInt8(ascii: "-"))
        var value: Int128 = 0
        let digits = place
        while let byte = next, (0x30...0x39).contains(byte) {
            value = value * 10 + Int128(byte - 0x30)
            guard value <= UInt64.max else {
                throw JSONFlaw(offset: start, reason: "the number is too large")
            }
            place += 1
        }
        guard place > digits else { throw flaw("a digit is expected here") }
        guard bytes[digits] != 0x30 || place == digits + 1 else {
            throw JSONFlaw(offset: start, reason: "a number has no leading zeros")
        }
        return .number(isNegative ? -value : value)
    }

    private mutating func array(depth: Int) throws(JSONFlaw) -> JSONValue {
        place += 1
        var elements: [JSONValue] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return .array([]) }
        while true {
            elements.append(try value(depth: depth + 1))
            skipBlanks()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { throw flaw("',' or ']' is expected here") }
        }
    }

    private mutating func object(depth: Int) throws(JSONFlaw) -> JSONValue {
        place += 1
        var members: [JSONValue.Member] = []
        var keys: Set<String> = []
        skipBlanks()
        if take(UInt8(ascii: "}")) { return .object([]) }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw flaw("a key is expected here") }
            let start = place
            let key = try string()
            guard keys.insert(key).inserted else {
                throw JSONFlaw(offset: start, reason: "the key '\(key)' stands here twice")
            }
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw flaw("':' is expected here") }
            members.append(.init(key: key, value: try value(depth: depth + 1)))
            skipBlanks()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw flaw("',' or '}' is expected here") }
        }
    }

    private mutating func string() throws(JSONFlaw) -> String {
        let start = place
        place += 1
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                guard let text = String(validating: text, as: UTF8.self) else {
                    throw JSONFlaw(offset: start, reason: "the string is not valid UTF-8")
                }
                return text
            case UInt8(ascii: "\\"):
                try escape(into: &text)
            case 0..<0x20:
                throw flaw("a control character stands in a string")
            default:
                text.append(byte)
                place += 1
            }
        }
        throw flaw("the string does not end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONFlaw) {
        place += 1
        let letter = next
        place += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter ?? 0)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "u"):
            var unit = try codeUnit()
            if unit >> 10 == 0x36, place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
                bytes[place + 1] == UInt8(ascii: "u")
            {
                place += 2
                let low = try codeUnit()
                guard low >> 10 == 0x37 else { throw flaw("half a surrogate pair") }
                unit = 0x10000 + (unit & 0x3ff) << 10 + low & 0x3ff
            }
            guard let scalar = Unicode.Scalar(unit) else { throw flaw("half a surrogate pair") }
            text += Array(String(Character(scalar)).utf8)
        default:
            place -= 1
            throw flaw("no such escape")
        }
    }

    private mutating func codeUnit() throws(JSONFlaw) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw flaw("four hexadecimal digits are expected here")
            }
            unit = unit << 4 | UInt32(digit)
            place += 1
        }
        return unit
    }
}
