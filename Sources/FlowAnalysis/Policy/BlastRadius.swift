internal import SystemDescription

/// What falls when one subject is taken over.
public struct BlastRadius: Hashable, Sendable {
    /// The subject, a position of the graph's nodes.
    public var subject: Int
    /// Subjects that it controls: they fall with it.
    public var controlled: [Int] = []
    /// Regions whose contents it can read or write at once, by maps or by control.
    public var readable: [Int] = []
    /// The same for writing.
    public var writable: [Int] = []
    /// Subjects that take in what it gives, near or far, up to endorsers.
    public var influenced: [Int] = []
    /// Regions whose contents can come to it, near or far, up to declassifiers.
    public var learnable: [Int] = []

    /// Looks at the subject at `subject`.
    ///
    /// - Parameters:
    ///   - graph: the system.
    ///   - matrix: its rights.
    ///   - row: the subject's row of the matrix.
    ///   - view: the policy, whose declassifiers and endorsers are taken to keep their word; nil for none.
    init(_ graph: FlowGraph, _ matrix: AccessMatrix, row: Int, _ view: PolicyView?) {
        subject = matrix.subjects[row]
        let subject = subject
        for (region, access) in matrix.row(row).sorted(by: { $0.key < $1.key }) {
            if !access.all.isDisjoint(with: [.read, .execute]) { readable.append(region) }
            if access.all.contains(.write) { writable.append(region) }
        }
        let control = FlowReach(graph, from: [subject], strength: .data) { _, edge in edge.kind.isControl }
        let fallen = Set(control.order)
        controlled = control.order.dropFirst().filter { graph.nodes[$0].isNamedSubject }.sorted()
        let out = FlowReach(graph, from: control.order, strength: .data) { _, edge in
            !(view?.isEndorsed(edge) ?? false) || fallen.contains(edge.to)
        }
        influenced = out.order.filter { graph.nodes[$0].isNamedSubject && $0 != subject }.sorted()
        let back = FlowReach(graph, from: control.order, strength: .data, direction: .backward) { _, edge in
            !(view?.isDeclassified(edge) ?? false) || fallen.contains(edge.from)
        }
        learnable = back.order.filter { if case .region = graph.nodes[$0] { true } else { false } }.sorted()
    }
}
