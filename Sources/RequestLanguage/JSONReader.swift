internal import JSONSyntax

/// Reads one line of a request or an answer as JSON: strictly, bounded, in linear time.
public enum JSONReader {
    /// Containers may nest this deep.
    public static let depthLimit = 16
    /// An array or object may have this many elements.
    public static let elementLimit = 65_536

    /// Reads `bytes` as one JSON text with blanks around it.
    public static func read(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSON {
        var columns = Columns(bytes: bytes)
        do throws(JSONFault) {
            let limits = JSONLimits(depth: depthLimit, elementCount: elementLimit)
            return JSON(try JSONNode.read(bytes, limits: limits), &columns)
        } catch {
            throw JSONSyntaxError(reason: error.reason, column: columns.column(of: error.offset))
        }
    }
}

/// Columns of bytes, from 1, in Unicode scalars; asked for in ascending order.
private struct Columns {
    let bytes: [UInt8]
    private var offset = 0
    private var scalars = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func column(of position: Int) -> Int {
        while offset < min(position, bytes.count) {
            if bytes[offset] & 0xc0 != 0x80 { scalars += 1 }
            offset += 1
        }
        return scalars + 1
    }
}

extension JSON {
    fileprivate init(_ node: JSONNode, _ columns: inout Columns) {
        column = columns.column(of: node.offset)
        switch node.value {
        case .null: value = .null
        case .bool(let truth): value = .bool(truth)
        case .number(let text): value = Int64(text).map { .integer($0) } ?? .number(text)
        case .string(let text): value = .string(text)
        case .array(let nodes):
            var elements: [JSON] = []
            elements.reserveCapacity(nodes.count)
            for node in nodes { elements.append(JSON(node, &columns)) }
            value = .array(elements)
        case .object(let nodes):
            var members: [Member] = []
            for node in nodes {
                let column = columns.column(of: node.offset)
                members.append(Member(name: node.name, column: column, value: JSON(node.value, &columns)))
            }
            value = .object(members)
        }
    }
}
