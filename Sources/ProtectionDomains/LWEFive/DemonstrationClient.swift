public import Microkernel

/// The demonstration's client: asks for a key pair once.
public actor DemonstrationClient: ProtectionDomain {
    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    private let console: Console
    private let keygen: Channel

    /// Takes the domain's grants.
    public init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        console = grants.console
        keygen = try grants.channel(1)
    }

    /// Asks.
    public func start() throws(Fault) {
        try console.print("CLIENT: asks for a key pair")
        try keygen.notify()
    }

    /// Nobody has anything to tell it.
    public func notified(_ channel: ChannelID) throws(Fault) {}
}
