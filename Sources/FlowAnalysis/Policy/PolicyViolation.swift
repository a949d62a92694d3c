public import SystemDescription
public import SystemPolicy

/// A flow that the description allows and the policy rules out, with a shortest path as its witness.
public struct PolicyViolation: Hashable, Sendable {
    /// Which statement is broken.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        /// `readers` of a region or domain do not include who can learn.
        case reader = "flow.reader"
        /// Somebody can learn what is above its level.
        case clearance = "flow.clearance"
        /// Something can get into a region of a lower level.
        case label = "flow.label"
        /// `influencers` do not include who can influence.
        case influence = "flow.influence"
    }

    /// Which statement is broken.
    public var rule: Rule
    /// What leaks, or is influenced: a position of the graph's nodes.
    public var asset: Int
    /// Who learns or influences, or where it gets to.
    public var offender: Int
    /// The level of what leaks; nil for influence.
    public var level: SystemPolicy.Level?
    /// A shortest path in the order of flow, as positions of edges.
    public var path: [Int]
    /// Where the broken statement stands.
    public var statement: SourceLocation?
    /// What else goes the same last step.
    public var alsoAssets: [Int] = []

    /// The step at which the policy is broken: the last one for what leaks, the first one for what influences.
    public var crossing: Int { rule == .influence ? path[0] : path[path.count - 1] }
}
