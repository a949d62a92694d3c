internal import Glibc

extension Vault {
    /// The version and the lockbox's tag.
    public func head() throws(VaultError) -> VaultHead {
        let found = try database.query("SELECT version,tag FROM vault WHERE one=1") {
            row throws(VaultError) in
            VaultHead(version: try row.number(0), tag: try row.blob(1))
        }
        guard let head = found.first else { throw .corrupt(path: Self.fileName, detail: "it has no head") }
        return head
    }

    /// At most `limit` entries with ids above `id`, ascending, each with its record's digest as stored.
    public func entries(after id: UInt64 = 0, limit: Int = .max) throws(VaultError) -> [(
        VaultEntry, digest: [UInt8]
    )] {
        try database.query(
            "SELECT \(VaultSchema.entryColumns) FROM record WHERE id>? ORDER BY id LIMIT ?",
            [.integer(Int64(clamping: id)), .integer(Int64(limit))]
        ) { row throws(VaultError) in (try VaultEntry(row), try row.blob(11)) }
    }

    /// The record `id`, `nil` when there is none.
    public func record(_ id: UInt64) throws(VaultError) -> VaultRecord? {
        try database.query(
            "SELECT \(VaultSchema.entryColumns),clear,sealed FROM record WHERE id=?",
            [.integer(Int64(clamping: id))]
        ) { row throws(VaultError) in
            VaultRecord(entry: try VaultEntry(row), clear: try row.blob(13), sealed: try row.blob(14))
        }.first
    }

    /// What was committed, oldest first; `nil` when the chain of the lines does not end in the vault's audit head.
    public func audit() throws(VaultError) -> [String]? {
        let lines = try database.query("SELECT version,event,tag FROM audit ORDER BY version") {
            row throws(VaultError) in
            (version: try row.number(0), event: try row.text(1), tag: try row.blob(2))
        }
        let stored = try database.query("SELECT audit FROM vault WHERE one=1") { row throws(VaultError) in
            try row.blob(0)
        }
        let chain = lines.reduce([UInt8](repeating: 0, count: 32)) { head, line in
            AuditChain.next(after: head, version: line.version, event: line.event, tag: line.tag)
        }
        return stored.first == chain ? lines.map(\.event) : nil
    }

    /// Reads the unverified entries of the vault in `directory` without locking it, for `kms keys`.
    ///
    /// - Throws: as `init(directory:)`; `.system` with `ENOENT` when there is no vault.
    public static func list(directory: String) throws(VaultError) -> [VaultEntry] {
        let path = "\(directory)/\(fileName)"
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw .system(call: "open", path: path, errno: errno) }
        let database = try Database(path: path, mode: .readOnly)
        let version = try check(database, path)
        let columns = version == 1 ? VaultSchema.firstEntryColumns : VaultSchema.entryColumns
        return try database.query("SELECT \(columns) FROM record ORDER BY id") {
            row throws(VaultError) in try VaultEntry(row)
        }
    }
}

extension VaultEntry {
    /// Reads the columns `VaultSchema.entryColumns`.
    init(_ row: Row) throws(VaultError) {
        guard let kind = Kind(rawValue: UInt8(clamping: try row.number(1))) else {
            throw .corrupt(path: Vault.fileName, detail: "unknown kind of a record")
        }
        let allowed = try row.text(10)
        self.init(
            id: try row.number(0), kind: kind, name: try row.text(2), key: try row.text(3),
            purpose: try row.text(4),
            set: try row.text(5), epoch: try row.number(6), version: try row.number(7),
            seeded: try row.number(8) != 0,
            owner: try row.text(9),
            allowed: allowed.split(separator: VaultSchema.separator).map(String.init),
            type: try row.text(12))
    }
}
