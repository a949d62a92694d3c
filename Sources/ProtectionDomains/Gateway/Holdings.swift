internal import RequestLanguage
internal import Vault

/// What the gateway knows of: keys and ciphertexts by name, and which of them the workers hold already.
struct Holdings {
    /// Every entry, ascending by id.
    private(set) var entries: [VaultEntry] = []
    /// Ids of those that the workers have.
    private var live: Set<UInt64> = []
    /// The version of the vault: the next record's id is one more.
    var version: UInt64 = 0

    /// Adds what the vault holds.
    mutating func add(_ listed: [VaultEntry]) { entries += listed }

    /// Adds what was just made.
    mutating func made(_ entry: VaultEntry) {
        entries.append(entry)
        live.insert(entry.id)
    }

    /// A record was brought back.
    mutating func restored(_ id: UInt64) { live.insert(id) }

    /// Records are gone.
    mutating func removed(_ ids: [UInt64]) {
        let gone = Set(ids)
        entries.removeAll { gone.contains($0.id) }
        live.subtract(gone)
    }

    /// The latest epoch of key `name` that `caller` may use.
    func key(_ name: String, for caller: String) throws(RequestError) -> VaultEntry {
        guard let found = latest(name), found.admits(caller) else {
            throw RequestError(.unknownKey, "no key '\(name)'")
        }
        return found
    }

    /// The latest epoch of key `name`.
    func latest(_ name: String) -> VaultEntry? {
        entries.last { $0.kind == .key && $0.name == name }
    }

    /// The ciphertext `handle` that `caller` may use.
    func ciphertext(_ handle: String, for caller: String) throws(RequestError) -> VaultEntry {
        guard let found = entries.last(where: { $0.kind == .ciphertext && $0.name == handle }),
            found.admits(caller)
        else { throw RequestError(.unknownHandle, "no ciphertext '\(handle)'") }
        return found
    }

    /// A name for a new ciphertext: the one asked for, or the next free `c` and number.
    func freshHandle(_ wanted: String?) throws(RequestError) -> String {
        let name = wanted ?? "c\(version + 1)"
        guard !entries.contains(where: { $0.kind == .ciphertext && $0.name == name }) else {
            throw RequestError(.handleExists, "there is a ciphertext '\(name)' already")
        }
        return name
    }

    /// The steps that bring back what of these the workers do not have, keys first.
    func restoring(_ wanted: [VaultEntry]) throws(RequestError) -> [Step] {
        var needed: [VaultEntry] = []
        for entry in wanted {
            guard let key = entries.last(where: { $0.kind == .key && $0.reference == entry.reference }) else {
                throw RequestError(.unknownKey, "the key of '\(entry.name)' is gone")
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
