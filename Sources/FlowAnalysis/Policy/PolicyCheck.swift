internal import SystemDescription
internal import SystemPolicy

/// Holds a policy against a graph.
///
/// Confidentiality goes forward from every labelled region and subject and stops at declassifiers; integrity goes
/// backward from everything with `influencers` and stops at endorsers. A search does not go on beyond a violation.
public struct PolicyCheck: Sendable {
    /// What is broken, the highest level and the shortest path first.
    public private(set) var violations: [PolicyViolation] = []
    private let graph: FlowGraph
    private let view: PolicyView

    /// Checks `view`'s policy.
    public init(_ graph: FlowGraph, _ view: PolicyView) {
        self.graph = graph
        self.view = view
        for node in graph.nodes.indices {
            checkConfidentiality(node)
            checkIntegrity(node)
        }
        violations.sort { left, right in
            let levels = (left.level?.rawRank ?? -1, right.level?.rawRank ?? -1)
            if levels.0 != levels.1 { return levels.0 > levels.1 }
            return (left.path.count, left.crossing, left.rule.rawValue)
                < (right.path.count, right.crossing, right.rule.rawValue)
        }
        mergeSameCrossings()
    }

    // MARK: Confidentiality

    private mutating func checkConfidentiality(_ source: Int) {
        guard let level = view.levels[source], level > .public else { return }
        guard let declassifier = view.declassifiers[source] else {
            return follow(source, level, view.readers[source]) { _ in true }
        }
        // What is taken from a declassifier is as secret as ever; what it gives away is what it says.
        follow(source, level, view.readers[source]) { !$0.kind.isGiven }
        if declassifier.level > .public { follow(source, declassifier.level, nil) { $0.kind.isGiven } }
    }

    private mutating func follow(
        _ source: Int, _ level: SystemPolicy.Level, _ readers: Set<Int>?,
        _ startsWith: @escaping (FlowEdge) -> Bool
    ) {
        let check = self
        let reach = FlowReach(graph, from: [source], strength: view.strength) { node, edge in
            if node == source { return startsWith(edge) }
            return !check.view.isDeclassified(edge) && !check.isFollowed(from: node, level, readers)
                && check.broken(node, level, readers) == nil
        }
        for node in reach.order.dropFirst() {
            guard let rule = broken(node, level, readers) else { continue }
            violations.append(
                PolicyViolation(
                    rule: rule, asset: source, offender: node, level: level, path: reach.path(node),
                    statement: view.statements[rule == .reader ? source : node] ?? view.statements[source]))
        }
    }

    /// Whether the node's own check goes at least as far: it is an asset of a level as high.
    ///
    /// A list of readers is the asset's own, so what has one is followed everywhere.
    private func isFollowed(
        from node: Int, _ level: SystemPolicy.Level, _ readers: Set<Int>?
    ) -> Bool {
        readers == nil && (view.levels[node] ?? .public) >= level
    }

    /// Which rule it breaks that information of `level`, for `readers`, is at `node`.
    private func broken(
        _ node: Int, _ level: SystemPolicy.Level, _ readers: Set<Int>?
    ) -> PolicyViolation.Rule? {
        switch graph.nodes[node] {
        case .memory, .firmware: return nil
        case .region:
            guard let label = view.levels[node] else { return nil }
            return label < level ? .label : nil
        case .hardware(let domain): return broken(graph.at(.domain(domain)), level, readers)
        case .domain, .machine, .device:
            let clearance = view.levels[node]
            guard let readers else { return (clearance ?? .public) < level ? .clearance : nil }
            guard readers.contains(node) else { return .reader }
            return (clearance ?? level) < level ? .clearance : nil
        }
    }

    // MARK: Integrity

    private mutating func checkIntegrity(_ target: Int) {
        guard let influencers = view.influencers[target] else { return }
        let (graph, view) = (graph, view)
        func isAllowed(_ node: Int) -> Bool {
            switch graph.nodes[node] {
            case .memory, .firmware, .region: true
            case .hardware(let domain): isAllowed(graph.at(.domain(domain)))
            case .domain, .machine, .device: node == target || influencers.contains(node)
            }
        }
        let reach = FlowReach(graph, from: [target], strength: view.strength, direction: .backward) {
            node, edge in isAllowed(node) && !view.isEndorsed(edge)
        }
        for node in reach.order.dropFirst() where !isAllowed(node) {
            violations.append(
                PolicyViolation(
                    rule: .influence, asset: target, offender: node, level: nil, path: reach.path(node),
                    statement: view.statements[target]))
        }
    }

    /// What leaks, or influences, by the same step is told once, by its shortest path.
    private mutating func mergeSameCrossings() {
        struct Key: Hashable {
            var isInfluence: Bool
            var crossing: Int
        }
        var firsts: [Key: Int] = [:]
        var merged: [PolicyViolation] = []
        for violation in violations {
            let key = Key(isInfluence: violation.rule == .influence, crossing: violation.crossing)
            if let first = firsts[key] {
                if !merged[first].alsoAssets.contains(violation.asset), merged[first].asset != violation.asset
                {
                    merged[first].alsoAssets.append(violation.asset)
                }
            } else {
                firsts[key] = merged.count
                merged.append(violation)
            }
        }
        violations = merged
    }
}

extension SystemPolicy.Level {
    /// 0 for public to 3 for root.
    var rawRank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
