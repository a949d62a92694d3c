public import SystemDescription
internal import SystemPolicy

/// Everything that can carry information in a system: subjects and regions, and a typed edge for every right.
///
/// `docs/flow-analysis.md` says which element gives which edge, and why.
public struct FlowGraph: Sendable {
    /// The description it was made of.
    public let system: CheckedSystem
    /// Subjects, then regions; domains are at their own positions.
    public private(set) var nodes: [FlowNode] = []
    /// All edges.
    public private(set) var edges: [FlowEdge] = []
    /// Positions of the edges that leave a node.
    public private(set) var outgoing: [[Int]] = []
    /// Positions of the edges that enter a node.
    public private(set) var incoming: [[Int]] = []
    /// Domains whose hardware the policy's author vouches for.
    let withoutDMA: Set<Int>
    private var positions: [FlowNode: Int] = [:]

    /// Builds the graph.
    ///
    /// - Parameters:
    ///   - system: the description.
    ///   - withoutDMA: domains whose hardware cannot reach memory, by position.
    /// - Complexity: linear in the description, but for scheduling: the square of the number of domains.
    public init(_ system: CheckedSystem, withoutDMA: Set<Int> = []) {
        self.system = system
        self.withoutDMA = withoutDMA
        let hardware = HardwareLayout(system, withoutDMA: withoutDMA)
        addNodes(hardware)
        addMaps()
        addChannels()
        addAuthority()
        addHardware(hardware)
        addPhysicalMemory()
        addCode()
        addScheduling()
        outgoing = Array(repeating: [], count: nodes.count)
        incoming = outgoing
        for (place, edge) in edges.enumerated() {
            outgoing[edge.from].append(place)
            incoming[edge.to].append(place)
        }
    }

    private mutating func addNodes(_ hardware: HardwareLayout) {
        let domains = system.protectionDomains
        nodes = domains.indices.map { .domain($0) }
        nodes += domains.indices.filter { domains[$0].virtualMachine != nil }.map { .machine($0) }
        nodes += system.ioAddressSpaces.indices.map { .device($0) }
        nodes += hardware.owners.map { .hardware($0) }
        if domains.contains(where: \.smc) { nodes.append(.firmware) }
        if !hardware.unconfined.isEmpty { nodes.append(.memory) }
        nodes += system.memoryRegions.indices.map { .region($0) }
        for (place, node) in nodes.enumerated() { positions[node] = place }
    }

    /// The position of `node`; nil when the system has no such thing.
    public func position(of node: FlowNode) -> Int? { positions[node] }

    /// The position of a node that exists.
    func at(_ node: FlowNode) -> Int {
        guard let position = positions[node] else { fatalError("no node \(node)") }
        return position
    }

    mutating func add(
        _ from: FlowNode, _ to: FlowNode, _ kind: FlowEdge.Kind, at location: SourceLocation?,
        _ detail: String = ""
    ) {
        let (from, to) = (at(from), at(to))
        guard from != to else { return }
        edges.append(FlowEdge(from, to, kind, at: location, detail))
    }

    /// The name of a node as the description has it.
    public func name(_ node: FlowNode) -> String {
        switch node {
        case .domain(let place): system.protectionDomains[place].name
        case .machine(let place): system.protectionDomains[place].virtualMachine?.name ?? "?"
        case .device(let place): system.ioAddressSpaces[place].name
        case .hardware(let place): "hardware of \(system.protectionDomains[place].name)"
        case .firmware: "firmware"
        case .memory: "all memory"
        case .region(let place): system.memoryRegions[place].name
        }
    }

    /// The name of the node at `position`.
    public func name(at position: Int) -> String { name(nodes[position]) }

    /// Where a node's element stands.
    public func location(of node: FlowNode) -> SourceLocation? {
        switch node {
        case .domain(let place), .hardware(let place): system.protectionDomains[place].location
        case .machine(let place): system.protectionDomains[place].virtualMachine?.location
        case .device(let place): system.ioAddressSpaces[place].location
        case .firmware, .memory: nil
        case .region(let place): system.memoryRegions[place].location
        }
    }

    /// The node that is called `name`: a domain, else a region, a virtual machine, a device.
    public func node(named name: String) -> FlowNode? {
        let rank: (FlowNode) -> Int = { node in
            switch node {
            case .domain: 0
            case .region: 1
            case .machine: 2
            case .device: 3
            case .hardware, .firmware, .memory: 4
            }
        }
        return nodes.filter { self.name($0) == name }.min { rank($0) < rank($1) }
    }

    /// A graph without the edges at `removed`, to see what they were good for.
    public func removing(_ removed: Set<Int>) -> FlowGraph {
        var graph = self
        graph.edges = edges.enumerated().filter { !removed.contains($0.offset) }.map(\.element)
        graph.outgoing = Array(repeating: [], count: nodes.count)
        graph.incoming = graph.outgoing
        for (place, edge) in graph.edges.enumerated() {
            graph.outgoing[edge.from].append(place)
            graph.incoming[edge.to].append(place)
        }
        return graph
    }
}

extension CheckedSystem.Permissions {
    /// `rwx`, only the letters that hold.
    var letters: String {
        (contains(.read) ? "r" : "") + (contains(.write) ? "w" : "") + (contains(.execute) ? "x" : "")
    }
}
