/// A JSON value as it stands in a text, and where it begins.
public struct JSONNode: Hashable, Sendable {
    /// What a value is.
    public indirect enum Value: Hashable, Sendable {
        /// `null`.
        case null
        /// `true` or `false`.
        case bool(Bool)
        /// A number, as written.
        case number(String)
        /// A string, escapes resolved.
        case string(String)
        /// An array.
        case array([JSONNode])
        /// An object, members in the order of the text; no name occurs twice.
        case object([Member])
    }

    /// One member of an object.
    public struct Member: Hashable, Sendable {
        /// Its name, escapes resolved.
        public let name: String
        /// The byte at which the name begins.
        public let offset: Int
        /// Its value.
        public let value: JSONNode
    }

    /// What it is.
    public let value: Value
    /// The byte at which it begins; children begin later, in order.
    public let offset: Int
}

/// How much a JSON text may hold.
public struct JSONLimits: Hashable, Sendable {
    /// Containers within one another.
    public let depth: Int
    /// Elements of one array, members of one object.
    public let elementCount: Int

    /// Makes limits.
    public init(depth: Int, elementCount: Int) {
        self.depth = depth
        self.elementCount = elementCount
    }
}

/// Why a text is not JSON.
public struct JSONFault: Error, Hashable, Sendable {
    /// What is wrong.
    public let reason: String
    /// The byte it is about.
    public let offset: Int
}
