/// How a run ended, and what an author should know of it.
public struct MachineOutcome: Sendable, Equatable {
    /// Why the machine stopped.
    public enum End: String, Sendable, Hashable {
        /// Nothing is ready and nothing is due: it waits for the outside, if there is one.
        case idle
        /// The step limit was reached.
        case stepLimit
    }

    /// A fault that happened.
    public struct FaultRecord: Sendable, Equatable {
        /// The domain, by position in the description.
        public let domain: Int
        /// Why.
        public let reason: String
        /// Whether nobody can restart it: it has no parent.
        public let isFinal: Bool
    }

    /// Why the machine stopped.
    public var end: End
    /// All faults so far, in order.
    public var faults: [FaultRecord]
    /// Domains that wait for a reply, or to be called back, which may never come.
    public var hungCallers: [Int]
    /// Domains that a parent stopped, or that can never run again for want of a scheduling context.
    public var stopped: [Int]
    /// What the real system would not say, such as a lost deferred signal; each once, in order.
    public var warnings: [String]
    /// Kernel steps so far.
    public var stepCount: UInt64
    /// Virtual time in microseconds; of the furthest core when there are several.
    public var virtualMicroseconds: UInt64
}
