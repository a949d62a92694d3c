extension Vault {
    /// Makes `changes`, the new head and a line of the audit chain durable, all or none.
    ///
    /// When this returns they are on disk. After an error the vault is as before.
    ///
    /// - Parameters:
    ///   - changes: What is written and deleted.
    ///   - head: Its version must follow the vault's by one.
    ///   - event: What is done, for the audit chain; no secret.
    /// - Throws: `.versionConflict`, `.storage`, `.corrupt`.
    public func commit(_ changes: [VaultChange], head: VaultHead, event: String) throws(VaultError) {
        try database.transaction { () throws(VaultError) in
            let current = try self.head()
            guard head.version == current.version + 1 else {
                throw .versionConflict(found: current.version, expected: head.version &- 1)
            }
            for change in changes { try apply(change) }
            let audit = AuditChain.next(
                after: try auditHead(), version: head.version, event: event, tag: head.tag)
            try database.run(
                "INSERT INTO audit VALUES(?,?,?)",
                [.integer(Int64(head.version)), .text(event), .blob(head.tag)])
            try database.run(
                "UPDATE vault SET version=?, tag=?, audit=? WHERE one=1",
                [.integer(Int64(head.version)), .blob(head.tag), .blob(audit)])
        }
    }

    private func apply(_ change: VaultChange) throws(VaultError) {
        switch change {
        case .remove(let id): try database.run("DELETE FROM record WHERE id=?", [.integer(Int64(id))])
        case .put(let record):
            let entry = record.entry
            try database.run(
                "INSERT OR REPLACE INTO record VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                [
                    .integer(Int64(entry.id)), .integer(Int64(entry.kind.rawValue)), .text(entry.name),
                    .text(entry.key), .text(entry.purpose), .text(entry.set), .integer(Int64(entry.epoch)),
                    .integer(Int64(entry.version)),
                    .integer(entry.seeded ? 1 : 0), .text(entry.owner),
                    .text(entry.allowed.joined(separator: String(VaultSchema.separator))),
                    .blob(record.digest),
                    .blob(record.clear), .blob(record.sealed), .text(entry.type),
                ])
        }
    }

    private func auditHead() throws(VaultError) -> [UInt8] {
        try database.query("SELECT audit FROM vault WHERE one=1") { row throws(VaultError) in try row.blob(0)
        }
        .first ?? []
    }
}

/// The chain of what was committed: each head is BLAKE2b-256 over the one before and the line.
enum AuditChain {
    static func next(after head: [UInt8], version: UInt64, event: String, tag: [UInt8]) -> [UInt8] {
        var bytes = head
        bytes.append(littleEndian: version)
        bytes.append(text: event)
        bytes.append(contentsOf: tag)
        return blake2b(bytes)
    }
}
