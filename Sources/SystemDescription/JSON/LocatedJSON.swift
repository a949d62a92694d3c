internal import JSONSyntax

/// A JSON value and where it stands, for the files beside a description.
public struct LocatedJSON: Hashable, Sendable {
    /// The value itself.
    public indirect enum Value: Hashable, Sendable {
        /// `null`.
        case null
        /// `true` or `false`.
        case boolean(Bool)
        /// A number, as written.
        case number(String)
        /// A string, unescaped.
        case string(String)
        /// An array.
        case array([LocatedJSON])
        /// An object, in the order of the text; keys are unique.
        case object([Member])
    }

    /// One member of an object.
    public struct Member: Hashable, Sendable {
        /// The key, unescaped.
        public var key: String
        /// Where the key stands.
        public var location: SourceLocation
        /// The value.
        public var value: LocatedJSON

        /// Makes a member.
        public init(key: String, location: SourceLocation, value: LocatedJSON) {
            self.key = key
            self.location = location
            self.value = value
        }
    }

    /// The value.
    public var value: Value
    /// Where it begins.
    public var location: SourceLocation

    /// Makes a value.
    public init(_ value: Value, at location: SourceLocation) {
        self.value = value
        self.location = location
    }

    /// Reads `text`, which must be one value and nothing else, nested at most 64 deep.
    ///
    /// - Complexity: linear.
    public init(text: [UInt8], file: String) throws(JSONError) {
        do throws(JSONFault) {
            var places = Places(text: text, file: file)
            self.init(try JSONNode.read(text, limits: Self.limits), &places)
        } catch {
            var places = Places(text: text, file: file)
            throw JSONError(error.reason, at: places.location(of: error.offset))
        }
    }

    private static let limits = JSONLimits(depth: 64, elementCount: 1 << 20)

    private init(_ node: JSONNode, _ places: inout Places) {
        location = places.location(of: node.offset)
        switch node.value {
        case .null: value = .null
        case .bool(let truth): value = .boolean(truth)
        case .number(let text): value = .number(text)
        case .string(let text): value = .string(text)
        case .array(let nodes):
            var elements: [LocatedJSON] = []
            for node in nodes { elements.append(LocatedJSON(node, &places)) }
            value = .array(elements)
        case .object(let nodes):
            var members: [Member] = []
            for node in nodes {
                let key = places.location(of: node.offset)
                members.append(Member(key: node.name, location: key, value: .init(node.value, &places)))
            }
            value = .object(members)
        }
    }
}

/// Locations of bytes, asked for in ascending order.
private struct Places {
    let text: [UInt8]
    let file: String
    private var cursor = PositionCursor()

    init(text: [UInt8], file: String) {
        self.text = text
        self.file = file
    }

    mutating func location(of offset: Int) -> SourceLocation {
        cursor.advance(to: min(offset, text.count), in: text)
        return SourceLocation(file: file, row: cursor.position.row, column: cursor.position.column)
    }
}

extension LocatedJSON {
    /// The members of an object; throws when it is something else.
    public var members: [Member] {
        get throws(JSONError) {
            guard case .object(let members) = value else { throw expected("an object") }
            return members
        }
    }
    /// The elements of an array; throws when it is something else.
    public var elements: [LocatedJSON] {
        get throws(JSONError) {
            guard case .array(let elements) = value else { throw expected("an array") }
            return elements
        }
    }
    /// The text of a string; throws when it is something else.
    public var text: String {
        get throws(JSONError) {
            guard case .string(let text) = value else { throw expected("a string") }
            return text
        }
    }
    /// The value of a whole number from 0 to 2^64 - 1; throws when it is something else.
    public var count: UInt64 {
        get throws(JSONError) {
            guard case .number(let text) = value, let count = UInt64(text) else {
                throw expected("a whole number, not negative")
            }
            return count
        }
    }
    /// The value of `true` or `false`; throws when it is something else.
    public var boolean: Bool {
        get throws(JSONError) {
            guard case .boolean(let boolean) = value else { throw expected("true or false") }
            return boolean
        }
    }
    /// The member `key` of an object, `nil` when it has none; throws when it is no object.
    public func member(_ key: String) throws(JSONError) -> LocatedJSON? {
        try members.first { $0.key == key }?.value
    }
    /// The error that something else was wanted here.
    public func expected(_ what: String) -> JSONError { JSONError("expected \(what)", at: location) }
}

/// What is wrong with a JSON text, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public var message: String
    /// Where.
    public var location: SourceLocation

    /// Makes an error.
    public init(_ message: String, at location: SourceLocation) {
        self.message = message
        self.location = location
    }

    /// `Error: {message}: {file}:{row}:{column}`.
    public var description: String { "Error: \(message): \(location)" }
}
