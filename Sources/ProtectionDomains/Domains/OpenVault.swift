internal import Vault

/// The vault as the lockbox vouches for it: identity, version, and the digest of every record.
struct OpenVault: Equatable {
    var identity: [UInt8]
    var version: UInt64
    /// Ascending by id.
    var records: [RecordDigest]

    /// The digest of record `id`.
    func digest(_ id: UInt64) -> [UInt8]? { records.first { $0.id == id }?.digest }

    /// The state after a record was added under the next id.
    func adding(_ record: VaultRecord) -> OpenVault {
        OpenVault(
            identity: identity, version: version + 1,
            records: records + [RecordDigest(id: record.entry.id, digest: record.digest)])
    }

    /// The state after records were deleted.
    func removing(_ ids: Set<UInt64>) -> OpenVault {
        OpenVault(identity: identity, version: version + 1, records: records.filter { !ids.contains($0.id) })
    }
}

/// What storage has listed so far, believed only when it is complete and its tag was checked.
struct OpeningVault: Equatable {
    /// More are refused.
    static let recordLimit = 1 << 16

    var identity: [UInt8] = []
    var head = VaultHead(version: 0, tag: [])
    var entries: [VaultEntry] = []
    var records: [RecordDigest] = []

    /// Adds a page; `false` when it does not continue the earlier ones.
    mutating func add(_ identity: [UInt8], _ head: VaultHead, _ listed: [StorageReply.Listed]) -> Bool {
        if entries.isEmpty {
            self.identity = identity
            self.head = head
        }
        guard identity == self.identity, identity.count == 16, head == self.head,
            entries.count + listed.count <= Self.recordLimit
        else { return false }
        for item in listed {
            guard item.entry.id > entries.last?.id ?? 0, item.entry.id <= head.version,
                item.digest.count == 32
            else {
                return false
            }
            entries.append(item.entry)
            records.append(RecordDigest(id: item.entry.id, digest: item.digest))
        }
        return true
    }

    /// The vault, when its tag is the lockbox's and its version is the platform's counter, or one more: the program
    /// may have ended between a commit and the counter.
    func verified(by sealer: borrowing Sealer, counter: UInt64) -> OpenVault? {
        guard head.version == counter || head.version == counter &+ 1 else { return nil }
        if head.version == 0 {
            guard head.tag.isEmpty, records.isEmpty else { return nil }
        } else {
            let tag = sealer.headTag(vault: identity, version: head.version, records: records)
            guard Sealer.equal(tag, head.tag) else { return nil }
        }
        return OpenVault(identity: identity, version: head.version, records: records)
    }
}
