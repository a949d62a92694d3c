/// A protection domain: one thread of control, entered only by the machine, one entry at a time.
///
/// Entries are synchronous and never nested: one that has begun ends, faults or is discarded before the next begins.
/// It may be *suspended* inside `notify` or `call` while other domains run. An entry that throws has faulted: the
/// domain stops, and its parent or the monitor is told. A domain holds capabilities from its `Grants` and its own
/// state, nothing else: no globals, clocks, files, tasks.
public protocol ProtectionDomain: Actor {
    /// The thread of control that runs this domain; also the actor's executor. Take it from the grants.
    nonisolated var thread: PDThread { get }
    /// Resolves the domain's grants; throws when the description gives less than the domain needs.
    init(_ grants: borrowing Grants) throws(WiringError)
    /// Runs once, before any other entry, and again after a restart. Microkit's `init`. Empty by default.
    func start() throws(Fault)
    /// A peer or an interrupt notified `channel`. Notifications coalesce: several may arrive as one.
    func notified(_ channel: ChannelID) throws(Fault)
    /// A peer of lower priority calls on `channel` and waits for the returned reply. Faults by default.
    func protected(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message
    /// Child `child` faulted; the label of `message` is the kind of fault.
    ///
    /// Returns the reply that resumes the child at its fault, where it faults again unless the cause is gone; `nil`
    /// leaves it stopped. Faults by default.
    func fault(_ child: ChildID, _ message: Message) throws(Fault) -> Message?
}

extension ProtectionDomain {
    /// The domain's thread, as Swift's runtime asks for it.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// Does nothing.
    public func start() throws(Fault) {}

    /// Faults: the domain has no such entry.
    public func protected(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message {
        throw .noProtectedEntry(channel)
    }

    /// Faults: the domain has no such entry.
    public func fault(_ child: ChildID, _ message: Message) throws(Fault) -> Message? {
        throw .noFaultEntry(child)
    }
}
