internal import LWECore
public import Microkernel
internal import SecretMemory
internal import Vault

/// Makes key pairs, and takes the secret key out of shared memory as soon as both readers have it.
///
/// The only writer of `sk_shared_mem`. A pair is made for one job at a time; while a reader has not taken the last
/// secret key, another job is refused.
public actor KeyGenerator: ProtectionDomain {
    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    private let entropy: Entropy
    private let console: Console
    private var jobs: JobBox
    private var publicKeys, secretKeys, reports: Outbox
    private let gateway, encryption, decryption, lockbox: Channel

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
        gateway = try grants.channel(ChannelNumber.gatewayKeygen)
        encryption = try grants.channel(ChannelNumber.keygenEncryption)
        decryption = try grants.channel(ChannelNumber.keygenDecryption)
        lockbox = try grants.channel(ChannelNumber.keygenLockbox)
    }

    /// Goes on where an earlier life stopped; a secret that it may have left is erased first.
    public func start() throws(Fault) {
        try publicKeys.resume()
        try secretKeys.resume()
        try reports.resume()
        try secretKeys.erase()
    }

    /// A job of the gateway, or a reader that has taken the secret key.
    public func notified(_ channel: ChannelID) throws(Fault) {
        switch channel {
        case gateway.id:
            guard let job = try jobs.take(), case .generate(let entry) = job.task else { return }
            try generate(entry, job.number)
        case decryption.id, lockbox.id: try acknowledged(channel)
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

    private func report(_ job: UInt64, _ outcome: Report.Outcome) throws(Fault) {
        try reports.post(.report, Report(job: job, outcome: outcome).payload)
        try gateway.notify()
    }
}
