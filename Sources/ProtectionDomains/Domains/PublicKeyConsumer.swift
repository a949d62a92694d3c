internal import LWECore
public import Microkernel
internal import Vault

/// Encrypts the caller's data with the public keys that the key generator published or the lockbox brought back.
///
/// Texts go to the secret-key consumer, integers to the homomorphic operations; it never sees a secret key.
public actor PublicKeyConsumer: ProtectionDomain {
    /// More keys are refused.
    private static let keyLimit = 1024

    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    private let entropy: Entropy
    private let console: Console
    private var jobs: JobBox
    private var publicKeys, unsealed, plaintexts: Inbox
    private var ciphertexts, reports: Outbox
    private let gateway, keygen, operations, decryption, lockbox, restore: Channel
    private var keys: [KeyReference: HeldPublicKey] = [:]

    /// Takes the domain's grants.
    public init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        entropy = grants.entropy
        console = grants.console
        jobs = try JobBox(grants)
        publicKeys = try Inbox(grants, Symbol.publicKey, .publicKey)
        unsealed = try Inbox(grants, Symbol.unsealed, .publicKey, .ciphertext)
        plaintexts = try Inbox(grants, Symbol.plaintext, .plaintext)
        ciphertexts = try Outbox(grants, Symbol.ciphertext)
        reports = try Outbox(grants, Symbol.encryptionReport)
        gateway = try grants.channel(ChannelNumber.gatewayEncryption)
        keygen = try grants.channel(ChannelNumber.keygenEncryption)
        operations = try grants.channel(ChannelNumber.encryptionOperations)
        decryption = try grants.channel(ChannelNumber.encryptionDecryption)
        lockbox = try grants.channel(ChannelNumber.encryptionLockbox)
        restore = try grants.channel(ChannelNumber.lockboxEncryption)
    }

    /// Goes on where an earlier life stopped.
    public func start() throws(Fault) {
        try ciphertexts.resume()
        try reports.resume()
    }

    /// A public key, fresh or out of the vault, or a job of the gateway.
    public func notified(_ channel: ChannelID) throws(Fault) {
        switch channel {
        case keygen.id: try register(try publicKeys.take())
        case restore.id: try register(try unsealed.take())
        case gateway.id: try work()
        default: throw .unexpectedNotification(channel)
        }
    }

    private func register(_ taken: Result<RegionMessage, MessageError>?) throws(Fault) {
        guard let taken else { return }
        try jobs.refresh()
        guard case .success(let message) = taken, message.type == .publicKey,
            let content = try? message.record(),
            content.entry.kind == .key, let choice = ParameterChoice(content.entry),
            let key = try? HeldPublicKey(id: content.entry.id, choice: choice, encoded: content.bytes)
        else { return try report(jobs.number, .failed(.refused)) }
        guard keys.count < Self.keyLimit else { return try report(content.job, .failed(.full)) }
        keys[content.entry.reference] = key
        try report(content.job, .done(byteCount: UInt64(content.bytes.count)))
    }

    private func work() throws(Fault) {
        guard let job = try jobs.take() else { return }
        switch job.task {
        case .encrypt(let entry): try encrypt(job.number, entry)
        case .remove(let ids):
            keys = keys.filter { !ids.contains($0.value.id) }
            try report(job.number, .done(byteCount: 0))
        default: return
        }
    }

    private func encrypt(_ job: UInt64, _ entry: VaultEntry) throws(Fault) {
        guard case .success(let message) = try plaintexts.take(),
            let plaintext = try? PlaintextContent(payload: message.payload), plaintext.job == job,
            let key = keys[entry.reference]
        else { return try report(job, .failed(.refused)) }
        let bytes: [UInt8]
        do { bytes = try encrypt(plaintext.value, entry, key.scheme) } catch {
            return try report(job, .failed(Report.Failure(error)))
        }
        let payload = RecordContent(job: job, entry: entry, bytes: bytes).payload
        guard payload.count <= ciphertexts.capacity else { return try report(job, .failed(.badPlaintext)) }
        try ciphertexts.post(.ciphertext, epoch: entry.epoch, payload)
        try console.print(
            "ENCRYPTION: '\(entry.name)' under '\(entry.key)' epoch \(entry.epoch): \(bytes.count) bytes")
        try report(job, .done(byteCount: UInt64(bytes.count)))
        switch key.scheme {
        case .arithmetic, .computation: try operations.notify()
        case .transport:
            // A text's ciphertext must not be computed on: it skips the operations.
            try decryption.notify()
            try lockbox.notify()
        }
    }

    private func encrypt(
        _ plaintext: PlaintextContent.Value, _ entry: VaultEntry, _ scheme: HeldPublicKey.Scheme
    ) throws(LWEError) -> [UInt8] {
        switch (plaintext, scheme) {
        case (.text(let text), .transport(let key)):
            return try TextEnvelope.seal(text, to: key, entry: entry, entropy: entropy)
        case (.integers(let integers), .arithmetic(let key)):
            guard integers.count <= IntegerScheme.countLimit else {
                throw .wrongLength(
                    object: .integerVector, expected: IntegerScheme.countLimit, actual: integers.count)
            }
            let (pke, encoding) = try IntegerScheme.fresh(key.variant)
            return try pke.encrypt(integers.span, encoding, to: key, using: entropy).encoded()
        case (.integer(let pattern, let name), .computation(let key)):
            guard name == entry.type, let type = EncryptedType(rawValue: name) else {
                throw .unsupportedParameters("a type that is not known")
            }
            let digits = try type.digits(ofPattern: pattern, key.parameters)
            return try key.encrypt(digits.span, using: entropy).encoded()
        default: throw .unsupportedParameters("this key is not for that")
        }
    }

    private func report(_ job: UInt64, _ outcome: Report.Outcome) throws(Fault) {
        try reports.post(.report, Report(job: job, outcome: outcome).payload)
        try gateway.notify()
    }
}
