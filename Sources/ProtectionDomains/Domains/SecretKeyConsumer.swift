internal import LWECore
public import Microkernel
internal import RequestLanguage
internal import SecretMemory
internal import Vault

/// Holds the secret keys in use, and decrypts ciphertexts that were registered with it, nothing else.
///
/// A ciphertext gets here from the public-key consumer (texts), from the homomorphic operations (integers) or out of
/// the vault through the lockbox, never from the gateway: a caller can only name one. Whatever is wrong, the answer
/// is the same `refused`.
public actor SecretKeyConsumer: ProtectionDomain {
    /// More keys or ciphertexts, or bytes of them, are refused.
    static let keyLimit = 256
    private static let ciphertextLimit = HomomorphicOperations.ciphertextLimit
    private static let byteLimit = HomomorphicOperations.byteLimit

    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    private let console: Console
    private var jobs: JobBox
    private var secretKeys, unsealedKeys, unsealed, texts, results: Inbox
    private var reports: Outbox
    private let gateway, keygen, encryption, operations, lockbox: Channel
    private var keys: [KeyReference: HeldSecretKey] = [:]
    private var ciphertexts: [UInt64: (entry: VaultEntry, bytes: [UInt8])] = [:]
    private var heldByteCount = 0

    /// Takes the domain's grants.
    public init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        console = grants.console
        jobs = try JobBox(grants)
        secretKeys = try Inbox(grants, Symbol.secretKey, .secretKey)
        unsealedKeys = try Inbox(grants, Symbol.unsealedKey, .secretKey)
        unsealed = try Inbox(grants, Symbol.unsealed, .publicKey, .ciphertext)
        texts = try Inbox(grants, Symbol.ciphertext, .ciphertext)
        results = try Inbox(grants, Symbol.operations, .ciphertext)
        reports = try Outbox(grants, Symbol.result)
        gateway = try grants.channel(ChannelNumber.gatewayDecryption)
        keygen = try grants.channel(ChannelNumber.keygenDecryption)
        encryption = try grants.channel(ChannelNumber.encryptionDecryption)
        operations = try grants.channel(ChannelNumber.operationsDecryption)
        lockbox = try grants.channel(ChannelNumber.lockboxDecryption)
    }

    /// Goes on where an earlier life stopped.
    public func start() throws(Fault) { try reports.resume() }

    /// A secret key, a ciphertext to register, or a job of the gateway.
    public func notified(_ channel: ChannelID) throws(Fault) {
        switch channel {
        case keygen.id:
            if try holdFreshKey() { try keygen.notify() }
        case lockbox.id:
            // A key and a text may both wait: notifications coalesce.
            if try holdUnsealedKey() { try lockbox.notify() }
            try register(try unsealed.take(), as: [.transport])
        case encryption.id: try register(try texts.take(), as: [.transport])
        case operations.id: try register(try results.take(), as: [.arithmetic, .computation])
        case gateway.id: try work()
        default: throw .unexpectedNotification(channel)
        }
    }

    /// Takes the key that the job asks for; whether there was a message, which its writer may now erase.
    private func holdFreshKey() throws(Fault) -> Bool {
        try jobs.refresh()
        guard case .generate(let entry)? = jobs.current else { return try hold(secretKeys.takeSecret(), nil) }
        return try hold(secretKeys.takeSecret(), entry)
    }

    private func holdUnsealedKey() throws(Fault) -> Bool {
        try jobs.refresh()
        // What is unsealed says what it is in the public region beside it, which the lockbox wrote first.
        guard case .success(let message)? = try unsealed.peek(), message.type == .publicKey,
            let content = try? message.record()
        else { return try hold(unsealedKeys.takeSecret(), nil) }
        return try hold(unsealedKeys.takeSecret(), content.entry)
    }

    private func hold(_ taken: consuming TakenSecret, _ entry: VaultEntry?) throws(Fault) -> Bool {
        switch consume taken {
        case .nothing: return false
        case .refused(let error): try report(jobs.number, .failed(Report.Failure(error)))
        case .taken(let payload, let epoch):
            let outcome = payload.withBytes { accept($0, epoch, entry) }
            try report(jobs.number, outcome)
        }
        return true
    }

    private func accept(_ payload: RawSpan, _ epoch: UInt64, _ entry: VaultEntry?) -> Report.Outcome {
        guard let entry, let (id, job) = SecretKeyContent.identify(payload), id == entry.id,
            job == jobs.number,
            epoch == entry.epoch, entry.kind == .key, let choice = ParameterChoice(entry)
        else { return .failed(.refused) }
        let key: HeldSecretKey
        do {
            let encoded = payload.extracting(droppingFirst: SecretKeyContent.prefixByteCount)
            key = try HeldSecretKey(id: id, choice: choice, encoded: encoded)
        } catch {
            return .failed(Report.Failure(error))
        }
        guard keys.count < Self.keyLimit else { return .failed(.full) }
        keys[entry.reference] = key
        return .done(byteCount: UInt64(payload.byteCount - SecretKeyContent.prefixByteCount))
    }

    private func register(
        _ taken: Result<RegionMessage, MessageError>?, as purposes: Set<Request.Purpose>
    ) throws(Fault) {
        guard let taken else { return }
        if case .success(let message) = taken, message.type == .publicKey { return }
        try jobs.refresh()
        guard case .success(let message) = taken, let content = try? message.record(),
            content.entry.kind == .ciphertext,
            let purpose = ParameterChoice(content.entry)?.purpose, purposes.contains(purpose)
        else { return try report(jobs.number, .failed(.refused)) }
        guard ciphertexts.count < Self.ciphertextLimit, heldByteCount + content.bytes.count <= Self.byteLimit
        else {
            return try report(content.job, .failed(.full))
        }
        heldByteCount += content.bytes.count
        if let replaced = ciphertexts.updateValue((content.entry, content.bytes), forKey: content.entry.id) {
            heldByteCount -= replaced.bytes.count
        }
        try report(content.job, .done(byteCount: UInt64(content.bytes.count)))
    }

    private func work() throws(Fault) {
        guard let job = try jobs.take() else { return }
        switch job.task {
        case .decrypt(let id):
            let entry: VaultEntry
            let plaintext: Report.Plaintext
            do {
                guard let found = ciphertexts[id] else { throw Report.Failure.refused }
                entry = found.entry
                plaintext = try decrypt(entry, found.bytes)
            } catch {
                try console.print("DECRYPTION: refused")
                // Whatever is wrong with a ciphertext, the answer is one: it must not be an oracle.
                let isNoMemory = Report.Failure(error) == .lockedMemory
                return try report(job.number, .failed(isNoMemory ? .lockedMemory : .refused))
            }
            try console.print("DECRYPTION: '\(entry.name)' decrypted")
            try report(job.number, .decrypted(plaintext))
        case .remove(let ids):
            keys = keys.filter { !ids.contains($0.value.id) }
            for id in ids {
                if let gone = ciphertexts.removeValue(forKey: id) { heldByteCount -= gone.bytes.count }
            }
            try report(job.number, .done(byteCount: 0))
        default: return
        }
    }

    private func decrypt(_ entry: VaultEntry, _ bytes: [UInt8]) throws -> Report.Plaintext {
        guard let key = keys[entry.reference] else { throw Report.Failure.refused }
        switch key.scheme {
        case .transport(let secret):
            guard let text = try TextEnvelope.open(bytes, with: secret, entry: entry) else {
                throw Report.Failure.refused
            }
            return .text(text.withBytes { span in unsafe span.withUnsafeBytes { unsafe Array($0) } })
        case .arithmetic(let secret):
            let vector = try unsafe EncryptedIntegers(decoding: bytes.span.bytes)
            let values = try IntegerScheme.scheme(of: vector).decrypt(vector, with: secret)
            return .integers(values.withElements(of: Int64.self) { span in span.indices.map { span[$0] } })
        case .computation(let secret):
            let value = try AnyEncryptedInteger(decoding: bytes, under: secret.label)
            guard value.type.rawValue == entry.type else { throw Report.Failure.refused }
            return .integer(try value.decrypted(with: secret), type: entry.type)
        }
    }

    private func report(_ job: UInt64, _ outcome: Report.Outcome) throws(Fault) {
        try reports.post(.report, Report(job: job, outcome: outcome).payload)
        try gateway.notify()
    }
}
