extension JSON {
    /// The value as one line of JSON; control characters are escaped, so it holds no line feed.
    public var line: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch value {
        case .null: text += "null"
        case .bool(let truth): text += truth ? "true" : "false"
        case .integer(let number): text += String(number)
        case .number(let number): text += number
        case .string(let string): Self.write(string, to: &text)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                Self.write(member.name, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<" ", "\u{7f}"..<"\u{a0}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral
{
    // The literals of tests, examples and answers.
    /// A string.
    public init(stringLiteral value: String) { self.init(.string(value)) }
    /// An integer.
    public init(integerLiteral value: Int64) { self.init(.integer(value)) }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self.init(.bool(value)) }
    /// An array.
    public init(arrayLiteral elements: JSON...) { self.init(.array(elements)) }
    /// An object; names must differ.
    public static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
        JSON(.object(members.map { Member(name: $0.key, value: $0.value) }))
    }
    /// A string.
    public static func text(_ text: String) -> JSON { JSON(.string(text)) }
    /// An integer; one too large is written as it is.
    public static func number(_ number: some BinaryInteger) -> JSON {
        JSON(Int64(exactly: number).map { .integer($0) } ?? .number(String(number)))
    }
}
