/// Who can get information to whom: the closure of the edges, per strength.
public struct FlowClosure: Sendable {
    /// Per strength and node, the nodes reached: bits of words.
    private var reached: [[[UInt64]]] = []
    private let width: Int
    /// The positions of the nodes from which was searched.
    public let sources: [Int]

    /// Closes `graph` from its subjects; regions are reached, but not searched from.
    ///
    /// - Complexity: subjects times edges, per strength.
    public init(_ graph: FlowGraph) {
        width = (graph.nodes.count + 63) / 64
        sources = graph.nodes.indices.filter { graph.nodes[$0].isSubject }
        for strength in FlowStrength.allCases {
            var rows = [[UInt64]](repeating: [], count: graph.nodes.count)
            for source in sources {
                var row = [UInt64](repeating: 0, count: width)
                for node in FlowReach(graph, from: [source], strength: strength).order {
                    row[node >> 6] |= 1 << UInt64(node & 63)
                }
                rows[source] = row
            }
            reached.append(rows)
        }
    }

    /// Whether information of subject `source` can get to `target`; every node reaches itself.
    public func reaches(_ source: Int, _ target: Int, _ strength: FlowStrength) -> Bool {
        let row = reached[Int(strength.rawValue)][source]
        return !row.isEmpty && row[target >> 6] >> UInt64(target & 63) & 1 != 0
    }

    /// The strongest kind of flow from subject `source` to `target`; nil when there is none.
    public func strongest(_ source: Int, _ target: Int) -> FlowStrength? {
        FlowStrength.allCases.first { reaches(source, target, $0) }
    }
}
