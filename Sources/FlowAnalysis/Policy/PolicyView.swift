internal import SystemDescription
public import SystemPolicy

/// A policy laid out by the nodes of a graph: levels, lists, and who may turn one thing into another.
public struct PolicyView: Sendable {
    /// The policy.
    public let policy: SystemPolicy
    /// What a labelled node may hold or learn, by position; the others have none.
    let levels: [Int: SystemPolicy.Level]
    /// Who may learn from a node.
    let readers: [Int: Set<Int>]
    /// Who may influence a node.
    let influencers: [Int: Set<Int>]
    /// Where a node's statement stands.
    let statements: [Int: SourceLocation]
    /// Declassifiers, by position.
    let declassifiers: [Int: SystemPolicy.Declassifier]
    /// Endorsers, by position.
    let endorsers: [Int: SystemPolicy.Endorser]
    /// The weakest flow that is ruled out.
    let strength: FlowStrength

    /// Lays out `policy` for `graph`, which was made of the description that the policy is for.
    public init(_ policy: SystemPolicy, _ graph: FlowGraph) {
        func place(_ subject: SystemPolicy.Subject) -> Int {
            switch subject {
            case .domain(let domain): graph.at(.domain(domain))
            case .machine(let domain): graph.at(.machine(domain))
            case .device(let device): graph.at(.device(device))
            }
        }
        var levels: [Int: SystemPolicy.Level] = [:]
        var readers: [Int: Set<Int>] = [:]
        var influencers: [Int: Set<Int>] = [:]
        var statements: [Int: SourceLocation] = [:]
        for region in policy.regions {
            let node = graph.at(.region(region.region))
            levels[node] = region.level
            readers[node] = region.readers.map { Set($0.map(place)) }
            influencers[node] = region.influencers.map { Set($0.map(place)) }
            statements[node] = region.location
        }
        for holder in policy.holders {
            let node = place(holder.subject)
            levels[node] = holder.level
            readers[node] = holder.readers.map { Set($0.map(place)).union([node]) }
            influencers[node] = holder.influencers.map { Set($0.map(place)).union([node]) }
            statements[node] = holder.location
        }
        self.policy = policy
        self.levels = levels
        self.readers = readers
        self.influencers = influencers
        self.statements = statements
        declassifiers = Dictionary(
            policy.declassifiers.map { (graph.at(.domain($0.domain)), $0) }, uniquingKeysWith: { $1 })
        endorsers = Dictionary(
            policy.endorsers.map { (graph.at(.domain($0.domain)), $0) }, uniquingKeysWith: { $1 })
        strength = FlowStrength(policy.enforcement)
    }

    /// The level of the node at `position`, when the policy gives it one.
    public func level(_ position: Int) -> SystemPolicy.Level? { levels[position] }

    /// Whether what flows over `edge` is answered for by a declassifier.
    func isDeclassified(_ edge: FlowEdge) -> Bool { edge.kind.isGiven && declassifiers[edge.from] != nil }

    /// Whether what flows over `edge` is checked by an endorser.
    func isEndorsed(_ edge: FlowEdge) -> Bool { edge.kind.isTaken && endorsers[edge.to] != nil }

    /// Why a path may be taken although it leads from a secret: the declassifiers on it.
    func declassifiers(on path: [FlowEdge]) -> [SystemPolicy.Declassifier] {
        path.filter(isDeclassified).compactMap { declassifiers[$0.from] }
    }
}
