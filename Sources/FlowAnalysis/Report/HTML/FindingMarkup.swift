internal import SystemDescription

/// Findings and paths as lists of places, each with its source line.
struct FindingMarkup {
    let sources: SourceText

    /// Errors open, warnings closed.
    func html(_ findings: [FlowFinding]) -> String { findings.map(html).joined() }

    private func html(_ finding: FlowFinding) -> String {
        let isError = finding.severity == .error
        var text = "<details class=\"\(finding.severity.rawValue)\"\(isError ? " open" : "")><summary>"
        text += "\(Markup.escaped(finding.message)) <code>\(finding.rule)</code></summary>\n<ol>"
        for place in finding.places {
            text += "<li\(place.isMain ? " class=\"main\"" : "")>\(Markup.escaped(place.text))"
            text += Markup.place(place.location, sources) + "</li>"
        }
        text += "</ol>"
        for note in finding.notes { text += "<p class=\"quiet\">\(Markup.escaped(note))</p>" }
        if let hint = finding.hint { text += "<p>\(Markup.escaped(hint))</p>" }
        return text + "</details>\n"
    }

    /// The steps of `path`, in the order of flow.
    func steps(_ path: [Int], _ graph: FlowGraph) -> String {
        let items = path.map { place in
            let edge = graph.edges[place]
            return "<li>\(Markup.escaped(graph.words(edge)))\(Markup.place(edge.location, sources))</li>"
        }
        return items.isEmpty ? "" : "<ol class=\"steps\">\(items.joined())</ol>\n"
    }

    /// The names that `path` leads through, as a line.
    func way(_ path: [Int], _ graph: FlowGraph) -> String {
        guard let first = path.first else { return "" }
        let nodes = [graph.edges[first].from] + path.map { graph.edges[$0].to }
        let names = nodes.map { node in
            let kind = graph.nodes[node].isSubject ? "subject" : "region"
            return "<span class=\"node-name \(kind)\">\(Markup.escaped(graph.name(at: node)))</span>"
        }
        return "<p class=\"way\">\(names.joined(separator: " → "))</p>\n"
    }
}
