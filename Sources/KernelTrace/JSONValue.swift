internal import JSONSyntax

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
enum JSONReader {
    private static let limits = JSONLimits(depth: 8, elementCount: 1 << 24)

    /// Reads `bytes`, all of them.
    static func read(_ bytes: [UInt8]) throws(JSONFlaw) -> JSONValue {
        let node: JSONNode
        do throws(JSONFault) {
            node = try JSONNode.read(bytes, limits: limits)
        } catch {
            throw JSONFlaw(offset: error.offset, reason: error.reason)
        }
        return try value(node)
    }

    private static func value(_ node: JSONNode) throws(JSONFlaw) -> JSONValue {
        switch node.value {
        case .null: return .null
        case .bool(let flag): return .flag(flag)
        case .number(let text):
            guard let number = Int128(text), -Int128(UInt64.max)...Int128(UInt64.max) ~= number else {
                throw JSONFlaw(offset: node.offset, reason: "a whole number of 64 bits is expected")
            }
            return .number(number)
        case .string(let text): return .string(text)
        case .array(let nodes):
            var elements: [JSONValue] = []
            for node in nodes { elements.append(try value(node)) }
            return .array(elements)
        case .object(let nodes):
            var members: [JSONValue.Member] = []
            for node in nodes { members.append(.init(key: node.name, value: try value(node.value))) }
            return .object(members)
        }
    }
}
