import SecretMemory
import Testing
import Vault

@testable import ProtectionDomains

struct SealTests {
    private let vault = [UInt8](repeating: 9, count: 16)
    private let entropy: SeededEntropy

    init() throws { entropy = try SeededEntropy(seed: 1, stream: "seal") }

    private func sealer(_ seed: UInt64 = 1) throws -> Sealer {
        try Sealer(
            platformSecret: SecretBytes(random: 32, from: SeededEntropy(seed: seed, stream: "platform")))
    }

    private func sealed(_ sealer: borrowing Sealer) throws -> VaultRecord {
        let secret = try SecretBytes(random: 40, from: entropy)
        return secret.withBytes {
            sealer.seal($0, entry: keyEntry(), clear: [1, 2, 3], vault: vault, entropy: entropy)
        }
    }

    private func opens(_ record: VaultRecord, _ sealer: borrowing Sealer, _ vault: [UInt8]? = nil) throws
        -> Bool
    {
        let opened = try sealer.open(record, vault: vault ?? self.vault)
        return switch consume opened {
        case .some: true
        case .none: false
        }
    }

    @Test func `opens what it sealed`() throws {
        let sealer = try sealer()
        let isOpen = try opens(try sealed(sealer), sealer)
        #expect(isOpen)
    }

    @Test func `refuses each changed byte of a record, and a shorter or longer one`() throws {
        let sealer = try sealer()
        let record = try sealed(sealer)
        var accepted = 0
        for index in record.sealed.indices {
            for bit in 0..<8 {
                var forged = record
                forged.sealed[index] ^= 1 << UInt8(bit)
                if try opens(forged, sealer) { accepted += 1 }
            }
            var short = record
            short.sealed = Array(record.sealed[..<index])
            if try opens(short, sealer) { accepted += 1 }
        }
        for index in record.clear.indices {
            var forged = record
            forged.clear[index] ^= 1
            if try opens(forged, sealer) { accepted += 1 }
        }
        var long = record
        long.sealed.append(0)
        if try opens(long, sealer) { accepted += 1 }
        #expect(accepted == 0)
    }

    @Test func `refuses a record under another name, number, set, epoch, version, mark, vault or secret`()
        throws
    {
        let sealer = try sealer()
        let record = try sealed(sealer)
        let edits: [(inout VaultEntry) -> Void] = [
            { $0.id = 2 }, { $0.kind = .ciphertext }, { $0.name = "x" }, { $0.key = "x" },
            { $0.purpose = "x" },
            { $0.set = "x" }, { $0.epoch = 2 }, { $0.version = 2 }, { $0.seeded = false }, { $0.owner = "x" },
            { $0.allowed = ["x"] },
        ]
        var accepted = 0
        for edit in edits {
            var forged = record
            edit(&forged.entry)
            if try opens(forged, sealer) { accepted += 1 }
        }
        if try opens(record, sealer, [UInt8](repeating: 8, count: 16)) { accepted += 1 }
        let other = try self.sealer(2)
        if try opens(record, other) { accepted += 1 }
        #expect(accepted == 0)
    }

    @Test func `vouches for the vault at the counter or one commit later, and for no other`() throws {
        let sealer = try sealer()
        let entries = [keyEntry(1), keyEntry(2)]
        let records = entries.map {
            RecordDigest(id: $0.id, digest: [UInt8](repeating: UInt8($0.id), count: 32))
        }
        let head = VaultHead(version: 2, tag: sealer.headTag(vault: vault, version: 2, records: records))
        func verifies(counter: UInt64, _ edit: (inout OpeningVault) -> Void = { _ in }) -> Bool {
            var opening = OpeningVault(identity: vault, head: head, entries: entries, records: records)
            edit(&opening)
            return opening.verified(by: sealer, counter: counter) != nil
        }
        #expect(verifies(counter: 2))
        #expect(verifies(counter: 1))
        #expect(!verifies(counter: 0))
        #expect(!verifies(counter: 3))
        #expect(!verifies(counter: 2) { $0.records.removeLast() })
        #expect(!verifies(counter: 2) { $0.records.swapAt(0, 1) })
        #expect(!verifies(counter: 2) { $0.records[0].digest[0] ^= 1 })
        #expect(!verifies(counter: 2) { $0.head.tag[0] ^= 1 })
        #expect(!verifies(counter: 2) { $0.identity[0] ^= 1 })
        #expect(!verifies(counter: 3) { $0.head.version = 3 })
        #expect(!verifies(counter: 0) { $0.head = VaultHead(version: 0, tag: []) })
    }
}
