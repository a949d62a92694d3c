public import Microkernel

/// The demonstration's operations on ciphertexts: copies one on, as the original does.
public actor DemonstrationOperations: ProtectionDomain {
    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    private let console: Console
    private var ciphertexts: Inbox
    private var results: Outbox
    private let encryption, decryption: Channel

    /// Takes the domain's grants.
    public init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        console = grants.console
        ciphertexts = try Inbox(grants, Symbol.ciphertext, .ciphertext)
        results = try Outbox(grants, Symbol.operations)
        encryption = try grants.channel(4)
        decryption = try grants.channel(5)
    }

    /// A ciphertext is there.
    public func notified(_ channel: ChannelID) throws(Fault) {
        guard channel == encryption.id else { throw .unexpectedNotification(channel) }
        guard case .success(let ciphertext)? = try ciphertexts.take() else {
            return try console.print("LWE_OPS: no ciphertext that can be used")
        }
        try results.post(.ciphertext, epoch: ciphertext.epoch, ciphertext.payload)
        try console.print("LWE_OPS: ciphertext copied")
        try decryption.notify()
    }
}
