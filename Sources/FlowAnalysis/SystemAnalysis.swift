public import KernelTrace
public import SystemDescription
public import SystemPolicy

/// Everything that can be said about who reaches what in a system.
///
/// Pure: a description, perhaps a policy and traces go in; nothing is read or written.
public struct SystemAnalysis: Sendable {
    /// The description.
    public let system: CheckedSystem
    /// What can carry information.
    public let graph: FlowGraph
    /// Who can touch which region.
    public let matrix: AccessMatrix
    /// Who can get information to whom.
    public let closure: FlowClosure
    /// The policy by nodes; nil without one.
    public let view: PolicyView?
    /// What breaks the policy.
    public let violations: [PolicyViolation]
    /// What breaks the policy, then what is worth a look.
    public let findings: [FlowFinding]
    /// What falls with each domain, virtual machine and device, in the order of the matrix.
    public let blast: [BlastRadius]
    /// What traces used; nil without traces.
    public let use: TraceUse?
    /// What came to whom in traces, up to declassifiers: per domain the regions; nil without traces.
    public let taint: [Set<Int>]?

    /// Analyses `system`.
    ///
    /// - Parameters:
    ///   - system: a description that was accepted.
    ///   - policy: the policy for it; its positions are those of `system`.
    ///   - traces: runs of it.
    /// - Throws: when a trace is of another system.
    /// - Complexity: subjects times edges.
    public init(
        _ system: CheckedSystem, policy: SystemPolicy? = nil, traces: [Trace] = []
    ) throws(TraceUse.Mismatch) {
        self.system = system
        graph = FlowGraph(system, withoutDMA: Set(policy?.assumptions.map(\.domain) ?? []))
        let graph = graph
        matrix = AccessMatrix(graph)
        let matrix = matrix
        closure = FlowClosure(graph)
        let view = policy.map { PolicyView($0, graph) }
        self.view = view
        violations = view.map { PolicyCheck(graph, $0).violations } ?? []
        blast = matrix.subjects.indices.map { BlastRadius(graph, matrix, row: $0, view) }
        if traces.isEmpty {
            (use, taint) = (nil, nil)
        } else {
            var sum = TraceUse(system)
            var learnt = [Set<Int>](repeating: [], count: system.protectionDomains.count)
            for trace in traces {
                try sum.add(trace, of: system)
                let taint = try TraceTaint(
                    trace, of: system, declassifiers: Set(policy?.declassifiers.map(\.domain) ?? []))
                for (place, regions) in taint.learnt.enumerated() { learnt[place].formUnion(regions) }
            }
            (use, taint) = (sum, learnt)
        }
        findings =
            Self.broken(violations, graph, view)
            + LintContext(graph: graph, view: view, use: use).findings()
    }

    /// So many violations get a hint: who has more reads the graph, not hints.
    private static let mostHints = 100

    private static func broken(
        _ violations: [PolicyViolation], _ graph: FlowGraph, _ view: PolicyView?
    ) -> [FlowFinding] {
        guard let view, !violations.isEmpty else { return [] }
        let leaking = graph.removing(Set(graph.edges.indices.filter { view.isDeclassified(graph.edges[$0]) }))
        let influencing = graph.removing(Set(graph.edges.indices.filter { view.isEndorsed(graph.edges[$0]) }))
        return violations.enumerated().map { place, violation in
            let isInfluence = violation.rule == .influence
            // A step that is all of the path is no news.
            guard place < mostHints, violation.path.count > 1 else {
                return violation.finding(graph, view, cut: nil)
            }
            let cut = MinimalCut(
                isInfluence ? influencing : leaking,
                from: [isInfluence ? violation.offender : violation.asset],
                to: [isInfluence ? violation.asset : violation.offender], strength: view.strength, most: 1)
            return violation.finding(
                graph, view, cut: cut.edges?.map { (isInfluence ? influencing : leaking).edges[$0] })
        }
    }

    /// Whether the policy, when there is one, is kept.
    public var holds: Bool { violations.isEmpty }
}
