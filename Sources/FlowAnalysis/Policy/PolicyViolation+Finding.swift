internal import SystemPolicy

extension PolicyViolation {
    /// The violation in words, with its path.
    func finding(_ graph: FlowGraph, _ view: PolicyView, cut: [FlowEdge]?) -> FlowFinding {
        var finding = FlowFinding(severity: .error, rule: rule.rawValue, message: message(graph, view))
        finding.places = path.map { place in
            FlowFinding.Place(
                location: graph.edges[place].location, text: graph.words(graph.edges[place]),
                isMain: place == crossing)
        }
        if let statement { finding.notes.append("the policy says so at \(statement)") }
        if !alsoAssets.isEmpty {
            let names = alsoAssets.map(graph.name(at:)).joined(separator: ", ")
            finding.notes.append("the same step \(rule == .influence ? "influences" : "carries") \(names)")
        }
        if let cut, cut.count == 1 {
            finding.hint = "it would stop without: \(graph.words(cut[0]))"
        }
        return finding
    }

    private func message(_ graph: FlowGraph, _ view: PolicyView) -> String {
        let (asset, offender) = (graph.name(at: asset), graph.name(at: offender))
        let level = level?.rawValue ?? ""
        switch rule {
        case .reader:
            return "\(offender) can learn \(asset) (\(level)), and its readers do not include it"
        case .clearance:
            let clearance = view.levels[self.offender]
            return "\(offender) can learn \(what(graph, asset, level)), "
                + (clearance.map { "but is \($0.rawValue)" } ?? "but the policy does not say that it may")
        case .label:
            let label = view.levels[self.offender]?.rawValue ?? "public"
            return "\(what(graph, asset, level)) can get into \(offender), which is labelled \(label)"
        case .influence:
            return "\(offender) can influence \(asset), and its influencers do not include it"
        }
    }

    /// `sk_shared_mem (secret)`, `what encryption holds (client)`.
    private func what(_ graph: FlowGraph, _ asset: String, _ level: String) -> String {
        graph.nodes[self.asset].isSubject ? "what \(asset) holds (\(level))" : "\(asset) (\(level))"
    }
}
