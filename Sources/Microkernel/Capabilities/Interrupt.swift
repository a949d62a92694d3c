/// A domain's interrupt: a capability, which cannot be copied or handed on.
public struct Interrupt: ~Copyable, Sendable {
    /// The id by which this domain knows it; its `notified` gets the same.
    public let id: ChannelID
    private let port: any KernelPort

    package init(id: ChannelID, port: any KernelPort) {
        self.id = id
        self.port = port
    }

    /// Lets the next one be delivered; at once when the line is still asserted.
    ///
    /// Throws `Fault.discarded` alone.
    public borrowing func acknowledge() throws(Fault) { try port.acknowledge(id) }

    /// The same when this domain next waits; there is one slot, and the last one put there wins.
    ///
    /// Throws `Fault.discarded` alone.
    public borrowing func deferredAcknowledge() throws(Fault) { try port.deferredAcknowledge(id) }
}
