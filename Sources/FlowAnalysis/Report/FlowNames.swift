internal import SystemDescription

/// Names that a user may have meant.
enum FlowNames {
    static func nearest(to name: String, in graph: FlowGraph) -> String? {
        Suggestion.nearest(
            to: name,
            in: graph.nodes.filter { $0.isNamedSubject || !$0.isSubject && $0 != .memory }.map(graph.name))
    }
}
