internal import LWECore
public import Microkernel
internal import Vault

/// Computes on ciphertexts without any secret key: adds vectors, multiplies them by small numbers, carries circuits on
/// encrypted integers out, hands fresh ciphertexts on.
///
/// Refuses what could decrypt wrongly. Every result, a copy of a fresh ciphertext too, goes to the secret-key
/// consumer, which decrypts nothing else, and to the lockbox, which keeps it.
public actor HomomorphicOperations: ProtectionDomain {
    /// More ciphertexts, or bytes of them, are refused.
    static let ciphertextLimit = 1024
    static let byteLimit = 64 << 20

    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    let console: Console
    private var jobs: JobBox
    private var fresh, unsealed: Inbox
    let evaluationKeys: EvaluationKeyInbox
    let entropy: Entropy
    private var results, reports: Outbox
    private let gateway, encryption, decryption, lockbox, restore, keygen: Channel
    private var held = HeldCiphertexts(countLimit: ciphertextLimit, byteLimit: byteLimit)
    /// The results of the last computation, which wait to be kept, and the key that they are under.
    private var computed: (key: KeyReference, values: [AnyEncryptedInteger])?

    /// Takes the domain's grants.
    public init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        console = grants.console
        jobs = try JobBox(grants)
        fresh = try Inbox(grants, Symbol.ciphertext, .ciphertext)
        unsealed = try Inbox(grants, Symbol.unsealed, .publicKey, .ciphertext)
        evaluationKeys = try EvaluationKeyInbox(grants)
        entropy = grants.entropy
        results = try Outbox(grants, Symbol.operations)
        reports = try Outbox(grants, Symbol.operationsReport)
        gateway = try grants.channel(ChannelNumber.gatewayOperations)
        encryption = try grants.channel(ChannelNumber.encryptionOperations)
        decryption = try grants.channel(ChannelNumber.operationsDecryption)
        lockbox = try grants.channel(ChannelNumber.operationsLockbox)
        restore = try grants.channel(ChannelNumber.lockboxOperations)
        keygen = try grants.channel(ChannelNumber.keygenOperations)
    }

    /// Goes on where an earlier life stopped.
    public func start() throws(Fault) {
        try results.resume()
        try reports.resume()
    }

    /// A ciphertext, fresh or out of the vault, an evaluation key, or a job of the gateway.
    public func notified(_ channel: ChannelID) throws(Fault) {
        switch channel {
        case encryption.id: try handOn(try fresh.take(), isRestored: false)
        case restore.id: try handOn(try unsealed.take(), isRestored: true)
        case keygen.id: try admitEvaluationKey()
        case gateway.id: try work()
        default: throw .unexpectedNotification(channel)
        }
    }

    /// Keeps a ciphertext and copies it on.
    private func handOn(_ taken: Result<RegionMessage, MessageError>?, isRestored: Bool) throws(Fault) {
        guard let taken else { return }
        try jobs.refresh()
        guard case .success(let message) = taken, message.type == .ciphertext,
            var content = try? message.record(), let choice = ParameterChoice(content.entry),
            let ciphertext = try? HeldCiphertext(content, choice, isFresh: !isRestored)
        else { return try report(jobs.number, .failed(.refused)) }
        content.bytes = ciphertext.encoded
        try publish(ciphertext, content, isRestored: isRestored)
    }

    private func work() throws(Fault) {
        guard let job = try jobs.take() else { return }
        switch job.task {
        case .combine(let entry, let combination):
            try publish(job.number, entry) { () throws(Report.Failure) in
                HeldCiphertext(entry: entry, vector: try combine(combination, entry))
            }
        case .compute(let key, let plan):
            computed = nil
            switch try compute(plan, key) {
            case .success(let values):
                computed = (key.reference, values)
                try report(job.number, .done(byteCount: 0))
            case .failure(let failure): try report(job.number, .failed(failure))
            }
        case .keep(let entry, let index):
            try publish(job.number, entry) { () throws(Report.Failure) in try result(index, as: entry) }
        case .remove(let ids):
            for id in ids { held.remove(id) }
            try report(job.number, .done(byteCount: 0))
        default: return
        }
    }

    private func admitEvaluationKey() throws(Fault) {
        try jobs.refresh()
        guard case .evaluationKey(let entry)? = jobs.current,
            case .computation(let parameters)? = ParameterChoice(entry)
        else { return }
        switch try evaluationKeys.withKey(parameters, level: level, { _ in }) {
        case .success: try report(jobs.number, .done(byteCount: 0))
        case .failure: try report(jobs.number, .failed(.refused))
        }
    }

    var level: VectorLevel { ComputationLevel.choose(isSeeded: entropy.isSeeded) }

    private func combine(_ combination: Job.Combination, _ entry: VaultEntry) throws(Report.Failure)
        -> EncryptedIntegers
    {
        do {
            switch combination {
            case .sum(let terms):
                guard let first = terms.first else { throw Report.Failure.refused }
                var sum = try vector(first, entry)
                let pke = try IntegerScheme.scheme(of: sum)
                for term in terms.dropFirst() { sum = try pke.add(sum, try vector(term, entry)) }
                return sum
            case .product(let term, let factor):
                guard let factor = Int32(exactly: factor) else { throw Report.Failure.noiseBudget }
                let vector = try vector(term, entry)
                return try IntegerScheme.scheme(of: vector).multiply(vector, by: factor)
            }
        } catch {
            throw Report.Failure(error)
        }
    }

    private func vector(_ id: UInt64, _ entry: VaultEntry) throws(Report.Failure) -> EncryptedIntegers {
        guard let vector = try operand(id, entry).vector else { throw .wrongPurpose }
        return vector
    }

    /// A ciphertext that was registered here, under the key of the result.
    func operand(_ id: UInt64, _ entry: VaultEntry) throws(Report.Failure) -> HeldCiphertext {
        guard let found = held[id] else { throw .refused }
        guard found.entry.reference == entry.reference, found.entry.set == entry.set else {
            throw .keyMismatch
        }
        return found
    }

    /// A result of the last computation.
    private func result(_ index: UInt64, as entry: VaultEntry) throws(Report.Failure) -> HeldCiphertext {
        guard let computed, computed.key == entry.reference, let index = Int(exactly: index),
            computed.values.indices.contains(index), let choice = ParameterChoice(entry),
            case .computation(computed.values[index].label.parameters) = choice,
            computed.values[index].type.rawValue == entry.type,
            let encoded = try? computed.values[index].encoded()
        else { throw .refused }
        return HeldCiphertext(entry: entry, integer: encoded)
    }

    private func publish(
        _ job: UInt64, _ entry: VaultEntry, _ make: () throws(Report.Failure) -> HeldCiphertext
    ) throws(Fault) {
        let ciphertext: HeldCiphertext
        do { ciphertext = try make() } catch { return try report(job, .failed(error)) }
        let content = RecordContent(job: job, entry: entry, bytes: ciphertext.encoded)
        try publish(ciphertext, content, isRestored: false)
    }

    private func publish(
        _ ciphertext: HeldCiphertext, _ content: RecordContent, isRestored: Bool
    ) throws(Fault) {
        let payload = content.payload
        guard payload.count <= results.capacity else { return try report(content.job, .failed(.refused)) }
        guard held.insert(ciphertext) else { return try report(content.job, .failed(.full)) }
        let entry = content.entry
        let byteCount = content.bytes.count
        try results.post(.ciphertext, epoch: entry.epoch, payload)
        try console.print("LWE_OPS: '\(entry.name)', \(ciphertext.summary), handed on: \(byteCount) bytes")
        try report(content.job, .done(byteCount: UInt64(byteCount)))
        try decryption.notify()
        if !isRestored { try lockbox.notify() }
    }

    private func report(_ job: UInt64, _ outcome: Report.Outcome) throws(Fault) {
        try reports.post(.report, Report(job: job, outcome: outcome).payload)
        try gateway.notify()
    }
}
