public import SystemDescription

/// One step that information can take, by the right that a single element of the description gives.
public struct FlowEdge: Hashable, Sendable {
    /// What kind of right it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Region to subject: a map with `r`, or an iomap.
        case read
        /// Subject to region: a map with `w`, or an iomap.
        case write
        /// Region to subject: a map with `x`; what stands there decides what the subject does.
        case execute
        /// Writer of executed memory to the subject that executes it.
        case code
        /// Caller to callee: label and words of a protected call.
        case argument = "call-argument"
        /// Callee to caller: label and words of the answer.
        case result = "call-result"
        /// Notifier to notified: that it happened.
        case signal
        /// Notified to notifier: how long the higher one runs before the lower one goes on.
        case backChannel = "back-channel"
        /// Child to parent, virtual machine to monitor: the registers in a fault's message.
        case fault
        /// Who holds authority over a subject to that subject: a parent, `cap_tcb`, `cap_vspace`, a monitor, DMA.
        case authority
        /// The same the other way: who can read registers and memory of another.
        case observation
        /// `cap_sc`: when the other runs.
        case schedulingContext = "scheduling-context"
        /// Driver to device: what it is told to do.
        case command
        /// Device to driver: registers, ports, interrupts.
        case completion
        /// Between memory and hardware that no IOMMU confines, both ways.
        case dma
        /// Secure monitor calls, both ways.
        case firmware
        /// Two regions are the same physical memory.
        case alias
        /// Two regions lie in the same 2 MiB of physical memory.
        case sharedBlock = "shared-block"
        /// Higher or equal priority on the same core.
        case scheduler

        /// How much it carries.
        public var strength: FlowStrength {
            switch self {
            case .signal, .schedulingContext: .signals
            case .backChannel, .sharedBlock, .scheduler: .timing
            default: .data
            }
        }

        /// Whether the subject it comes from decides what goes out.
        ///
        /// A declassifier answers for this, and for nothing that is taken from it.
        public var isGiven: Bool {
            switch self {
            case .observation, .fault, .scheduler, .backChannel: false
            default: true
            }
        }

        /// Whether the subject it goes to decides what comes of it.
        ///
        /// An endorser answers for this, and for nothing that is done to it.
        public var isTaken: Bool {
            switch self {
            case .authority, .code, .execute, .schedulingContext, .scheduler: false
            default: true
            }
        }
    }

    /// Where from, a position in the graph's nodes.
    public var from: Int
    /// Where to.
    public var to: Int
    /// By which right.
    public var kind: Kind
    /// The element that gives the right; nil for what no single element gives.
    public var location: SourceLocation?
    /// What tells this edge from others of its kind, such as `rw` or `channel 3`.
    public var detail: String

    /// Makes an edge.
    init(_ from: Int, _ to: Int, _ kind: Kind, at location: SourceLocation?, _ detail: String = "") {
        self.from = from
        self.to = to
        self.kind = kind
        self.location = location
        self.detail = detail
    }
}
