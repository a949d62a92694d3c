internal import Vault

/// What the gateway asks the others for, one at a time.
///
/// Written for all to read: it holds no plaintext and no key.
struct Job: Equatable {
    /// What is to be done.
    enum Task: Equatable {
        /// Make a key pair for the record.
        case generate(VaultEntry)
        /// Encrypt what is in the plaintext region and make it the record.
        case encrypt(VaultEntry)
        /// Compute the record from others.
        case combine(VaultEntry, Combination)
        /// Make the evaluation key of the key, out of the vault, and put it where it is computed with.
        case evaluationKey(VaultEntry)
        /// Compute on records of the key; the results wait.
        case compute(VaultEntry, ComputationPlan)
        /// Make the result number `result` of what was computed last the record.
        case keep(VaultEntry, result: UInt64)
        /// Decrypt a registered ciphertext.
        case decrypt(id: UInt64)
        /// Bring a record back out of the vault.
        case restore(id: UInt64)
        /// Delete records everywhere.
        case remove(ids: [UInt64])
    }
    /// How a ciphertext is computed from others.
    enum Combination: Equatable {
        case sum(of: [UInt64])
        case product(of: UInt64, by: UInt64)
    }

    /// Counts jobs from 1; reports name it.
    var number: UInt64
    var task: Task
}

extension Job: WireCodable {
    private enum Word: UInt8 {
        case generate = 1, encrypt, sum, product, decrypt, restore, remove, evaluationKey, compute, keep
    }

    init(from reader: inout WireReader) throws(MessageError) {
        number = try reader.number()
        switch try reader.choice(Word.self) {
        case .generate: task = .generate(try VaultEntry(from: &reader))
        case .encrypt: task = .encrypt(try VaultEntry(from: &reader))
        case .sum:
            let entry = try VaultEntry(from: &reader)
            task = .combine(entry, .sum(of: try reader.numbers()))
        case .product:
            let entry = try VaultEntry(from: &reader)
            let term = try reader.number()
            task = .combine(entry, .product(of: term, by: try reader.number()))
        case .decrypt: task = .decrypt(id: try reader.number())
        case .restore: task = .restore(id: try reader.number())
        case .remove: task = .remove(ids: try reader.numbers())
        case .evaluationKey: task = .evaluationKey(try VaultEntry(from: &reader))
        case .compute:
            let key = try VaultEntry(from: &reader)
            task = .compute(key, try ComputationPlan(from: &reader))
        case .keep:
            let entry = try VaultEntry(from: &reader)
            task = .keep(entry, result: try reader.number())
        }
    }

    func write(to writer: inout WireWriter) {
        func begin(_ word: Word) {
            writer.put(number)
            writer.put(word.rawValue)
        }
        switch task {
        case .generate(let entry):
            begin(.generate)
            entry.write(to: &writer)
        case .encrypt(let entry):
            begin(.encrypt)
            entry.write(to: &writer)
        case .combine(let entry, .sum(let terms)):
            begin(.sum)
            entry.write(to: &writer)
            writer.put(terms)
        case .combine(let entry, .product(let term, let factor)):
            begin(.product)
            entry.write(to: &writer)
            writer.put(term)
            writer.put(factor)
        case .evaluationKey(let key):
            begin(.evaluationKey)
            key.write(to: &writer)
        case .compute(let key, let plan):
            begin(.compute)
            key.write(to: &writer)
            plan.write(to: &writer)
        case .keep(let entry, let result):
            begin(.keep)
            entry.write(to: &writer)
            writer.put(result)
        case .decrypt(let id):
            begin(.decrypt)
            writer.put(id)
        case .restore(let id):
            begin(.restore)
            writer.put(id)
        case .remove(let ids):
            begin(.remove)
            writer.put(ids)
        }
    }
}

extension VaultEntry: WireCodable {
    init(from reader: inout WireReader) throws(MessageError) {
        let id = try reader.number()
        let epoch = try reader.number()
        let version = try reader.number()
        let kind = try reader.choice(Kind.self)
        let seeded = try reader.flag()
        let name = try reader.text()
        let key = try reader.text()
        let purpose = try reader.text()
        let set = try reader.text()
        let owner = try reader.text()
        self.init(
            id: id, kind: kind, name: name, key: key, purpose: purpose, set: set, epoch: epoch,
            version: version,
            seeded: seeded, owner: owner, allowed: try reader.texts(), type: try reader.text())
    }

    func write(to writer: inout WireWriter) {
        for number in [id, epoch, version] { writer.put(number) }
        writer.put(kind.rawValue)
        writer.put(UInt8(seeded ? 1 : 0))
        for text in [name, key, purpose, set, owner] { writer.put(text) }
        writer.put(allowed)
        writer.put(type)
    }

    /// The key that this is, or is encrypted under.
    var reference: KeyReference { KeyReference(name: key, epoch: epoch) }
}

/// One epoch of a key.
struct KeyReference: Hashable {
    var name: String
    var epoch: UInt64
}
