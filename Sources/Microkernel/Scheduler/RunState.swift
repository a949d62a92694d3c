/// Where a domain's thread of control stands, as the kernel sees it.
enum RunState: UInt8, Hashable, Sendable {
    /// Stopped, or never to be answered: only resume or restart moves it.
    case stopped
    /// It can run, given a scheduling context with budget.
    case runnable
    /// It waits for a notification, a call or a fault.
    case receiving
    /// It called, or faulted, and queues at an endpoint.
    case queuing
    /// Its call or fault was taken; it waits for the reply.
    case awaitingReply
}

/// What a waiting domain was handed: the badge word of Microkit's handler loop.
struct Badge: Hashable, Sendable {
    /// Bit 62: the fault of the child in the low byte.
    ///
    /// Bit 63: a call on the channel in the low bits. Else channels.
    var rawValue: UInt64

    /// The set bits are channels.
    static func word(_ bits: UInt64) -> Badge { Badge(rawValue: bits) }
    /// A call on `channel`.
    static func call(_ channel: UInt8) -> Badge { Badge(rawValue: 1 << 63 | UInt64(channel)) }
    /// A fault of `child`.
    static func fault(_ child: UInt8) -> Badge { Badge(rawValue: 1 << 62 | UInt64(child)) }
}

/// One domain's kernel objects: its thread, notification word, endpoint and reply object.
struct KernelThread: Sendable {
    /// 0…254, higher runs first.
    let priority: Int
    /// The core it is pinned to.
    let core: Int
    /// Its scheduling domain, 0 when none are declared.
    let schedulingDomain: Int
    /// Whether it can be called or has children, and so waits on an endpoint.
    let hasEndpoint: Bool

    var state = RunState.stopped
    /// It performs its last system call again when it next runs.
    var repeatsCall = false
    /// The scheduling context it runs on, `none` when it has given it away.
    var context: Int
    /// The context its notification keeps for it while it waits (passive domains, after `init`).
    var boundContext = none
    /// The notification word.
    var word: UInt64 = 0
    /// What it was handed when it last stopped waiting.
    var badge = Badge(rawValue: 0)

    /// In the ready queue of its priority.
    var isReady = false
    /// Runnable, but its context waits for a refill.
    var isExhausted = false
    /// Neighbours in the one queue it is in: a ready queue or an endpoint's.
    var next = none
    var previous = none

    /// The badge under which it queues at an endpoint.
    var sentBadge = Badge(rawValue: 0)
    /// Whose endpoint it queues at, or whose reply object holds it.
    var peer = none
    /// What it waits for is the answer to a fault.
    var hasFaulted = false

    /// First and last of the domains that queue at its endpoint.
    var endpointHead = none
    var endpointTail = none
    /// Its reply object.
    var reply = ReplyObject()

    init(priority: Int, core: Int, schedulingDomain: Int, hasEndpoint: Bool, context: Int) {
        self.priority = priority
        self.core = core
        self.schedulingDomain = schedulingDomain
        self.hasEndpoint = hasEndpoint
        self.context = context
    }
}

/// The right to answer one caller or faulted child, and the debt that comes with a lent context.
///
/// Reply objects that a context was lent through form a chain, named by their owners, from the first caller up.
struct ReplyObject: Hashable, Sendable {
    /// Who waits for the answer.
    var waiter = none
    /// The context lent with the call, `none` when the callee runs on its own.
    var lentContext = none
    /// The next debt down the chain of `lentContext`.
    var below = none
    /// The next debt up the chain.
    var above = none
}

/// No domain, no context, no neighbour.
let none = -1
