import Glibc
import Testing

@testable import Vault

func record(_ id: UInt64, name: String = "mail", epoch: UInt64 = 1, sealed: [UInt8] = [1, 2, 3])
    -> VaultRecord
{
    VaultRecord(
        entry: VaultEntry(
            id: id, kind: .key, name: name, key: name, purpose: "transport", set: "FrodoKEM-976-AES",
            epoch: epoch,
            version: id, seeded: false, owner: "local", allowed: ["ann", "bob"]),
        clear: [9, 9], sealed: sealed)
}

struct VaultTests {
    private let path: String
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        path = "\(scratch.path)/vault.sqlite"
    }

    private func put(_ vault: Vault, _ id: UInt64, sealed: [UInt8] = [1]) throws {
        try vault.commit(
            [.put(record(id, sealed: sealed))], head: VaultHead(version: id, tag: [7]), event: "put \(id)")
    }

    @Test func `gives back what was committed, also to the next process`() throws {
        let directory = "\(scratch.path)/deep/vault"
        let identity: [UInt8]
        do {
            let vault = try Vault(directory: directory)
            identity = vault.identity
            try put(vault, 1)
        }
        let vault = try Vault(directory: directory)
        #expect(vault.identity == identity)
        #expect(try vault.record(1) == record(1, sealed: [1]))
        #expect(try vault.head() == VaultHead(version: 1, tag: [7]))
        #expect(try vault.entries().map(\.0) == [record(1).entry])
        #expect(try vault.entries().first?.digest == record(1, sealed: [1]).digest)
        #expect(try vault.audit() == ["put 1"])
        #expect(try Vault.list(directory: directory) == [record(1).entry])
    }

    @Test func `does all of a commit or nothing`() throws {
        let vault = try Vault(inMemory: [UInt8](repeating: 5, count: 16))
        #expect(throws: VaultError.versionConflict(found: 0, expected: 1)) { try put(vault, 2) }
        #expect(try vault.record(2) == nil)
        #expect(try vault.head().version == 0)
        try put(vault, 1)
        try vault.commit([.remove(id: 1), .put(record(2))], head: VaultHead(version: 2, tag: []), event: "b")
        #expect(try vault.entries().map(\.0.id) == [2])
        #expect(try vault.audit() == ["put 1", "b"])
    }

    @Test func `pages through entries in order`() throws {
        let vault = try Vault(inMemory: [UInt8](repeating: 5, count: 16))
        for id in UInt64(1)...5 { try put(vault, id) }
        #expect(try vault.entries(after: 1, limit: 2).map(\.0.id) == [2, 3])
        #expect(try vault.entries(after: 5).isEmpty)
    }

    @Test func `refuses a second writer and lets readers list`() throws {
        let vault = try Vault(directory: scratch.path)
        try put(vault, 1)
        #expect(throws: VaultError.inUse(path: scratch.path)) { try Vault(directory: scratch.path) }
        #expect(try Vault.list(directory: scratch.path).count == 1)
    }

    @Test func `keeps its files to its owner`() throws {
        let vault = try Vault(directory: scratch.path)
        try put(vault, 1)
        for name in ["vault.sqlite", "vault.sqlite-wal", "vault.sqlite-shm", "vault.lock"] {
            #expect(scratch.status(name).st_mode & 0o777 == 0o600, "\(name)")
        }
    }

    @Test(arguments: [[UInt8](repeating: 0x61, count: 200), [UInt8](repeating: 0xff, count: 8192), [1]])
    func `refuses a file that is no database`(bytes: [UInt8]) throws {
        scratch.write("vault.sqlite", bytes)
        let error = #expect(throws: VaultError.self) { try Vault(directory: scratch.path) }
        #expect(error?.description.hasPrefix("\(path): ") == true)
        #expect(scratch.status("vault.sqlite").st_size == bytes.count)
    }

    @Test func `refuses a database of something else, and one of a later kms`() throws {
        scratch.write("vault.sqlite", [])
        do { try Database(path: path, mode: .readWrite).execute("CREATE TABLE t(a)") }
        #expect(throws: VaultError.notAVault(path: path)) { try Vault(directory: scratch.path) }
        _ = unsafe unlink(path)
        do { _ = try Vault(directory: scratch.path) }
        do { try Database(path: path, mode: .readWrite).execute("PRAGMA user_version=3") }
        #expect(throws: VaultError.schema(path: path, found: 3, expected: 2)) {
            try Vault(directory: scratch.path)
        }
    }

    @Test func `lists a vault of the first schema, and brings it up to this one`() throws {
        do { try put(try Vault(directory: scratch.path), 1, sealed: [7]) }
        do {
            try Database(path: path, mode: .readWrite).execute(
                "ALTER TABLE record DROP COLUMN type; PRAGMA user_version=1;")
        }
        let listed = try Vault.list(directory: scratch.path)
        #expect(listed.map(\.id) == [1] && listed.map(\.type) == [""])
        let vault = try Vault(directory: scratch.path)
        let record = try #require(try vault.record(1))
        #expect(record.entry == listed[0] && record.sealed == [7])
        // The digest does not change, so seals of then stay good.
        #expect(try vault.entries().first?.digest == record.digest)
        try put(vault, 2, sealed: [8])
        #expect(try Vault.list(directory: scratch.path).count == 2)
    }

    @Test func `what a type says is covered by digests`() throws {
        var changed = record(1)
        let digest = changed.digest
        changed.entry.type = "uint8"
        #expect(changed.digest != digest)
    }

    @Test func `reports damaged pages instead of crashing or giving wrong bytes`() throws {
        do {
            let vault = try Vault(directory: scratch.path)
            for id in UInt64(1)...20 {
                try put(vault, id, sealed: [UInt8](repeating: UInt8(id), count: 5000))
            }
        }
        let size = Int(scratch.status("vault.sqlite").st_size)
        try #require(size > 50_000)
        for start in stride(from: 4096, to: size, by: 4999) {
            scratch.overwrite("vault.sqlite", [0xa5, 0x5a, 0xff], at: [start])
            do {
                let vault = try Vault(directory: scratch.path)
                for (entry, digest) in try vault.entries() {
                    guard let found = try vault.record(entry.id) else { continue }
                    #expect(found.digest != digest || found.entry == entry)
                }
            } catch { #expect(!error.description.isEmpty) }
        }
    }

    @Test func `names the path that is no directory`() throws {
        scratch.write("file", [1])
        #expect(throws: VaultError.system(call: "mkdir", path: "\(scratch.path)/file", errno: ENOTDIR)) {
            try Vault(directory: "\(scratch.path)/file")
        }
        #expect(throws: VaultError.self) { try Vault(directory: "\(scratch.path)/file/below") }
        #expect(throws: VaultError.self) { try Vault.list(directory: "\(scratch.path)/nothing") }
    }

    @Test func `a key is retired by a later epoch of the same name`() {
        let entries = [record(1, epoch: 1).entry, record(2, epoch: 2).entry, record(3, name: "other").entry]
        #expect(entries.map { entries.state(of: $0) } == [.retired, .active, .active])
    }

    @Test func `canonical bytes tell every field apart`() {
        let edits: [(inout VaultEntry) -> Void] = [
            { $0.id = 2 }, { $0.kind = .ciphertext }, { $0.name = "mai" }, { $0.key = "lmail" },
            { $0.purpose = "bits" }, { $0.set = "" }, { $0.epoch = 2 }, { $0.version = 9 },
            { $0.seeded = true },
            { $0.owner = "ann" }, { $0.allowed = ["annbob"] }, { $0.allowed = [] },
        ]
        let changed = edits.map { edit in
            var entry = record(1).entry
            edit(&entry)
            return entry.canonicalBytes
        }
        #expect(Set(changed + [record(1).entry.canonicalBytes]).count == edits.count + 1)
    }
}
