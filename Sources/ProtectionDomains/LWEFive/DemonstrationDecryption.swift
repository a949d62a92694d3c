internal import LWECore
public import Microkernel
internal import SecretMemory

/// The demonstration's secret-key consumer: takes the key into memory of its own, decrypts what comes of the
/// operations and prints it. A ciphertext of another epoch than its key's is refused.
public actor DemonstrationDecryption: ProtectionDomain {
    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    private let console: Console
    private var secretKeys, results: Inbox
    private let keygen, operations: Channel
    private var key: Held?

    private final class Held {
        let secret: SecretBytes
        let epoch: UInt64
        init(_ secret: consuming SecretBytes, _ epoch: UInt64) {
            self.secret = secret
            self.epoch = epoch
        }
    }

    /// Takes the domain's grants.
    public init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        console = grants.console
        secretKeys = try Inbox(grants, Symbol.secretKey, .secretKey)
        results = try Inbox(grants, Symbol.operations, .ciphertext)
        keygen = try grants.channel(2)
        operations = try grants.channel(5)
    }

    /// A secret key or a result is there.
    public func notified(_ channel: ChannelID) throws(Fault) {
        switch channel {
        case keygen.id: try takeKey()
        case operations.id: try decrypt()
        default: throw .unexpectedNotification(channel)
        }
    }

    private func takeKey() throws(Fault) {
        switch try secretKeys.takeSecret() {
        case .nothing: return
        case .refused: try console.print("DECRYPTION: no secret key that can be used")
        case .taken(let secret, let epoch):
            key = Held(secret, epoch)
            try console.print("DECRYPTION: secret key of epoch \(epoch) taken")
        }
    }

    private func decrypt() throws(Fault) {
        guard case .success(let ciphertext)? = try results.take(), let key, key.epoch == ciphertext.epoch,
            let message = try? NarrowPKE().decrypt(ciphertext.payload, with: key.secret)
        else { return try console.print("DECRYPTION: refused") }
        try console.print("DECRYPTION: the message is \(message)")
    }
}
