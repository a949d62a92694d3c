public import SystemPolicy

/// How much a flow carries; a path carries what its weakest edge does.
public enum FlowStrength: UInt8, Hashable, Sendable, CaseIterable, Comparable {
    /// Words, as many as one likes.
    case data
    /// A bit each time: that a signal came, that something runs.
    case signals
    /// What can be seen from how long others keep the processor.
    case timing

    /// Data first.
    public static func < (left: FlowStrength, right: FlowStrength) -> Bool { left.rawValue < right.rawValue }

    /// The flows that a policy rules out.
    public init(_ enforcement: SystemPolicy.Enforcement) {
        switch enforcement {
        case .data: self = .data
        case .signals: self = .signals
        case .timing: self = .timing
        }
    }

    /// `data`, `signals` or `timing`.
    public var name: String { "\(self)" }

    /// How much that is, in words.
    var words: String {
        switch self {
        case .data: "data"
        case .signals: "one bit per signal"
        case .timing: "timing only"
        }
    }
}
