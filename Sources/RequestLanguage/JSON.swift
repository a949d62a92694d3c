/// A JSON value and where it began: numbers are kept apart by whether they are integers of 64 bits.
public struct JSON: Hashable, Sendable {
    /// What a value is.
    public indirect enum Value: Hashable, Sendable {
        /// `null`.
        case null
        /// `true` or `false`.
        case bool(Bool)
        /// A number without fraction and exponent that 64 signed bits hold.
        case integer(Int64)
        /// Any other number, as written.
        case number(String)
        /// A string, escapes resolved.
        case string(String)
        /// An array.
        case array([JSON])
        /// An object, members in the order written; no name occurs twice.
        case object([Member])
    }
    /// One member of an object.
    public struct Member: Hashable, Sendable {
        /// The member's name.
        public var name: String
        /// Where the name began: a column from 1.
        public var column: Int
        /// Its value.
        public var value: JSON

        /// Makes a member.
        public init(name: String, column: Int = 0, value: JSON) {
            self.name = name
            self.column = column
            self.value = value
        }
    }

    /// What it is.
    public var value: Value
    /// Where it began: a column from 1, in Unicode scalars; 0 for a value that was not read.
    public var column: Int

    /// Makes a value.
    public init(_ value: Value, column: Int = 0) {
        self.value = value
        self.column = column
    }
}

extension JSON {
    /// The member `name` of an object; `nil` when there is none or this is no object.
    public subscript(_ name: String) -> JSON? {
        guard case .object(let members) = value else { return nil }
        return members.first { $0.name == name }?.value
    }
    /// The string, when it is one.
    public var string: String? { if case .string(let text) = value { text } else { nil } }
    /// The integer, when it is one.
    public var integer: Int64? { if case .integer(let number) = value { number } else { nil } }
    /// The integer, when it is one, also of more than 64 bits.
    public var wideInteger: Int128? {
        switch value {
        case .integer(let number): Int128(number)
        case .number(let text): Int128(text)
        default: nil
        }
    }
    /// The truth value, when it is one.
    public var bool: Bool? { if case .bool(let truth) = value { truth } else { nil } }
    /// The elements, when it is an array.
    public var array: [JSON]? { if case .array(let elements) = value { elements } else { nil } }
}

/// Why a line is no JSON text.
public struct JSONSyntaxError: Error, Equatable, Sendable {
    /// What was wrong.
    public var reason: String
    /// Where: a column from 1, in Unicode scalars.
    public var column: Int
}
