internal import SystemDescription
internal import SystemPolicy

extension FlowReport {
    /// The graph for Graphviz: what carries data and signals; red is what breaks the policy or answers the question.
    public var dot: String {
        let graph = (other ?? analysis).graph
        let view = (other ?? analysis).view
        let marked = markedEdges
        var used: Set<Int> = []
        var lines: [String] = []
        for (place, edge) in graph.edges.enumerated() where Self.isDrawn(edge) || marked.contains(place) {
            used.formUnion([edge.from, edge.to])
            lines.append(
                "  n\(edge.from) -> n\(edge.to) [\(Self.style(edge, isMarked: marked.contains(place))), "
                    + "tooltip=\(Self.quoted(graph.words(edge)))];\n")
        }
        var text = "digraph system {\n  rankdir=LR;\n  label=\(Self.quoted(graph.system.file));\n"
        text +=
            "  node [fontname=\"sans-serif\", fontsize=11];\n  edge [fontname=\"sans-serif\", fontsize=9];\n"
        for (place, node) in graph.nodes.enumerated() where used.contains(place) || node.isNamedSubject {
            text +=
                "  n\(place) [\(Self.shape(node, view?.level(place))), label=\(Self.quoted(graph.name(node)))];\n"
        }
        return text + lines.joined() + "}\n"
    }

    /// Edges of the graph shown that break the policy, are gained, or lie on the path asked for.
    var markedEdges: Set<Int> {
        if let query { return Set(query.from != nil && query.to != nil ? query.answers.flatMap(\.path) : []) }
        if let difference {
            return Set(
                difference.flows.filter(\.isGain).flatMap(\.path)
                    + difference.rights.filter(\.isGain).flatMap(\.path))
        }
        return Set(analysis.violations.flatMap(\.path))
    }

    /// What follows from another edge that is drawn, or from priorities, is not.
    static func isDrawn(_ edge: FlowEdge) -> Bool {
        switch edge.kind {
        case .read, .write, .execute, .argument, .signal, .authority, .command, .dma, .alias, .firmware,
            .schedulingContext:
            true
        case .code, .result, .backChannel, .fault, .observation, .completion, .sharedBlock, .scheduler: false
        }
    }

    private static func style(_ edge: FlowEdge, isMarked: Bool) -> String {
        let colour = isMarked ? "color=\"#c62828\", penwidth=2.5" : "color=\"#607d8b\""
        return switch edge.kind {
        case .signal: colour + ", style=dashed, arrowhead=vee"
        case .argument: colour + ", dir=both, label=\"call\""
        case .authority: colour + ", arrowhead=diamond, label=\(quoted(edge.detail))"
        case .scheduler, .backChannel, .sharedBlock: colour + ", style=dotted"
        case .read, .write: colour
        default: colour + ", label=\(quoted(edge.kind.rawValue))"
        }
    }

    private static func shape(_ node: FlowNode, _ level: SystemPolicy.Level?) -> String {
        let fill =
            switch level {
            case .secret, .root: ", style=filled, fillcolor=\"#ffe0b2\""
            case .client: ", style=filled, fillcolor=\"#e3f2fd\""
            case .public, nil: ""
            }
        return switch node {
        case .domain: "shape=box" + fill
        case .machine: "shape=box3d" + fill
        case .device, .hardware: "shape=component" + fill
        case .firmware: "shape=octagon"
        case .memory: "shape=house"
        case .region: "shape=cylinder" + fill
        }
    }

    /// A DOT string: quotes and backslashes escaped, control characters spelt out.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for character in text.printable {
            if character == "\"" || character == "\\" { result += "\\" }
            result.append(character)
        }
        return result + "\""
    }
}
