/// What a kernel does for one domain: the services behind its capabilities.
///
/// The machine has one per domain, and so have the test bench and, later, the process host. Capabilities
/// (`Channel`, `Child`, `Interrupt`, `Region`, `Console`) call it; domains never do. Every call that throws throws
/// `Fault.discarded` alone, when the entry that makes it was abandoned.
public protocol KernelPort: AnyObject, Sendable {
    /// Signals the other end of `channel`. May suspend the caller while others run.
    ///
    /// Without the right, or on a channel above 61, the refusal is printed and recorded, and nothing else happens.
    func notify(_ channel: ChannelID) throws(Fault)
    /// Puts "signal `channel`" into the one deferred slot, over whatever it holds.
    func deferredNotify(_ channel: ChannelID) throws(Fault)
    /// Calls the other end of `channel` and waits for its reply; an empty one when refused.
    func call(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message
    /// Acknowledges the interrupt `channel`, which may then be delivered again.
    func acknowledge(_ channel: ChannelID) throws(Fault)
    /// Puts "acknowledge `channel`" into the one deferred slot, over whatever it holds.
    func deferredAcknowledge(_ channel: ChannelID) throws(Fault)
    /// Stops, resumes or restarts a child.
    func control(_ child: ChildID, _ control: ChildControl) throws(Fault)
    /// Prints `line`, and records it.
    func log(_ line: String) throws(Fault)

    /// Whether the domain's stores still count: `false` while a discarded entry unwinds, whose stores are dropped.
    var storesCount: Bool { get }
    /// Records that the domain stored `bytes` at byte `offset` of region `region` (its position in the description).
    func recordStore(region: Int16, offset: Int, bytes: RawSpan)
    /// Records that the domain loaded `byteCount` bytes at byte `offset` of region `region`.
    func recordLoad(region: Int16, offset: Int, byteCount: Int)
    /// The domain is about to wait for the outside: what was recorded should be visible.
    func willWaitForOutside()
    /// Records bytes that came in from outside through host device `device`.
    func recordInput(device: UInt32, bytes: RawSpan)
    /// Records bytes that went outside through host device `device`.
    func recordOutput(device: UInt32, bytes: RawSpan)
}

/// What a parent can do to a child.
public enum ChildControl: UInt8, Hashable, Sendable {
    /// Suspends it where it is.
    case stop
    /// Lets it go on; one that waits repeats its last system call.
    case resume
    /// Runs `init` again over the old state; a suspended entry is discarded.
    case restart
}

extension KernelPort {
    /// Stores count.
    public var storesCount: Bool { true }
    /// Records nothing.
    public func recordStore(region: Int16, offset: Int, bytes: RawSpan) {}
    /// Records nothing.
    public func recordLoad(region: Int16, offset: Int, byteCount: Int) {}
    /// Does nothing.
    public func willWaitForOutside() {}
    /// Records nothing.
    public func recordInput(device: UInt32, bytes: RawSpan) {}
    /// Records nothing.
    public func recordOutput(device: UInt32, bytes: RawSpan) {}
}
