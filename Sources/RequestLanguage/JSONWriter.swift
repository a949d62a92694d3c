internal import JSONSyntax

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
        case .string(let string): text += JSONQuoting.quoted(string)
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
                text += JSONQuoting.quoted(member.name)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
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
