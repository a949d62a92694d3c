public import Microkernel
internal import SecretMemory
public import Vault

/// Seals secret keys for the vault, brings them back, and vouches for everything that the vault holds.
///
/// Holds a secret key only between a region and its seal. Storage is a stranger: at boot the tag over all records and
/// the platform's counter are checked, later each record against its digest and its seal. One commit at a time; the
/// gateway hears of it only after storage has committed and the counter was moved.
public actor LockboxEnclave: ProtectionDomain {
    /// The device that is the platform's counter.
    public static let counterDevice = "counter"

    /// What the lockbox is doing.
    enum Phase {
        /// Reading the vault's entries.
        case opening(OpeningVault)
        /// The vault is not what it was, or cannot be read: nothing is done.
        case refused
        case ready(OpenVault)
        /// Waiting for storage to commit what leads to this state.
        case committing(OpenVault, next: OpenVault, job: UInt64, byteCount: Int)
        /// Waiting for storage to read a record.
        case restoring(OpenVault, job: UInt64, id: UInt64, for: Recipient)
    }

    /// Whom a record is brought back for.
    enum Recipient {
        /// Those who encrypt, compute and decrypt.
        case workers
        /// The key generator, for an evaluation key.
        case keyGenerator
    }

    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    let entropy: Entropy
    let console: Console
    let sealer: Sealer
    let counter: Device
    var jobs: JobBox
    var stored, publicKeys, secretKeys, texts, results: Inbox
    var sealed, unsealedKeys, unsealed, reports: Outbox
    let gateway, keygen, encryption, operations, storage: Channel
    let decryptionOut, encryptionOut, operationsOut, keygenOut: Channel
    var phase = Phase.opening(OpeningVault())
    /// Entries that the gateway has not been told of.
    var catalogue: ArraySlice<VaultEntry> = []

    /// Refuses: a lockbox without the platform's hardware would seal with nothing.
    public init(_ grants: borrowing Grants) throws(WiringError) {
        throw .unusable("the lockbox needs the platform's secret; register it with its hardware")
    }

    /// Takes the domain's grants, and the secret of `hardware`, of which it keeps two derived keys.
    public init(_ grants: borrowing Grants, hardware: PlatformHardware) throws(WiringError) {
        thread = grants.thread
        entropy = grants.entropy
        console = grants.console
        do throws(SecretMemoryError) { sealer = try Sealer(platformSecret: try hardware.copySecret()) } catch
        {
            throw .unusable(error.description)
        }
        counter = try grants.device(Self.counterDevice)
        jobs = try JobBox(grants)
        stored = try Inbox(grants, Symbol.stored, .storageReply)
        publicKeys = try Inbox(grants, Symbol.publicKey, .publicKey)
        secretKeys = try Inbox(grants, Symbol.secretKey, .secretKey)
        texts = try Inbox(grants, Symbol.ciphertext, .ciphertext)
        results = try Inbox(grants, Symbol.operations, .ciphertext)
        sealed = try Outbox(grants, Symbol.sealed)
        unsealedKeys = try Outbox(grants, Symbol.unsealedKey)
        unsealed = try Outbox(grants, Symbol.unsealed)
        reports = try Outbox(grants, Symbol.lockboxReport)
        gateway = try grants.channel(ChannelNumber.gatewayLockbox)
        keygen = try grants.channel(ChannelNumber.keygenLockbox)
        encryption = try grants.channel(ChannelNumber.encryptionLockbox)
        operations = try grants.channel(ChannelNumber.operationsLockbox)
        storage = try grants.channel(ChannelNumber.lockboxStorage)
        decryptionOut = try grants.channel(ChannelNumber.lockboxDecryption)
        encryptionOut = try grants.channel(ChannelNumber.lockboxEncryption)
        operationsOut = try grants.channel(ChannelNumber.lockboxOperations)
        keygenOut = try grants.channel(ChannelNumber.lockboxKeygen)
    }

    /// Erases a secret that an earlier life may have left, and asks storage for what the vault holds.
    public func start() throws(Fault) {
        try sealed.resume()
        try unsealedKeys.resume()
        try unsealed.resume()
        try reports.resume()
        try unsealedKeys.erase()
        phase = .opening(OpeningVault())
        try ask(.list(after: 0))
    }

    /// Something may have come in: one thing at a time, in the order that keeps secrets in regions shortest.
    public func notified(_ channel: ChannelID) throws(Fault) {
        switch channel {
        case decryptionOut.id, keygenOut.id: try unsealedKeys.erase()
        case gateway.id where !catalogue.isEmpty: try reportCatalogue()
        case storage.id: try takeReply()
        case gateway.id, keygen.id, encryption.id, operations.id: break
        default: throw .unexpectedNotification(channel)
        }
        try work()
    }

    /// Takes the next piece of work when nothing is under way; the rest waits in its regions.
    private func work() throws(Fault) {
        switch phase {
        case .ready(let vault):
            if try keepKey(vault) { return }
            if try keepCiphertext(vault) { return }
            guard let job = try jobs.take() else { return }
            switch job.task {
            case .restore(let id): try load(id, vault, job.number, for: .workers)
            case .evaluationKey(let key): try load(key.id, vault, job.number, for: .keyGenerator)
            case .remove(let ids): try remove(ids, vault, job.number)
            default: return
            }
        case .refused:
            // A secret key that will never be sealed must not stay in its region either.
            if case .nothing = try secretKeys.takeSecret() {} else { try keygen.notify() }
            if try jobs.take() != nil { try report(jobs.number, .failed(.vaultRefused)) }
        case .opening, .committing, .restoring: return
        }
    }

    private func load(
        _ id: UInt64, _ vault: OpenVault, _ job: UInt64, for recipient: Recipient
    ) throws(Fault) {
        phase = .restoring(vault, job: job, id: id, for: recipient)
        try ask(.load(id: id))
    }

    func ask(_ request: StorageRequest) throws(Fault) {
        try sealed.post(.storageRequest, request.payload)
        try storage.notify()
    }

    func report(_ job: UInt64, _ outcome: Report.Outcome) throws(Fault) {
        let report = Report(job: job, version: phase.vault?.version ?? 0, outcome: outcome)
        try reports.post(.report, report.payload)
        try gateway.notify()
    }
}

extension LockboxEnclave.Phase {
    /// The state that is known to be durable.
    var vault: OpenVault? {
        switch self {
        case .opening, .refused: nil
        case .ready(let vault), .committing(let vault, _, _, _), .restoring(let vault, _, _, _): vault
        }
    }
}
