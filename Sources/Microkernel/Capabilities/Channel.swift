/// A domain's end of a channel: a capability, which cannot be copied or handed on.
///
/// A call without the right of the description's `end` does nothing but print and record the refusal, as on Microkit.
public struct Channel: ~Copyable, Sendable {
    /// The id by which this domain knows the channel.
    public let id: ChannelID
    private let port: any KernelPort

    package init(id: ChannelID, port: any KernelPort) {
        self.id = id
        self.port = port
    }

    /// Signals the other end.
    ///
    /// One of higher priority runs before this returns.
    ///
    /// Throws `Fault.discarded` alone.
    public borrowing func notify() throws(Fault) { try port.notify(id) }

    /// Signals the other end when this domain next waits; there is one slot, and the last one put there wins.
    ///
    /// Throws `Fault.discarded` alone.
    public borrowing func deferredNotify() throws(Fault) { try port.deferredNotify(id) }

    /// Calls the other end and waits for its reply; there is no timeout.
    ///
    /// An empty message when refused.
    ///
    /// Throws `Fault.discarded` alone.
    public borrowing func call(_ message: Message) throws(Fault) -> Message { try port.call(id, message) }
}
