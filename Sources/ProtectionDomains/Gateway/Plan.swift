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
    /// The record that it makes.
    var made: VaultEntry?
    /// The records that it deletes.
    var removed: [UInt64] = []
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
