/// One thing that happened in the machine, recorded once, with what caused it.
///
/// Its position in the trace is its *step*, from 1; 0 stands for "nothing". Plain numbers of fixed size: recording
/// allocates nothing.
public struct TraceEvent: Hashable, Sendable, BitwiseCopyable {
    /// The step of an event; 0 is none.
    public typealias Step = UInt64

    /// Virtual time in microseconds.
    public var time: UInt64
    /// The step of the event that led to this one; see each `Kind`.
    public var cause: Step
    /// What happened, as plain numbers.
    @usableFromInline var row: EventRow
    /// The domain that did it, by position in the description; -1 is the kernel or the world outside.
    public var domain: Int16
    /// The core it happened on.
    public var core: UInt8

    /// What happened.
    public var kind: Kind {
        get {
            guard let kind = row.kind else { fatalError("an event of no kind") }
            return kind
        }
        set { row = EventRow(newValue) }
    }

    /// Makes an event.
    @inlinable @inline(__always)
    public init(time: UInt64, cause: Step, domain: Int16, core: UInt8 = 0, kind: Kind) {
        self.init(time: time, cause: cause, domain: domain, core: core, row: EventRow(kind))
    }

    /// Makes an event of a row that is known to be one of a kind.
    @inlinable @inline(__always)
    init(time: UInt64, cause: Step, domain: Int16, core: UInt8, row: EventRow) {
        self.time = time
        self.cause = cause
        self.row = row
        self.domain = domain
        self.core = core
    }

    /// Which entry point of a domain.
    public enum Entry: Hashable, Sendable {
        /// Microkit's `init`.
        case start
        /// `notified` on a channel.
        case notified(UInt8)
        /// `protected` on a channel.
        case protected(UInt8)
        /// `fault` of a child.
        case fault(UInt8)
    }

    /// How a signal met the receiver's word.
    public enum SignalOutcome: UInt8, Hashable, Sendable {
        /// The receiver was waiting and now is ready.
        case woke
        /// The bit was set; the receiver will see it later.
        case pending
        /// The bit was set already: this signal and the earlier one become one delivery.
        case merged
        /// The receiver is dead: nothing will see it.
        case lost
    }

    /// What happened.
    ///
    /// Words after a dash say what `cause` is.
    public enum Kind: Hashable, Sendable {
        /// The initialiser resumed the domain.
        case boot
        /// An entry began - the last signal, the call, the fault or the boot or restart that led to it.
        /// `word` is the notification word received, the others of whose bits follow.
        case begin(Entry, word: UInt64)
        /// The entry that `cause` began ended.
        case end
        /// The entry that `cause` began was abandoned (restart, death).
        case discarded
        /// The domain signalled `target`, whose bit is `bit` - the earlier signal it merged with, else the entry.
        case signal(channel: UInt8, target: Int16, bit: UInt8, outcome: SignalOutcome, deferred: Bool)
        /// A deferred action was put in the slot; `lost` when it overwrote one.
        case deferred(channel: UInt8, lost: Bool)
        /// A protected call began - the entry.
        case call(channel: UInt8, target: Int16, label: UInt64, words: UInt8)
        /// The call `cause` got its reply.
        case reply(target: Int16, label: UInt64, words: UInt8)
        /// A system call without the right was refused, or on an invalid channel.
        case denied(Operation, channel: UInt64)
        /// An interrupt was raised for the domain, whose bit is `bit`.
        case irq(bit: UInt8, outcome: SignalOutcome)
        /// An interrupt was acknowledged.
        case irqAck(bit: UInt8, deferred: Bool)
        /// The domain faulted; `reason` numbers a string of the trace - the entry.
        case fault(reason: UInt32)
        /// A parent or the monitor dealt with the fault `cause`.
        case faultReply(child: Int16, resumed: Bool)
        /// A parent stopped, resumed or restarted a child.
        case child(Control, child: Int16)
        /// The scheduler put this domain on its core, instead of `previous` (-1: idle) - what made it choose.
        case run(previous: Int16, reason: SwitchReason)
        /// The core has nothing to run.
        case idle
        /// The domain became ready at `front` or back of its queue - what woke it.
        case ready(front: Bool)
        /// A budget was spent; the domain waits until `refill`.
        case exhausted(refill: UInt64)
        /// A scheduling domain's slot began.
        case slot(domain: UInt8)
        /// A mapping was made at boot.
        case map(region: Int16, permissions: UInt8, byteCount: UInt64)
        /// The domain stored to a region. `payload` numbers the bytes kept with the trace, 0 when masked.
        case write(region: Int16, offset: UInt64, byteCount: UInt64, digest: UInt64, payload: UInt32)
        /// The domain loaded from a region.
        case read(region: Int16, offset: UInt64, byteCount: UInt64)
        /// The domain printed a line; `text` numbers a string of the trace.
        case log(text: UInt32)
        /// A mark of a scripted stand-in.
        case mark(UInt32)
        /// Bytes entered from outside through host device `device`; `payload` as in `write`.
        case input(device: UInt32, byteCount: UInt64, digest: UInt64, payload: UInt32)
        /// Bytes left to the outside through host device `device`.
        case output(device: UInt32, byteCount: UInt64, digest: UInt64, payload: UInt32)
        /// A note of the machine, such as a warning; `text` numbers a string of the trace.
        case note(text: UInt32)
    }

    /// A system call, for refusals.
    public enum Operation: UInt8, Hashable, Sendable {
        case notify, deferredNotify, call, irqAck, deferredIRQAck, child
    }
    /// What a parent did to a child.
    public enum Control: UInt8, Hashable, Sendable { case stop, resume, restart }
    /// Why the running domain changed.
    public enum SwitchReason: UInt8, Hashable, Sendable {
        /// A higher domain was woken and pre-empts.
        case preempt
        /// The one before waits, and this is the head of the highest queue.
        case next
        /// A domain was woken by the system call in which the one before began to wait.
        case handOver
        /// The slice or budget of the one before ended.
        case slice
        /// A refill made it runnable.
        case refill
        /// A scheduling domain's slot began.
        case slot
    }
}
