/// A question and its answer: how information gets from here to there.
public struct FlowQuery: Sendable {
    /// Neither a domain nor a region has this name.
    public struct Unknown: Error, Hashable, Sendable, CustomStringConvertible {
        /// The name.
        public var name: String
        /// Something similar.
        public var nearest: String?
        /// The reason.
        public var description: String {
            "the description has no domain, region, virtual machine or device '\(name.printable)'"
                + (nearest.map { "; did you mean '\($0.printable)'?" } ?? "")
        }
    }
    /// One place that is reached, and how.
    public struct Answer: Hashable, Sendable {
        /// A position of the graph's nodes.
        public var node: Int
        /// How much gets there.
        public var strength: FlowStrength
        /// A shortest path in the order of flow, as positions of edges.
        public var path: [Int]
    }

    /// Where from; nil for anywhere.
    public let from: Int?
    /// Where to; nil for anywhere.
    public let to: Int?
    /// The paths: one when both ends are given, else one for each other subject and region.
    public let answers: [Answer]
    /// The fewest rights without which nothing flows any more, at the strength of the answer; nil when only one end is
    /// given, nothing flows, or nothing can stop it.
    public let cut: [Int]?

    /// Answers it.
    ///
    /// A path that avoids what declassifiers give away is preferred to one that does not.
    ///
    /// - Parameters:
    ///   - analysis: of the system.
    ///   - from: a name.
    ///   - to: a name.
    /// - Throws: when there is nothing of that name.
    public init(_ analysis: SystemAnalysis, from: String?, to: String?) throws(Unknown) {
        let graph = analysis.graph
        self.from = try from.map { name throws(Unknown) in try Self.find(name, graph) }
        self.to = try to.map { name throws(Unknown) in try Self.find(name, graph) }
        switch (self.from, self.to) {
        case (let from?, let to?):
            let answer = Self.answer(analysis, from, to)
            answers = answer.map { [$0] } ?? []
            cut = answer.flatMap {
                MinimalCut(graph, from: [from], to: [to], strength: $0.strength).edges
            }
        case (let from?, nil):
            answers = Self.all(analysis, from, .forward)
            cut = nil
        case (nil, let to?):
            answers = Self.all(analysis, to, .backward)
            cut = nil
        case (nil, nil):
            answers = []
            cut = nil
        }
    }

    private static func find(_ name: String, _ graph: FlowGraph) throws(Unknown) -> Int {
        if let node = graph.node(named: name), let position = graph.position(of: node) { return position }
        throw Unknown(name: name, nearest: FlowNames.nearest(to: name, in: graph))
    }

    private static func answer(_ analysis: SystemAnalysis, _ from: Int, _ to: Int) -> Answer? {
        guard from != to else { return nil }
        for strength in FlowStrength.allCases {
            let strict = FlowReach(analysis.graph, from: [from], strength: strength) { _, edge in
                !(analysis.view?.isDeclassified(edge) ?? false)
            }
            if strict.contains(to) { return Answer(node: to, strength: strength, path: strict.path(to)) }
            let free = FlowReach(analysis.graph, from: [from], strength: strength)
            if free.contains(to) { return Answer(node: to, strength: strength, path: free.path(to)) }
        }
        return nil
    }

    private static func all(
        _ analysis: SystemAnalysis, _ node: Int, _ direction: FlowReach.Direction
    ) -> [Answer] {
        let graph = analysis.graph
        var answers: [Answer] = []
        var known: Set<Int> = [node]
        for strength in FlowStrength.allCases {
            let reach = FlowReach(graph, from: [node], strength: strength, direction: direction)
            for found in reach.order where graph.nodes[found] != .memory && known.insert(found).inserted {
                answers.append(Answer(node: found, strength: strength, path: reach.path(found)))
            }
        }
        return answers
    }
}
