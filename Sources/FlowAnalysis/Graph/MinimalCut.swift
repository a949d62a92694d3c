/// The fewest rights whose removal stops all flow between two sets of nodes (maximum flow, minimum cut).
///
/// Every edge costs one, but for those that no right of the description stands behind (scheduling), which cannot
/// be cut. Menger: as many as there are paths that share no edge.
public struct MinimalCut: Sendable {
    /// Positions of the edges to take away, ascending; nil when taking away cannot stop the flow, or not so few.
    public let edges: [Int]?

    /// Finds it.
    ///
    /// - Parameters:
    ///   - graph: where.
    ///   - sources: nodes by position; they must not meet `targets`.
    ///   - targets: nodes by position.
    ///   - strength: the weakest flow that counts.
    ///   - most: larger cuts are of no interest.
    /// - Complexity: edges times the size of the cut (augmenting by breadth-first search).
    public init(
        _ graph: FlowGraph, from sources: [Int], to targets: [Int], strength: FlowStrength, most: Int = .max
    ) {
        let targetSet = Set(targets)
        guard targetSet.isDisjoint(with: sources) else {
            edges = nil
            return
        }
        var used = [Int](repeating: 0, count: graph.edges.count)
        var pathCount = 0
        while true {
            let search = Residual(graph, sources, strength, used)
            guard let end = targets.first(where: { search.via[$0] != Residual.unreached }) else {
                edges = graph.edges.indices.filter {
                    used[$0] > 0 && graph.edges[$0].location != nil
                        && search.via[graph.edges[$0].from] != Residual.unreached
                        && search.via[graph.edges[$0].to] == Residual.unreached
                }
                return
            }
            pathCount += 1
            guard pathCount <= most, search.augment(to: end, graph, &used) else {
                edges = nil
                return
            }
        }
    }
}

/// One search in what flow is left: unused edges forward, used ones backward.
private struct Residual {
    static let unreached = Int.min
    /// The edge by which a node was reached: its position, or its complement when against it; -1 at a source.
    private(set) var via: [Int]
    private static let start = Int.max

    init(_ graph: FlowGraph, _ sources: [Int], _ strength: FlowStrength, _ used: [Int]) {
        via = Array(repeating: Self.unreached, count: graph.nodes.count)
        var order = sources
        for source in sources { via[source] = Self.start }
        var next = 0
        while next < order.count {
            let node = order[next]
            next += 1
            for place in graph.outgoing[node] where graph.edges[place].kind.strength <= strength {
                let edge = graph.edges[place]
                // What cannot be cut never fills up.
                guard used[place] == 0 || edge.location == nil, via[edge.to] == Self.unreached else {
                    continue
                }
                via[edge.to] = place
                order.append(edge.to)
            }
            for place in graph.incoming[node]
            where used[place] > 0 && via[graph.edges[place].from] == Self.unreached {
                via[graph.edges[place].from] = ~place
                order.append(graph.edges[place].from)
            }
        }
    }

    /// Fills up the path; false when nothing on it can be filled, so that there is no cut.
    func augment(to end: Int, _ graph: FlowGraph, _ used: inout [Int]) -> Bool {
        var here = end
        var changes = false
        while via[here] != Self.start {
            let place = via[here] >= 0 ? via[here] : ~via[here]
            let edge = graph.edges[place]
            used[place] += via[here] >= 0 ? 1 : -1
            if edge.location != nil { changes = true }
            here = via[here] >= 0 ? edge.from : edge.to
        }
        return changes
    }
}
