internal import RequestLanguage
internal import Vault

/// What the gateway knows of: keys and ciphertexts by name, and which of them the workers hold already.
struct Holdings {
    /// Every entry, ascending by id.
    private(set) var entries: [VaultEntry] = []
    /// Ids of those that the workers have.
    private var live: Set<UInt64> = []
    /// Id of the key whose evaluation key is in place.
    private(set) var evaluationKey: UInt64?
    /// The version of the vault: the next record's id is one more.
    var version: UInt64 = 0

    /// Adds what the vault holds.
    mutating func add(_ listed: [VaultEntry]) { entries += listed }

    /// Adds what was just made.
    mutating func made(_ entry: VaultEntry) {
        entries.append(entry)
        live.insert(entry.id)
    }

    /// A job begins; one that makes an evaluation key overwrites the one before.
    mutating func begin(_ task: Job.Task) {
        if case .evaluationKey = task { evaluationKey = nil }
    }

    /// A job was done.
    mutating func done(_ task: Job.Task) {
        switch task {
        case .restore(let id): live.insert(id)
        case .evaluationKey(let key): evaluationKey = key.id
        default: break
        }
    }

    /// A job failed: the evaluation key may be what was wrong, so it will be made again.
    mutating func failed(_ task: Job.Task) {
        if case .compute = task { evaluationKey = nil }
    }

    /// Records are gone.
    mutating func removed(_ ids: [UInt64]) {
        let gone = Set(ids)
        entries.removeAll { gone.contains($0.id) }
        live.subtract(gone)
        if let key = evaluationKey, gone.contains(key) { evaluationKey = nil }
    }

    /// The latest epoch of the key that `caller` means by `reference` and may use.
    func key(_ reference: String, for caller: String) throws(RequestError) -> VaultEntry {
        guard let found = find(.key, reference, caller), found.admits(caller) else {
            throw RequestError(.unknownKey, "no key '\(reference)'")
        }
        return found
    }

    /// The ciphertext that `caller` means by `reference` and may use.
    func ciphertext(_ reference: String, for caller: String) throws(RequestError) -> VaultEntry {
        guard let found = find(.ciphertext, reference, caller), found.admits(caller) else {
            throw RequestError(.unknownHandle, "no ciphertext '\(reference)'")
        }
        return found
    }

    /// The stored name of a new key of `caller`.
    func freshKey(_ name: String, for caller: String) throws(RequestError) -> String {
        guard find(.key, name, caller) == nil else {
            throw RequestError(.keyExists, "there is a key '\(name)' already")
        }
        return ScopedName(name, by: caller).stored
    }

    /// The stored name of a new ciphertext of `caller`: the one asked for, or the next free `c` and number.
    func freshHandle(_ wanted: String?, for caller: String) throws(RequestError) -> String {
        let name = wanted ?? "c\(version + 1)"
        guard find(.ciphertext, name, caller) == nil else {
            throw RequestError(.handleExists, "there is a ciphertext '\(name)' already")
        }
        return ScopedName(name, by: caller).stored
    }

    private func find(_ kind: VaultEntry.Kind, _ reference: String, _ caller: String) -> VaultEntry? {
        let name = ScopedName(reference, by: caller).stored
        return entries.last { $0.kind == kind && $0.name == name }
    }

    /// How many keys the workers hold.
    var liveKeyCount: Int { entries.count { $0.kind == .key && live.contains($0.id) } }

    /// The steps that bring back what of these the workers do not have, keys first.
    func restoring(_ wanted: [VaultEntry]) throws(RequestError) -> [Step] {
        var needed: [VaultEntry] = []
        for entry in wanted {
            guard let key = entries.last(where: { $0.kind == .key && $0.reference == entry.reference }) else {
                throw RequestError(.unknownKey, "the key of this ciphertext is gone")
            }
            for item in [key, entry] where !live.contains(item.id) && !needed.contains(item) {
                needed.append(item)
            }
        }
        return needed.filter { $0.kind == .key }.map(Step.restore)
            + needed.filter { $0.kind == .ciphertext }.map(Step.restore)
    }
}

extension VaultEntry {
    /// Whether `caller` may use it.
    func admits(_ caller: String) -> Bool { owner == caller || allowed.contains(caller) }
}
