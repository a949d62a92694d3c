internal import LWECore
public import Microkernel
internal import Vault

/// Computes on ciphertexts without any key: adds them, multiplies them by small numbers, hands fresh ones on.
///
/// Refuses what could decrypt wrongly. Every result, a copy of a fresh ciphertext too, goes to the secret-key
/// consumer, which decrypts nothing else, and to the lockbox, which keeps it.
public actor HomomorphicOperations: ProtectionDomain {
    /// More ciphertexts, or bytes of them, are refused.
    static let ciphertextLimit = 1024
    static let byteLimit = 64 << 20

    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    private let console: Console
    private var jobs: JobBox
    private var fresh, unsealed: Inbox
    private var results, reports: Outbox
    private let gateway, encryption, decryption, lockbox, restore: Channel
    private var held: [UInt64: (entry: VaultEntry, vector: EncryptedIntegers, byteCount: Int)] = [:]
    private var heldByteCount = 0

    /// Takes the domain's grants.
    public init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        console = grants.console
        jobs = try JobBox(grants)
        fresh = try Inbox(grants, Symbol.ciphertext, .ciphertext)
        unsealed = try Inbox(grants, Symbol.unsealed, .publicKey, .ciphertext)
        results = try Outbox(grants, Symbol.operations)
        reports = try Outbox(grants, Symbol.operationsReport)
        gateway = try grants.channel(ChannelNumber.gatewayOperations)
        encryption = try grants.channel(ChannelNumber.encryptionOperations)
        decryption = try grants.channel(ChannelNumber.operationsDecryption)
        lockbox = try grants.channel(ChannelNumber.operationsLockbox)
        restore = try grants.channel(ChannelNumber.lockboxOperations)
    }

    /// Goes on where an earlier life stopped.
    public func start() throws(Fault) {
        try results.resume()
        try reports.resume()
    }

    /// A ciphertext, fresh or out of the vault, or a job of the gateway.
    public func notified(_ channel: ChannelID) throws(Fault) {
        switch channel {
        case encryption.id: try handOn(try fresh.take(), isRestored: false)
        case restore.id: try handOn(try unsealed.take(), isRestored: true)
        case gateway.id: try work()
        default: throw .unexpectedNotification(channel)
        }
    }

    /// Keeps a ciphertext and copies it on.
    private func handOn(_ taken: Result<RegionMessage, MessageError>?, isRestored: Bool) throws(Fault) {
        guard let taken else { return }
        try jobs.refresh()
        guard case .success(let message) = taken, message.type == .ciphertext,
            let content = try? message.record(),
            case .arithmetic(let variant) = ParameterChoice(content.entry),
            let vector = try? unsafe EncryptedIntegers(decoding: content.bytes.span.bytes),
            vector.matrices.first?.variant == variant
        else { return try report(jobs.number, .failed(.refused)) }
        try publish(vector, content, isRestored: isRestored)
    }

    private func work() throws(Fault) {
        guard let job = try jobs.take() else { return }
        switch job.task {
        case .combine(let entry, let combination):
            do {
                let vector = try compute(combination, entry)
                let content = RecordContent(job: job.number, entry: entry, bytes: vector.encoded())
                try publish(vector, content, isRestored: false)
            } catch let failure as Report.Failure {
                try report(job.number, .failed(failure))
            } catch let fault as Fault {
                throw fault
            } catch {
                throw .broken("\(error)")
            }
        case .remove(let ids):
            for id in ids {
                if let gone = held.removeValue(forKey: id) { heldByteCount -= gone.byteCount }
            }
            try report(job.number, .done(byteCount: 0))
        default: return
        }
    }

    private func compute(_ combination: Job.Combination, _ entry: VaultEntry) throws(Report.Failure)
        -> EncryptedIntegers
    {
        do {
            switch combination {
            case .sum(let terms):
                guard let first = terms.first else { throw Report.Failure.refused }
                var sum = try operand(first, entry)
                let pke = try IntegerScheme.scheme(of: sum)
                for term in terms.dropFirst() { sum = try pke.add(sum, try operand(term, entry)) }
                return sum
            case .product(let term, let factor):
                guard let factor = Int32(exactly: factor) else { throw Report.Failure.noiseBudget }
                let vector = try operand(term, entry)
                return try IntegerScheme.scheme(of: vector).multiply(vector, by: factor)
            }
        } catch {
            throw Report.Failure(error)
        }
    }

    /// A ciphertext that was registered here, under the key of the result.
    private func operand(_ id: UInt64, _ entry: VaultEntry) throws(Report.Failure) -> EncryptedIntegers {
        guard let found = held[id] else { throw .refused }
        guard found.entry.reference == entry.reference, found.entry.set == entry.set else {
            throw .keyMismatch
        }
        return found.vector
    }

    private func publish(_ vector: EncryptedIntegers, _ content: RecordContent, isRestored: Bool)
        throws(Fault)
    {
        let byteCount = content.bytes.count
        guard held.count < Self.ciphertextLimit, heldByteCount + byteCount <= Self.byteLimit else {
            return try report(content.job, .failed(.full))
        }
        let payload = content.payload
        guard payload.count <= results.capacity else { return try report(content.job, .failed(.refused)) }
        let entry = content.entry
        if let replaced = held.updateValue((entry, vector, byteCount), forKey: entry.id) {
            heldByteCount -= replaced.byteCount
        }
        heldByteCount += byteCount
        try results.post(.ciphertext, epoch: entry.epoch, payload)
        try console.print(
            "LWE_OPS: '\(entry.name)' of \(vector.count) integers handed on: \(byteCount) bytes")
        try report(content.job, .done(byteCount: UInt64(byteCount)))
        try decryption.notify()
        if !isRestored { try lockbox.notify() }
    }

    private func report(_ job: UInt64, _ outcome: Report.Outcome) throws(Fault) {
        try reports.post(.report, Report(job: job, outcome: outcome).payload)
        try gateway.notify()
    }
}
