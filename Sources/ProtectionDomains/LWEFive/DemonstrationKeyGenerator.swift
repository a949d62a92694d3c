internal import LWECore
public import Microkernel
internal import SecretMemory

/// The demonstration's key generator: a new key pair, of the next epoch, each time it is asked.
///
/// The system has no way to tell that the secret key was taken, so it stays in its region; `pd.system.xml` does better.
public actor DemonstrationKeyGenerator: ProtectionDomain {
    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    private let console: Console
    private let entropy: Entropy
    private var secretKeys, publicKeys: Outbox
    private let client, decryption, encryption: Channel
    private var epoch: UInt64 = 0

    /// Takes the domain's grants.
    public init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        console = grants.console
        entropy = grants.entropy
        secretKeys = try Outbox(grants, Symbol.secretKey)
        publicKeys = try Outbox(grants, Symbol.publicKey)
        client = try grants.channel(1)
        decryption = try grants.channel(2)
        encryption = try grants.channel(3)
    }

    /// The client asks.
    public func notified(_ channel: ChannelID) throws(Fault) {
        guard channel == client.id else { throw .unexpectedNotification(channel) }
        epoch += 1
        do {
            var secret = try SecretBytes(zeroed: NarrowPKE.secretKeyByteCount)
            let key = try NarrowPKE().generateKeyPair(using: entropy, secretKey: &secret)
            try secretKeys.post(.secretKey, epoch: epoch, secret: secret)
            try publicKeys.post(.publicKey, epoch: epoch, key)
        } catch { throw error as? Fault ?? .broken("\(error)") }
        try console.print("KEY GENERATION: pair of epoch \(epoch) written")
        try decryption.notify()
        try encryption.notify()
    }
}
