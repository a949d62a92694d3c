/// What the vault knows of one record without its contents: what `kms keys` lists.
///
/// Whoever can write the database can change it. It counts only after the lockbox has verified it.
public struct VaultEntry: Hashable, Sendable {
    /// What a record holds.
    public enum Kind: UInt8, Hashable, Sendable {
        /// A key pair: the public key in clear, the secret key sealed.
        case key = 1
        /// A ciphertext in clear, with a seal over it.
        case ciphertext = 2
    }

    /// The record's number, from 1; never used again.
    public var id: UInt64
    /// What the record holds.
    public var kind: Kind
    /// The key's name, or the ciphertext's handle.
    public var name: String
    /// The name of the key that it is, or is encrypted under.
    public var key: String
    /// What the key is for: `transport`, `arithmetic`, `computation` or `bits`.
    public var purpose: String
    /// The parameter set.
    public var set: String
    /// The epoch of the key, from 1.
    public var epoch: UInt64
    /// The version of the vault that wrote the record.
    public var version: UInt64
    /// Made in a seeded run: not secret, and never used by an unseeded one.
    public var seeded: Bool
    /// The caller that made it.
    public var owner: String
    /// The other callers that may use it.
    public var allowed: [String]
    /// The type of the integer that is encrypted, empty where none is.
    public var type: String

    /// Makes an entry.
    public init(
        id: UInt64, kind: Kind, name: String, key: String, purpose: String, set: String, epoch: UInt64,
        version: UInt64, seeded: Bool, owner: String, allowed: [String] = [], type: String = ""
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.key = key
        self.purpose = purpose
        self.set = set
        self.epoch = epoch
        self.version = version
        self.seeded = seeded
        self.owner = owner
        self.allowed = allowed
        self.type = type
    }
}

/// One record: its entry, what stands in clear, and what is sealed.
public struct VaultRecord: Hashable, Sendable {
    /// What is known of it.
    public var entry: VaultEntry
    /// A public key or a ciphertext.
    public var clear: [UInt8]
    /// What the lockbox sealed; for a ciphertext the seal alone.
    public var sealed: [UInt8]

    /// Makes a record.
    public init(entry: VaultEntry, clear: [UInt8], sealed: [UInt8]) {
        self.entry = entry
        self.clear = clear
        self.sealed = sealed
    }
}

/// The state of the whole vault that the lockbox vouches for.
public struct VaultHead: Hashable, Sendable {
    /// Counts commits; 0 is an empty vault.
    public var version: UInt64
    /// The lockbox's tag over the vault's id, the version and the digests of all records; empty at version 0.
    public var tag: [UInt8]

    /// Makes a head.
    public init(version: UInt64, tag: [UInt8]) {
        self.version = version
        self.tag = tag
    }
}

/// What one transaction does.
public enum VaultChange: Hashable, Sendable {
    /// Writes a record, over an earlier one of the same id.
    case put(VaultRecord)
    /// Deletes a record; its pages are overwritten.
    case remove(id: UInt64)
}

/// What a key may be used for: follows from the other epochs in the vault.
public enum KeyState: String, Hashable, Sendable {
    /// Encrypts and decrypts: the latest epoch.
    case active
    /// Only decrypts: a later epoch has taken its place.
    case retired
}

extension [VaultEntry] {
    /// The state of `entry` among these.
    public func state(of entry: VaultEntry) -> KeyState {
        contains {
            $0.kind == .key && $0.name == entry.key && $0.seeded == entry.seeded && $0.epoch > entry.epoch
        } ? .retired : .active
    }
}
