internal import CSodium

/// Sealed records on SQLite: write-ahead log, `synchronous=FULL`, one transaction per commit.
///
/// Storage that nobody needs to trust: secrets arrive sealed, and the lockbox verifies what comes back. One process
/// at a time may write (`VaultError.inUse`); listing goes on beside it. A commit costs one sync, about 150 µs.
public final class Vault: Sendable {
    /// The database's `user_version`; a newer one is refused, an older one brought up to this.
    public static let schemaVersion = 2
    /// SQLite's `application_id` of a vault: "kmsV".
    static let applicationID = 0x6b6d_7356
    static let fileName = "vault.sqlite"

    /// 16 random bytes that name this vault; seals are bound to them.
    public let identity: [UInt8]
    let database: Database
    private let directory: VaultDirectory?

    /// Opens the vault in `directory`, made when missing.
    ///
    /// - Throws: `.inUse`, `.corrupt`, `.notAVault`, `.schema`, `.system`, `.storage`; nothing is changed then.
    public init(directory path: String) throws(VaultError) {
        let directory = try VaultDirectory(path)
        try directory.touch(Self.fileName)
        self.directory = directory
        database = try Database(path: "\(path)/\(Self.fileName)", mode: .readWrite)
        identity = try Self.prepare(
            database, path: "\(path)/\(Self.fileName)", identity: Self.randomIdentity())
        try directory.sync()
    }

    /// A vault that ends with the process, for seeded runs and tests.
    ///
    /// - Parameter identity: 16 bytes.
    /// - Throws: `.storage` when there is no memory.
    public init(inMemory identity: [UInt8]) throws(VaultError) {
        precondition(identity.count == 16)
        directory = nil
        database = try Database(path: ":memory:", mode: .readWrite)
        self.identity = try Self.prepare(database, path: ":memory:", identity: identity)
    }

    /// Checks an existing database or lays out a fresh one; returns its identity.
    private static func prepare(_ database: Database, path: String, identity: [UInt8]) throws(VaultError)
        -> [UInt8]
    {
        try database.execute("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA secure_delete=ON;")
        let tables = try database.query("SELECT count(*) FROM sqlite_schema") { row throws(VaultError) in
            try row.number(0)
        }
        if tables.first == 0 {
            try database.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
            try layOut(database, identity)
        } else {
            let version = try check(database, path)
            try database.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
            if version == 1 {
                try database.transaction { () throws(VaultError) in try database.execute(VaultSchema.upgrade)
                }
            }
        }
        let found = try database.query("SELECT id FROM vault WHERE one=1") { row throws(VaultError) in
            try row.blob(0)
        }
        guard let identity = found.first, identity.count == 16 else {
            throw .corrupt(path: path, detail: "it has no identity")
        }
        return identity
    }

    private static func layOut(_ database: Database, _ identity: [UInt8]) throws(VaultError) {
        try database.transaction { () throws(VaultError) in
            try database.execute(VaultSchema.sql)
            try database.run(
                "INSERT INTO vault VALUES(1,?,0,?,?)",
                [.blob(identity), .blob([]), .blob([UInt8](repeating: 0, count: 32))])
            // Last, so that a half-made file is never taken for a vault.
            try database.execute(
                "PRAGMA application_id=\(applicationID); PRAGMA user_version=\(schemaVersion);")
        }
    }

    /// Refuses foreign, newer and damaged databases; returns the schema's version.
    static func check(_ database: Database, _ path: String) throws(VaultError) -> UInt64 {
        func number(_ pragma: String) throws(VaultError) -> UInt64 {
            try database.query("PRAGMA \(pragma)") { row throws(VaultError) in try row.number(0) }.first ?? 0
        }
        guard try number("application_id") == UInt64(applicationID) else { throw .notAVault(path: path) }
        let version = try number("user_version")
        guard (1...UInt64(schemaVersion)).contains(version) else {
            throw .schema(path: path, found: Int(version), expected: schemaVersion)
        }
        let verdict = try database.query("PRAGMA quick_check(1)") { row throws(VaultError) in try row.text(0)
        }
        guard verdict == ["ok"] else { throw .corrupt(path: path, detail: verdict.first ?? "no verdict") }
        return version
    }

    private static func randomIdentity() -> [UInt8] {
        guard sodium_init() >= 0 else { fatalError("libsodium finds no generator of random numbers") }
        var bytes = [UInt8](repeating: 0, count: 16)
        unsafe randombytes_buf(&bytes, bytes.count)
        return bytes
    }
}
