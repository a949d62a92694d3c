internal import RequestLanguage
public import Vault

/// The sealed keys of a vault: what they are for and how they stand, never their material.
public struct KeyListing: Hashable, Sendable {
    /// The vault's directory.
    public var directory: String
    /// The keys, by record number.
    public var keys: [Key] = []
    /// There is no vault in the directory, or no directory.
    public var isMissing = false

    /// One epoch of a key.
    public struct Key: Hashable, Sendable {
        /// Its entry in the vault.
        public var entry: VaultEntry
        /// What it may be used for.
        public var state: KeyState
    }

    /// Reads the list of the vault in `directory`, which may be missing.
    ///
    /// - Throws: when there is a vault that cannot be read.
    public init(directory: String) throws(VaultError) {
        self.directory = directory
        let entries: [VaultEntry]
        do { entries = try Vault.list(directory: directory) } catch {
            guard case .system(_, _, errno: 2) = error else { throw error }
            isMissing = true
            return
        }
        keys = entries.filter { $0.kind == .key }.map { Key(entry: $0, state: entries.state(of: $0)) }
    }

    /// A table of at most 80 columns where names allow.
    public var table: String {
        guard !isMissing else { return "there is no vault in \(directory) yet: 'kms run' makes one\n" }
        guard !keys.isEmpty else { return "the vault in \(directory) holds no keys\n" }
        let rows = keys.map {
            [
                String($0.entry.id), $0.entry.name, $0.entry.set, String($0.entry.epoch), $0.state.rawValue,
                remark($0.entry),
            ]
        }
        return Self.aligned([["id", "key", "set", "epoch", "state", ""]] + rows)
    }

    private func remark(_ entry: VaultEntry) -> String { entry.seeded ? "seeded: not secret" : "" }

    /// One line of JSON per key.
    public var json: String {
        keys.map { key in
            let members = [
                JSON.Member(name: "id", value: .number(key.entry.id)),
                JSON.Member(name: "key", value: .text(key.entry.name)),
                JSON.Member(name: "purpose", value: .text(key.entry.purpose)),
                JSON.Member(name: "set", value: .text(key.entry.set)),
                JSON.Member(name: "epoch", value: .number(key.entry.epoch)),
                JSON.Member(name: "state", value: .text(key.state.rawValue)),
                JSON.Member(name: "seeded", value: JSON(.bool(key.entry.seeded))),
            ]
            return JSON(.object(members)).line + "\n"
        }.joined()
    }

    private static func aligned(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
        }.joined()
    }
}
