/// The members of a request while it is read: each is taken once, and what is left over is an error.
struct Fields {
    private var members: [JSON.Member]
    private let end: Int

    init(members: [JSON.Member], end: Int) {
        self.members = members
        self.end = end
    }

    private mutating func take(_ name: String) -> JSON? {
        guard let index = members.firstIndex(where: { $0.name == name }) else { return nil }
        return members.remove(at: index).value
    }
    private mutating func require(_ name: String) throws(RequestError) -> JSON {
        guard let value = take(name) else {
            throw RequestError(.badRequest, "'\(name)' is missing", column: end)
        }
        return value
    }

    /// Refuses members that nothing has taken.
    func finish() throws(RequestError) {
        guard let extra = members.first else { return }
        throw RequestError(.badRequest, "this operation has no such field", column: extra.column)
    }

    mutating func word(_ name: String) throws(RequestError) -> (text: String, column: Int) {
        let json = try require(name)
        guard let text = json.string else {
            throw RequestError(.badRequest, "'\(name)' is a string", column: json.column)
        }
        return (text, json.column)
    }

    mutating func name(_ field: String) throws(RequestError) -> String {
        try Self.name(field, try require(field))
    }

    /// The name of something that exists: the caller's, or another's as `OWNER/NAME`.
    mutating func reference(_ field: String) throws(RequestError) -> String {
        try Self.reference(field, try require(field))
    }

    static func reference(_ field: String, _ json: JSON) throws(RequestError) -> String {
        guard let text = json.string, let slash = text.firstIndex(of: "/") else {
            return try name(field, json)
        }
        let owner = JSON(.string(String(text[..<slash])), column: json.column)
        let rest = JSON(.string(String(text[text.index(after: slash)...])), column: json.column)
        return try name(field, owner) + "/" + name(field, rest)
    }

    mutating func optionalName(_ field: String) throws(RequestError) -> String? {
        guard let json = take(field) else { return nil }
        return try Self.name(field, json)
    }

    static func name(_ field: String, _ json: JSON) throws(RequestError) -> String {
        let allowed: (Unicode.Scalar) -> Bool = {
            $0.isASCII
                && ($0.properties.isAlphabetic || $0.properties.numericType != nil
                    || "._-".unicodeScalars.contains($0))
        }
        guard let text = json.string, !text.isEmpty, text.utf8.count <= RequestReader.nameLimit,
            text.unicodeScalars.allSatisfy(allowed)
        else {
            throw RequestError(
                .badRequest, "'\(field)' is 1 to \(RequestReader.nameLimit) letters, digits, '.', '_' or '-'",
                column: json.column)
        }
        return text
    }

    mutating func optionalNames(_ field: String, limit: Int) throws(RequestError) -> [String]? {
        guard let json = take(field) else { return nil }
        guard let elements = json.array, elements.count <= limit else {
            throw RequestError(
                .badRequest, "'\(field)' is an array of at most \(limit) names", column: json.column)
        }
        var names: [String] = []
        for element in elements { names.append(try Self.name(field, element)) }
        return names
    }

    mutating func terms() throws(RequestError) -> [String] {
        let json = try require("terms")
        guard let elements = json.array, elements.count <= RequestReader.termLimit else {
            throw RequestError(
                .badRequest, "'terms' is an array of at most \(RequestReader.termLimit) names",
                column: json.column)
        }
        guard elements.count >= 2 else {
            throw RequestError(.badRequest, "'terms' has at least two", column: json.column)
        }
        var names: [String] = []
        for element in elements { names.append(try Self.reference("terms", element)) }
        return names
    }

    mutating func count(_ field: String) throws(RequestError) -> UInt64 {
        let json = try require(field)
        guard let number = json.integer, number >= 0 else {
            throw RequestError(.badRequest, "'\(field)' is an integer from 0", column: json.column)
        }
        return UInt64(number)
    }

    mutating func purpose() throws(RequestError) -> Request.Purpose {
        let json = try require("purpose")
        guard let purpose = json.string.flatMap(Request.Purpose.init) else {
            let words = Request.Purpose.allCases.map(\.rawValue).joined(separator: ", ")
            throw RequestError(.badRequest, "'purpose' is one of \(words)", column: json.column)
        }
        return purpose
    }

    mutating func array(
        _ field: String, limit: Int
    ) throws(RequestError) -> (elements: [JSON], column: Int) {
        guard let array = try optionalArray(field, limit: limit) else {
            throw RequestError(.badRequest, "'\(field)' is missing", column: end)
        }
        return array
    }

    mutating func optionalArray(
        _ field: String, limit: Int
    ) throws(RequestError) -> (elements: [JSON], column: Int)? {
        guard let json = take(field) else { return nil }
        guard let elements = json.array else {
            throw RequestError(.badRequest, "'\(field)' is an array", column: json.column)
        }
        guard elements.count <= limit else {
            throw RequestError(
                .badRequest, "'\(field)' has \(elements.count) elements, and \(limit) are allowed",
                column: json.column)
        }
        return (elements, json.column)
    }

    mutating func object(_ field: String) throws(RequestError) -> (members: [JSON.Member], column: Int) {
        let json = try require(field)
        guard case .object(let members) = json.value else {
            throw RequestError(.badRequest, "'\(field)' is an object", column: json.column)
        }
        return (members, json.column)
    }

    /// Exactly one of `text`, `integers`, `integer` (with its `type`), `bit`.
    mutating func plaintext() throws(RequestError) -> Request.Plaintext {
        let given = ["text", "integers", "integer", "bit"].compactMap { name in take(name).map { (name, $0) }
        }
        guard let (name, json) = given.first, given.count == 1 else {
            throw RequestError(
                .badRequest, "exactly one of 'text', 'integers', 'integer' and 'bit' is needed",
                column: given.dropFirst().first?.1.column ?? end)
        }
        if name == "integer" { return try typedInteger(json) }
        switch (name, json.value) {
        case ("text", .string(let text)): return .text(text)
        case ("bit", .integer(0)), ("bit", .bool(false)): return .bit(false)
        case ("bit", .integer(1)), ("bit", .bool(true)): return .bit(true)
        case ("integers", .array(let elements)) where !elements.isEmpty:
            return .integers(try Self.integers(elements))
        case ("text", _): throw RequestError(.badRequest, "'text' is a string", column: json.column)
        case ("bit", _): throw RequestError(.badRequest, "'bit' is 0 or 1", column: json.column)
        default:
            throw RequestError(.badRequest, "'integers' is an array of integers from 0", column: json.column)
        }
    }

    private mutating func typedInteger(_ json: JSON) throws(RequestError) -> Request.Plaintext {
        let truth: Int128? = json.bool.map { $0 ? 1 : 0 }
        guard let value = json.wideInteger ?? truth else {
            throw RequestError(.badRequest, "'integer' is an integer, true or false", column: json.column)
        }
        return .integer(value, type: try name("type"))
    }

    private static func integers(_ elements: [JSON]) throws(RequestError) -> [UInt64] {
        var numbers: [UInt64] = []
        numbers.reserveCapacity(elements.count)
        for element in elements {
            guard let number = element.integer, number >= 0 else {
                throw RequestError(.badRequest, "'integers' holds integers from 0", column: element.column)
            }
            numbers.append(UInt64(number))
        }
        return numbers
    }
}
