/// How a machine runs a description.
public struct MachineOptions: Sendable {
    /// How equals are ordered.
    public enum Policy: Hashable, Sendable {
        /// The rules R0–R7 of the kernel: the default.
        case kernel
        /// The same, but a woken lower domain goes to the back of its queue.
        case fifo
        /// Whenever domains of equal priority could run, the seed picks.
        case seeded(UInt64)
    }
    /// What holds the domains' suspended entries.
    public enum Backend: String, Hashable, Sendable, CaseIterable {
        /// A stack of its own per domain, all on the machine's thread: the default.
        case coroutines
        /// A thread per domain, of which one runs: for sanitizers and debuggers.
        case threads
    }

    /// How equals are ordered.
    public var policy: Policy = .kernel
    /// What holds suspended entries.
    public var backend: Backend = .coroutines
    /// Who of equals goes first, choice by choice, by place in the queue; nil when nobody asks, the fast case.
    ///
    /// Beyond its end, and where it says -1, the policy decides.
    public var choices: [Int]?
    /// The run stops after this many kernel steps, so that no script or ping-pong runs for ever; `nil` is no limit.
    public var stepLimit: UInt64?
    /// What all randomness of domains comes from; `nil` draws from the operating system.
    ///
    /// Keys made in a seeded run are not secret.
    public var seed: UInt64?
    /// Which devices of the host the domains at the edge have.
    public var host = HostBindings()
    /// What stand-ins do.
    public var script = StandInScript()
    /// Whether a domain that pre-empts a lower one may run on that one's stack.
    ///
    /// Only where the order is certain to be last in, first out; of no consequence but for speed. A test turns it off.
    package var nests = true
    /// Bytes of stack reserved per domain; pages are taken as they are touched.
    public var stackByteCount = 4 << 20

    /// The defaults.
    public init() {}
}
