public import SystemDescription

/// Which subject can touch which region: by maps of its own, and by every way around them.
public struct AccessMatrix: Sendable {
    /// What a subject can do to a region.
    public struct Access: Hashable, Sendable {
        /// By its own maps, or iomaps.
        public var direct: CheckedSystem.Permissions = []
        /// By control over others, devices that it drives, or another name of the same memory.
        public var indirect: CheckedSystem.Permissions = []
        /// The shortest way that gives the indirect rights, as positions of edges; empty when there are none.
        public var route: [Int] = []

        /// Both.
        public var all: CheckedSystem.Permissions { direct.union(indirect) }
    }

    /// Domains, virtual machines and devices, as positions of nodes.
    public let subjects: [Int]
    /// Regions, as positions of nodes.
    public let regions: [Int]
    private let cells: [[Int: Access]]

    /// Computes the matrix of `graph`.
    ///
    /// - Complexity: per subject, what it controls and the maps of that.
    public init(_ graph: FlowGraph) {
        subjects = graph.nodes.indices.filter { graph.nodes[$0].isNamedSubject }
        regions = graph.nodes.indices.filter { if case .region = graph.nodes[$0] { true } else { false } }
        let own = graph.nodes.indices.map { Self.ownAccess(graph, $0) }
        cells = subjects.map { Self.access(graph, of: $0, own) }
    }

    /// What the subject at `subject` can do to the region at `region`, both positions of nodes.
    public func access(_ subject: Int, _ region: Int) -> Access {
        guard let row = subjects.firstIndex(of: subject) else { return Access() }
        return cells[row][region] ?? Access()
    }

    /// What the subject in `row` can do to the regions that it can touch at all.
    public func row(_ row: Int) -> [Int: Access] { cells[row] }

    /// A right on a region, and the edge that gives it.
    private typealias Own = [Int: (permissions: CheckedSystem.Permissions, edge: Int)]

    private static func ownAccess(_ graph: FlowGraph, _ node: Int) -> Own {
        var own: Own = [:]
        func add(_ region: Int, _ permission: CheckedSystem.Permissions, _ edge: Int) {
            own[region, default: ([], edge)].permissions.formUnion(permission)
        }
        for place in graph.outgoing[node] {
            switch graph.edges[place].kind {
            case .write: add(graph.edges[place].to, .write, place)
            case .dma where graph.nodes[node] == .memory: add(graph.edges[place].to, [.read, .write], place)
            default: break
            }
        }
        for place in graph.incoming[node] {
            switch graph.edges[place].kind {
            case .read: add(graph.edges[place].from, .read, place)
            case .execute: add(graph.edges[place].from, .execute, place)
            default: break
            }
        }
        return own
    }

    private static func access(_ graph: FlowGraph, of subject: Int, _ own: [Own]) -> [Int: Access] {
        var row: [Int: Access] = [:]
        for (region, right) in own[subject] { row[region] = Access(direct: right.permissions) }
        let control = FlowReach(graph, from: [subject], strength: .data) { _, edge in edge.kind.isControl }
        for controlled in control.order.dropFirst() {
            for (region, right) in own[controlled].sorted(by: { $0.key < $1.key }) {
                if case .region = graph.nodes[region] {
                    row.add(right.permissions, to: region, by: control.path(controlled) + [right.edge])
                }
            }
        }
        addAliases(graph, &row)
        return row
    }

    private static func addAliases(_ graph: FlowGraph, _ row: inout [Int: Access]) {
        for (region, access) in row.sorted(by: { $0.key < $1.key }) {
            for place in graph.outgoing[region] where graph.edges[place].kind == .alias {
                row.add(access.all, to: graph.edges[place].to, by: access.route + [place])
            }
        }
    }
}

extension FlowEdge.Kind {
    /// Whether who stands at its beginning can make its end do what it wants.
    var isControl: Bool {
        switch self {
        case .authority, .code, .command: true
        case .dma: true
        default: false
        }
    }
}

extension [Int: AccessMatrix.Access] {
    fileprivate mutating func add(
        _ permissions: CheckedSystem.Permissions, to region: Int, by route: [Int]
    ) {
        var access = self[region] ?? AccessMatrix.Access()
        let new = permissions.subtracting(access.all)
        guard !new.isEmpty else { return }
        access.indirect.formUnion(new)
        if access.route.isEmpty { access.route = route }
        self[region] = access
    }
}
