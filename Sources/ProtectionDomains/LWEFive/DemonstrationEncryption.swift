internal import LWECore
public import Microkernel

/// The demonstration's public-key consumer: encrypts the number 2 whenever there is a new public key.
public actor DemonstrationEncryption: ProtectionDomain {
    private static let message: UInt16 = 2

    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    private let console: Console
    private let entropy: Entropy
    private var publicKeys: Inbox
    private var ciphertexts: Outbox
    private let keygen, operations: Channel

    /// Takes the domain's grants.
    public init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        console = grants.console
        entropy = grants.entropy
        publicKeys = try Inbox(grants, Symbol.publicKey, .publicKey)
        ciphertexts = try Outbox(grants, Symbol.ciphertext)
        keygen = try grants.channel(3)
        operations = try grants.channel(4)
    }

    /// A public key is there.
    public func notified(_ channel: ChannelID) throws(Fault) {
        guard channel == keygen.id else { throw .unexpectedNotification(channel) }
        guard case .success(let key)? = try publicKeys.take(),
            let ciphertext = try? NarrowPKE().encrypt(Self.message, to: key.payload, using: entropy)
        else { return try console.print("ENCRYPTION: no public key that can be used") }
        try ciphertexts.post(.ciphertext, epoch: key.epoch, ciphertext)
        try console.print("ENCRYPTION: encrypted \(Self.message) with the key of epoch \(key.epoch)")
        try operations.notify()
    }
}
