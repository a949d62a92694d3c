public import SystemDescription

/// Something that the analysis found, and the places that prove it.
public struct FlowFinding: Hashable, Sendable {
    /// How bad it is.
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        /// The policy is broken.
        case error
        /// Worth a look.
        case warning
    }
    /// A place, and what it has to do with the finding.
    public struct Place: Hashable, Sendable {
        /// Where; nil when no element stands for it.
        public var location: SourceLocation?
        /// What it says, such as `encryption writes ct_shared_mem`.
        public var text: String
        /// Whether the finding is about this place.
        public var isMain: Bool
    }

    /// How bad it is.
    public var severity: Severity
    /// A stable key, such as `flow.reader`.
    public var rule: String
    /// One sentence.
    public var message: String
    /// The places in the order of flow.
    public var places: [Place] = []
    /// Explanations, one line each.
    public var notes: [String] = []
    /// What to do about it.
    public var hint: String?

    /// Where the finding is about.
    public var location: SourceLocation? {
        (places.first { $0.isMain && $0.location != nil } ?? places.first { $0.location != nil })?.location
    }
}
