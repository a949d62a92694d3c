internal import SystemDescription

/// What another version of a system allows more, and less.
public struct FlowDifference: Hashable, Sendable {
    /// A right on a region that one version has and the other has not.
    public struct Right: Hashable, Sendable {
        /// The subject's name.
        public var subject: String
        /// The region's name.
        public var region: String
        /// `r`, `w`, `x` before.
        public var before: String
        /// And after.
        public var after: String
        /// The way in the newer system, when something was gained; in the older one otherwise: edges.
        ///
        /// One edge stands for a map of its own.
        public var path: [Int]
        /// Whether anything was gained.
        public var isGain: Bool
    }
    /// A flow that one version allows and the other does not.
    public struct Flow: Hashable, Sendable {
        /// From this subject.
        public var from: String
        /// To that one.
        public var to: String
        /// Strongest before; nil when nothing flowed.
        public var before: FlowStrength?
        /// And after.
        public var after: FlowStrength?
        /// A shortest path in the system that has it: edges.
        public var path: [Int]

        /// Whether more flows than before.
        public var isGain: Bool { (after?.rawValue ?? 9) < (before?.rawValue ?? 9) }
    }

    /// Subjects and regions that only the older version has.
    public private(set) var removed: [String] = []
    /// Those that only the newer one has.
    public private(set) var added: [String] = []
    /// Rights that differ, gains first.
    public private(set) var rights: [Right] = []
    /// Flows by data or signals that differ, gains first.
    public private(set) var flows: [Flow] = []
    /// What breaks the policy in the newer version and not in the older one: positions of its findings.
    public private(set) var newViolations: [Int] = []

    /// Compares.
    ///
    /// - Parameters:
    ///   - old: a system.
    ///   - new: another version of it, with the same policy where its names allow.
    public init(_ old: SystemAnalysis, _ new: SystemAnalysis) {
        let names = (Self.names(old), Self.names(new))
        removed = names.0.filter { !names.1.contains($0) }
        added = names.1.filter { !names.0.contains($0) }
        compareRights(old, new)
        compareFlows(old, new)
        let messages = Set(old.findings.filter { $0.severity == .error }.map(\.message))
        newViolations = new.findings.indices.filter {
            new.findings[$0].severity == .error && !messages.contains(new.findings[$0].message)
        }
    }

    /// Whether nobody can do more or less.
    public var isEmpty: Bool {
        removed.isEmpty && added.isEmpty && rights.isEmpty && flows.isEmpty && newViolations.isEmpty
    }

    private static func names(_ analysis: SystemAnalysis) -> [String] {
        let graph = analysis.graph
        return (analysis.matrix.subjects + analysis.matrix.regions).map(graph.name(at:))
    }

    private mutating func compareRights(_ old: SystemAnalysis, _ new: SystemAnalysis) {
        struct Cell: Hashable {
            var subject: String
            var region: String
        }
        func cells(_ analysis: SystemAnalysis) -> [Cell: AccessMatrix.Access] {
            var cells: [Cell: AccessMatrix.Access] = [:]
            for (row, subject) in analysis.matrix.subjects.enumerated() {
                for (region, access) in analysis.matrix.row(row) {
                    let graph = analysis.graph
                    cells[Cell(subject: graph.name(at: subject), region: graph.name(at: region))] = access
                }
            }
            return cells
        }
        let (before, after) = (cells(old), cells(new))
        let all = Set(before.keys).union(after.keys).sorted {
            ($0.subject, $0.region) < ($1.subject, $1.region)
        }
        for cell in all {
            let (was, now) = (before[cell]?.all ?? [], after[cell]?.all ?? [])
            guard was != now else { continue }
            let isGain = !now.subtracting(was).isEmpty
            let way = Self.way(
                isGain ? new : old, cell.subject, cell.region, isGain ? now : was, isGain ? was : now)
            rights.append(
                Right(
                    subject: cell.subject, region: cell.region, before: was.letters, after: now.letters,
                    path: way, isGain: isGain))
        }
        rights = rights.filter(\.isGain) + rights.filter { !$0.isGain }
    }

    /// How `subject` has what is in `more` and not in `less`: by a map of its own, or around the maps.
    private static func way(
        _ analysis: SystemAnalysis, _ subject: String, _ region: String,
        _ more: CheckedSystem.Permissions, _ less: CheckedSystem.Permissions
    ) -> [Int] {
        let (graph, matrix) = (analysis.graph, analysis.matrix)
        guard let from = matrix.subjects.first(where: { graph.name(at: $0) == subject }),
            let to = matrix.regions.first(where: { graph.name(at: $0) == region })
        else { return [] }
        let access = matrix.access(from, to)
        let gained = access.direct.intersection(more).subtracting(less)
        guard !gained.isEmpty else { return access.route }
        let own =
            gained.contains(.write)
            ? graph.outgoing[from].first { graph.edges[$0].to == to && graph.edges[$0].kind == .write }
            : graph.incoming[from].first {
                graph.edges[$0].from == to
                    && graph.edges[$0].kind == (gained.contains(.read) ? .read : .execute)
            }
        return own.map { [$0] } ?? []
    }

    private mutating func compareFlows(_ old: SystemAnalysis, _ new: SystemAnalysis) {
        let (before, after) = (Self.flows(old), Self.flows(new))
        for key in Set(before.keys).union(after.keys).sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
            let (was, now) = (before[key], after[key])
            guard was?.strength != now?.strength else { continue }
            let isGain = (now?.strength.rawValue ?? 9) < (was?.strength.rawValue ?? 9)
            let (analysis, there) = isGain ? (new, now) : (old, was)
            guard let there else { continue }
            let path = FlowReach(analysis.graph, from: [there.from], strength: there.strength).path(there.to)
            flows.append(
                Flow(from: key.from, to: key.to, before: was?.strength, after: now?.strength, path: path))
        }
        flows = flows.filter(\.isGain) + flows.filter { !$0.isGain }
    }

    private struct Pair: Hashable {
        var from: String
        var to: String
    }
    private struct Found {
        var strength: FlowStrength
        var from: Int
        var to: Int
    }

    private static func flows(_ analysis: SystemAnalysis) -> [Pair: Found] {
        var flows: [Pair: Found] = [:]
        let graph = analysis.graph
        for from in analysis.matrix.subjects {
            for to in analysis.matrix.subjects where from != to {
                guard let strength = analysis.closure.strongest(from, to), strength < .timing else {
                    continue
                }
                flows[Pair(from: graph.name(at: from), to: graph.name(at: to))] = Found(
                    strength: strength, from: from, to: to)
            }
        }
        return flows
    }
}
