internal import RequestLanguage

/// A member of a parameter file is missing, of the wrong kind or unknown; the place is a scalar of the whole text.
struct FieldError: Error {
    var reason: String
    var scalar: Int
}

/// The members of one object while it is read: each is taken once, and what is left over is an error.
struct ObjectFields {
    private var members: [JSON.Member]
    private let start: Int

    init(_ json: JSON, _ what: String) throws(FieldError) {
        guard case .object(let members) = json.value else {
            throw FieldError(reason: "\(what) is an object", scalar: json.column)
        }
        self.members = members
        start = json.column
    }

    mutating func optional(_ name: String) -> JSON? {
        guard let index = members.firstIndex(where: { $0.name == name }) else { return nil }
        return members.remove(at: index).value
    }

    mutating func required(_ name: String) throws(FieldError) -> JSON {
        guard let value = optional(name) else {
            throw FieldError(reason: "'\(name)' is missing in this object", scalar: start)
        }
        return value
    }

    /// Refuses members that nothing has taken.
    func finish() throws(FieldError) {
        guard let extra = members.first else { return }
        throw FieldError(reason: "there is no '\(extra.name)' here", scalar: extra.column)
    }

    mutating func object(_ name: String) throws(FieldError) -> ObjectFields {
        try ObjectFields(try required(name), "'\(name)'")
    }

    mutating func integer(_ name: String, _ range: ClosedRange<Int>) throws(FieldError) -> Int {
        try Self.integer(try required(name), name, range)
    }

    mutating func optionalInteger(_ name: String, _ range: ClosedRange<Int>) throws(FieldError) -> Int? {
        guard let json = optional(name) else { return nil }
        return try Self.integer(json, name, range)
    }

    mutating func number(_ name: String, _ range: ClosedRange<Double>) throws(FieldError) -> Double {
        try Self.number(try required(name), name, range)
    }

    mutating func optionalNumber(_ name: String, _ range: ClosedRange<Double>) throws(FieldError) -> Double? {
        guard let json = optional(name) else { return nil }
        return try Self.number(json, name, range)
    }

    mutating func word(_ name: String, _ words: [String]) throws(FieldError) -> String {
        let json = try required(name)
        guard let word = json.string, words.contains(word) else {
            throw FieldError(
                reason: "'\(name)' is one of \(words.map { "\"\($0)\"" }.joined(separator: ", "))",
                scalar: json.column)
        }
        return word
    }

    private static func integer(
        _ json: JSON, _ name: String, _ range: ClosedRange<Int>
    ) throws(FieldError) -> Int {
        guard let value = json.integer, let number = Int(exactly: value), range.contains(number) else {
            throw FieldError(
                reason: "'\(name)' is an integer from \(range.lowerBound) to \(range.upperBound)",
                scalar: json.column)
        }
        return number
    }

    static func number(
        _ json: JSON, _ name: String, _ range: ClosedRange<Double>
    ) throws(FieldError) -> Double {
        let number: Double? =
            switch json.value {
            case .integer(let value): Double(value)
            case .number(let text): Double(text)
            default: nil
            }
        guard let number, range.contains(number) else {
            throw FieldError(
                reason: "'\(name)' is a number from \(range.lowerBound) to \(range.upperBound)",
                scalar: json.column)
        }
        return number
    }
}
