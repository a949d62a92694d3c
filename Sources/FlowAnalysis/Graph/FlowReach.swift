/// Where information gets to from some nodes, or where it comes from: a breadth-first search with its tree.
///
/// The tree gives a shortest path to each node that was reached.
public struct FlowReach: Sendable {
    /// Which way the search went.
    public enum Direction: Hashable, Sendable {
        /// Along the edges: who can learn.
        case forward
        /// Against them: who can influence.
        case backward
    }

    /// The nodes in the order in which they were reached, the start first.
    public private(set) var order: [Int] = []
    /// Per node, the edge by which it was reached; -1 for the start, -2 for what was not reached.
    private var via: [Int]
    private let direction: Direction
    private let edges: [FlowEdge]

    /// Searches from `start`.
    ///
    /// - Parameters:
    ///   - graph: where.
    ///   - start: nodes by position.
    ///   - strength: the weakest flow that counts.
    ///   - direction: along the edges or against them.
    ///   - mayCross: whether the search goes on from a node over an edge; nil for always.
    /// - Complexity: linear in nodes and edges.
    public init(
        _ graph: FlowGraph, from start: [Int], strength: FlowStrength, direction: Direction = .forward,
        mayCross: ((_ node: Int, _ edge: FlowEdge) -> Bool)? = nil
    ) {
        self.direction = direction
        edges = graph.edges
        via = Array(repeating: -2, count: graph.nodes.count)
        for node in start where via[node] == -2 {
            via[node] = -1
            order.append(node)
        }
        var next = 0
        while next < order.count {
            let node = order[next]
            next += 1
            for place in direction == .forward ? graph.outgoing[node] : graph.incoming[node] {
                let edge = edges[place]
                let other = direction == .forward ? edge.to : edge.from
                guard via[other] == -2, edge.kind.strength <= strength, mayCross?(node, edge) ?? true else {
                    continue
                }
                via[other] = place
                order.append(other)
            }
        }
    }

    /// Whether information can get there, or come from there; true for the start.
    public func contains(_ node: Int) -> Bool { via[node] != -2 }

    /// A shortest path between the start and `node`, in the order of flow, as positions of edges.
    ///
    /// Empty for the start and for what was not reached.
    public func path(_ node: Int) -> [Int] {
        var path: [Int] = []
        var here = node
        while via[here] >= 0 {
            path.append(via[here])
            here = direction == .forward ? edges[via[here]].from : edges[via[here]].to
        }
        return direction == .forward ? path.reversed() : path
    }
}
