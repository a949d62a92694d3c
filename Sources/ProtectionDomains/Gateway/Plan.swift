internal import RequestLanguage
internal import Vault

/// The domains that report to the gateway.
enum Worker: CaseIterable, Hashable {
    case keygen, encryption, operations, decryption, lockbox
}

/// One job, with what goes with it and who must have reported before it is done.
struct Step: Equatable {
    var task: Job.Task
    var plaintext: PlaintextContent.Value?
    /// Whom the gateway tells.
    var first: [Worker]
    /// Who reports.
    var expected: Set<Worker>
}

/// What an admitted request leads to: jobs, one after the other, then an answer.
struct Plan: Equatable {
    var request: Request
    var steps: [Step]
    /// Look-ups that it takes.
    var lookUpCount = 0
    /// The records that it deletes.
    var removed: [UInt64] = []

    /// Whether an evaluation key is made on the way.
    var makesEvaluationKey: Bool {
        steps.contains { if case .evaluationKey = $0.task { true } else { false } }
    }
}

/// A record that a job has made.
struct MadeRecord: Equatable {
    var entry: VaultEntry
    /// Size of the key or ciphertext; `nil` when nobody said.
    var byteCount: UInt64?

    /// From what the workers reported of the job.
    init(entry: VaultEntry, _ outcomes: [Worker: Report.Outcome]) {
        self.entry = entry
        let maker: Worker =
            entry.kind == .key ? .keygen : outcomes[.operations] == nil ? .encryption : .operations
        if case .done(let count)? = outcomes[maker] { byteCount = count }
    }
}

extension Job.Task {
    /// The record that it makes.
    var made: VaultEntry? {
        switch self {
        case .generate(let entry), .encrypt(let entry), .combine(let entry, _), .keep(let entry, _): entry
        case .evaluationKey, .compute, .decrypt, .restore, .remove: nil
        }
    }
}

extension Step {
    /// Making a key pair.
    static func generate(_ entry: VaultEntry) -> Step {
        Step(
            task: .generate(entry), first: [.keygen], expected: [.keygen, .encryption, .decryption, .lockbox])
    }

    /// Encrypting: a text's ciphertext skips the operations.
    static func encrypt(_ entry: VaultEntry, _ plaintext: PlaintextContent.Value) -> Step {
        var expected: Set<Worker> = [.encryption, .decryption, .lockbox]
        if entry.purpose != Request.Purpose.transport.rawValue { expected.insert(.operations) }
        return Step(task: .encrypt(entry), plaintext: plaintext, first: [.encryption], expected: expected)
    }

    /// Computing.
    static func combine(_ entry: VaultEntry, _ combination: Job.Combination) -> Step {
        Step(
            task: .combine(entry, combination), first: [.operations],
            expected: [.operations, .decryption, .lockbox])
    }

    /// Putting the evaluation key of `key` where it is computed with.
    static func evaluationKey(_ key: VaultEntry) -> Step {
        Step(task: .evaluationKey(key), first: [.lockbox], expected: [.lockbox, .keygen, .operations])
    }

    /// Computing on encrypted integers.
    static func compute(_ key: VaultEntry, _ plan: ComputationPlan) -> Step {
        Step(task: .compute(key, plan), first: [.operations], expected: [.operations])
    }

    /// Keeping one result of that.
    static func keep(_ entry: VaultEntry, _ result: Int) -> Step {
        Step(
            task: .keep(entry, result: UInt64(result)), first: [.operations],
            expected: [.operations, .decryption, .lockbox])
    }

    /// Decrypting.
    static func decrypt(_ id: UInt64) -> Step {
        Step(task: .decrypt(id: id), first: [.decryption], expected: [.decryption])
    }

    /// Bringing a record back.
    static func restore(_ entry: VaultEntry) -> Step {
        var expected: Set<Worker> = [.lockbox, .decryption]
        if entry.kind == .key {
            expected.insert(.encryption)
        } else if entry.purpose != Request.Purpose.transport.rawValue {
            expected.insert(.operations)
        }
        return Step(task: .restore(id: entry.id), first: [.lockbox], expected: expected)
    }

    /// Deleting records everywhere; durable first.
    static func remove(_ ids: [UInt64]) -> Step {
        let all: [Worker] = [.lockbox, .encryption, .operations, .decryption]
        return Step(task: .remove(ids: ids), first: all, expected: Set(all))
    }
}
