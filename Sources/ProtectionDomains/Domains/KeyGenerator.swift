internal import LWECore
public import Microkernel
internal import SecretMemory
internal import Vault

/// Makes key pairs, and takes the secret key out of shared memory as soon as both readers have it.
///
/// The only writer of `sk_shared_mem`. A pair is made for one job at a time; while a reader has not taken the last
/// secret key, another job is refused. Evaluation keys are made when somebody computes, of a secret key that the lockbox
/// unsealed for it, and forgotten with the job.
public actor KeyGenerator: ProtectionDomain {
    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    private let entropy: Entropy
    private let console: Console
    private var jobs: JobBox
    private var publicKeys, secretKeys, reports: Outbox
    private var unsealedKeys: Inbox
    private let evaluationKeys: EvaluationKeyOutbox
    private let gateway, encryption, decryption, lockbox, unsealing, operations: Channel

    /// Who still has to take the secret key, and for which job it was made.
    private var unacknowledged: Set<ChannelID> = []
    private var job: (number: UInt64, byteCount: Int) = (0, 0)

    /// Takes the domain's grants.
    public init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        entropy = grants.entropy
        console = grants.console
        jobs = try JobBox(grants)
        publicKeys = try Outbox(grants, Symbol.publicKey)
        secretKeys = try Outbox(grants, Symbol.secretKey)
        reports = try Outbox(grants, Symbol.keygenReport)
        unsealedKeys = try Inbox(grants, Symbol.unsealedKey, .secretKey)
        evaluationKeys = try EvaluationKeyOutbox(grants)
        gateway = try grants.channel(ChannelNumber.gatewayKeygen)
        encryption = try grants.channel(ChannelNumber.keygenEncryption)
        decryption = try grants.channel(ChannelNumber.keygenDecryption)
        lockbox = try grants.channel(ChannelNumber.keygenLockbox)
        unsealing = try grants.channel(ChannelNumber.lockboxKeygen)
        operations = try grants.channel(ChannelNumber.keygenOperations)
    }

    /// Goes on where an earlier life stopped; a secret that it may have left is erased first.
    public func start() throws(Fault) {
        try publicKeys.resume()
        try secretKeys.resume()
        try reports.resume()
        try secretKeys.erase()
    }

    /// A job of the gateway, a reader that has taken the secret key, or one out of the vault.
    public func notified(_ channel: ChannelID) throws(Fault) {
        switch channel {
        case gateway.id:
            guard let job = try jobs.take(), case .generate(let entry) = job.task else { return }
            try generate(entry, job.number)
        case decryption.id, lockbox.id: try acknowledged(channel)
        case unsealing.id: try makeEvaluationKey()
        default: throw .unexpectedNotification(channel)
        }
    }

    private func generate(_ entry: VaultEntry, _ number: UInt64) throws(Fault) {
        guard unacknowledged.isEmpty, let choice = ParameterChoice(entry) else {
            return try report(number, .failed(.refused))
        }
        let byteCount: Int
        do {
            let pair = try EncodedKeyPair.generate(choice, entropy: entropy)
            byteCount = pair.publicKey.count
            try publish(pair, entry, number)
        } catch let fault as Fault {
            throw fault
        } catch {
            return try report(number, .failed(Report.Failure(error)))
        }
        job = (number, byteCount)
        unacknowledged = [decryption.id, lockbox.id]
        try console.print("KEY GENERATION: '\(entry.name)' epoch \(entry.epoch), \(entry.set): pair written")
        try encryption.notify()
        try decryption.notify()
        try lockbox.notify()
    }

    private func publish(_ pair: borrowing EncodedKeyPair, _ entry: VaultEntry, _ number: UInt64) throws {
        let secret = try SecretKeyContent.join(id: entry.id, job: number, key: pair.secretKey)
        let content = RecordContent(job: number, entry: entry, bytes: pair.publicKey)
        try secretKeys.post(.secretKey, epoch: entry.epoch, secret: secret)
        try publicKeys.post(.publicKey, epoch: entry.epoch, content.payload)
    }

    private func acknowledged(_ channel: ChannelID) throws(Fault) {
        guard unacknowledged.remove(channel) != nil, unacknowledged.isEmpty else { return }
        try secretKeys.erase()
        try console.print("KEY GENERATION: the secret key was taken by both readers; its region is erased")
        try report(job.number, .done(byteCount: UInt64(job.byteCount)))
    }

    /// Takes the secret key that the job asks for, and makes its evaluation key in place.
    private func makeEvaluationKey() throws(Fault) {
        try jobs.refresh()
        let outcome: Report.Outcome
        switch try unsealedKeys.takeSecret() {
        case .nothing: return
        case .refused: outcome = .failed(.refused)
        case .taken(let payload, let epoch): outcome = try evaluationKey(of: payload, epoch)
        }
        // Whatever it was, the lockbox may erase it.
        try unsealing.notify()
        if case .done = outcome { try operations.notify() }
        try report(jobs.number, outcome)
    }

    private func evaluationKey(
        of payload: borrowing SecretBytes, _ epoch: UInt64
    ) throws(Fault) -> Report.Outcome {
        guard case .evaluationKey(let entry)? = jobs.current, entry.kind == .key, entry.epoch == epoch,
            let (id, job) = payload.withBytes({ SecretKeyContent.identify($0) }), id == entry.id,
            job == jobs.number, case .computation(let parameters)? = ParameterChoice(entry)
        else { return .failed(.refused) }
        let seeded: SeededServerKey<UInt64>
        do throws(LWEError) {
            seeded = try payload.withBytes { (bytes) throws(LWEError) in
                let key = try ClientKey<UInt64>(
                    decoding: bytes.extracting(droppingFirst: SecretKeyContent.prefixByteCount))
                guard key.parameters == parameters else { throw .parametersDiffer("a key of another set") }
                return try key.makeSeededServerKey(using: entropy)
            }
        } catch {
            return .failed(Report.Failure(error))
        }
        let level = ComputationLevel.choose(isSeeded: entropy.isSeeded)
        switch try evaluationKeys.post(seeded, level: level) {
        case .failure(let error): return .failed(Report.Failure(error))
        case .success(let byteCount):
            try console.print(
                "KEY GENERATION: evaluation key of '\(entry.name)' epoch \(entry.epoch): \(byteCount) bytes")
            return .done(byteCount: UInt64(byteCount))
        }
    }

    private func report(_ job: UInt64, _ outcome: Report.Outcome) throws(Fault) {
        try reports.post(.report, Report(job: job, outcome: outcome).payload)
        try gateway.notify()
    }
}
