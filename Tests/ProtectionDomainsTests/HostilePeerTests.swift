import LWECore
import Microkernel
import MicrokernelTesting
import SecretMemory
import Testing
import Vault

@testable import ProtectionDomains

/// How a hostile peer spoils a message.
enum Damage: CaseIterable, Sendable {
    case magic, version, type, length, payload, epoch, truncated, noFields

    func apply(_ type: MessageType, epoch: UInt64, sequence: UInt64, _ payload: [UInt8]) -> [UInt8] {
        var payload = payload
        if self == .truncated { payload.removeLast() }
        if self == .noFields { payload = [7] }
        var bytes = message(type, epoch: self == .epoch ? epoch + 1 : epoch, sequence: sequence, payload)
        switch self {
        case .magic: bytes[0] ^= 1
        case .version: bytes[4] ^= 1
        case .type: bytes[6] ^= 0x40
        case .length: bytes.replaceSubrange(24..<28, with: [0xff, 0xff, 0xff, 0x7f])
        case .payload: bytes[MessageHeader.byteCount + payload.count / 2] ^= 1
        case .epoch, .truncated, .noFields: break
        }
        return bytes
    }
}

/// A whole message as a region holds it.
func message(_ type: MessageType, epoch: UInt64 = 0, sequence: UInt64 = 1, _ payload: [UInt8]) -> [UInt8] {
    let header = MessageHeader(
        type: type.rawValue, epoch: epoch, sequence: sequence, payloadByteCount: UInt32(payload.count),
        checksum: unsafe MessageHeader.checksum(payload.span.bytes))
    return header.bytes + payload
}

func keyEntry(_ id: UInt64 = 1, set: String = "FrodoKEM-640-AES", purpose: String = "transport") -> VaultEntry
{
    VaultEntry(
        id: id, kind: .key, name: "k", key: "k", purpose: purpose, set: set, epoch: 1, version: id,
        seeded: true,
        owner: "local")
}

/// What `symbol` holds now, as a message.
func read<D>(_ bench: PDBench<D>, _ symbol: String) throws -> [UInt8] {
    let header = try #require(try MessageHeader(try bench.read(symbol, of: UInt8.self, 0..<32)))
    return try bench.read(symbol, of: UInt8.self, 32..<32 + Int(header.payloadByteCount))
}

struct HostilePeerTests {
    private func bench<D: ProtectionDomain>(_ type: D.Type, _ name: String) throws -> PDBench<D> {
        try PDBench(type, system: try shippedSystem("pd.system.xml"), domain: name)
    }

    @Test(arguments: Damage.allCases)
    func `a damaged public key is refused, and the next sound one taken`(damage: Damage) throws {
        let bench = try bench(PublicKeyConsumer.self, "public_key_consumer")
        let entropy = try SeededEntropy(seed: 3, stream: "keys")
        let key = try FrodoKEM(FrodoVariant(.frodo640, .aes)).generateKeyPair(using: entropy).publicKey
            .encoded()
        let entry = keyEntry()
        let content = RecordContent(job: 5, entry: entry, bytes: key).payload
        try bench.fill(Symbol.job, message(.job, Job(number: 5, task: .generate(entry)).payload))
        try bench.fill(Symbol.publicKey, damage.apply(.publicKey, epoch: 1, sequence: 1, content))
        #expect(try bench.notify(3) == [11])
        #expect(try Report(payload: read(bench, Symbol.encryptionReport)).outcome == .failed(.refused))
        try bench.fill(Symbol.publicKey, message(.publicKey, epoch: 1, sequence: 2, content))
        #expect(try bench.notify(3) == [11])
        let report = try Report(payload: read(bench, Symbol.encryptionReport))
        #expect(report == Report(job: 5, outcome: .done(byteCount: UInt64(key.count))))
    }

    @Test(arguments: Damage.allCases)
    func `a damaged secret key is refused, and acknowledged so that it is erased`(damage: Damage) throws {
        let bench = try bench(SecretKeyConsumer.self, "secret_key_consumer")
        let entry = keyEntry()
        try bench.fill(Symbol.job, message(.job, Job(number: 5, task: .generate(entry)).payload))
        var payload = [UInt8](repeating: 0, count: SecretKeyContent.prefixByteCount)
        payload[0] = 1
        payload[8] = 5
        let pair = try EncodedKeyPair.generate(
            .transport(FrodoVariant(.frodo640, .aes)), entropy: try SeededEntropy(seed: 4, stream: "keys"))
        payload += pair.secretKey.withBytes { span in unsafe span.withUnsafeBytes { unsafe Array($0) } }
        try bench.fill(Symbol.secretKey, damage.apply(.secretKey, epoch: 1, sequence: 1, payload))
        #expect(try bench.notify(2) == [13, 2])
        #expect(try Report(payload: read(bench, Symbol.result)).outcome == .failed(.refused))
        try bench.fill(Symbol.secretKey, message(.secretKey, epoch: 1, sequence: 2, payload))
        #expect(try bench.notify(2) == [13, 2])
        let count = UInt64(payload.count - SecretKeyContent.prefixByteCount)
        #expect(try Report(payload: read(bench, Symbol.result)).outcome == .done(byteCount: count))
    }

    @Test(arguments: Damage.allCases)
    func `a damaged ciphertext is refused by those who take it`(damage: Damage) throws {
        var entry = keyEntry(2)
        entry.kind = .ciphertext
        let content = RecordContent(job: 5, entry: entry, bytes: [1, 2, 3]).payload
        let consumer = try bench(SecretKeyConsumer.self, "secret_key_consumer")
        try consumer.fill(Symbol.ciphertext, damage.apply(.ciphertext, epoch: 1, sequence: 1, content))
        #expect(try consumer.notify(8) == [13])
        #expect(try Report(payload: read(consumer, Symbol.result)).outcome == .failed(.refused))
        let operations = try bench(HomomorphicOperations.self, "homomorphic_operations")
        try operations.fill(Symbol.ciphertext, damage.apply(.ciphertext, epoch: 1, sequence: 1, content))
        #expect(try operations.notify(4) == [12])
        #expect(try Report(payload: read(operations, Symbol.operationsReport)).outcome == .failed(.refused))
    }

    @Test func `decrypts only what was registered, and says one thing for every reason`() throws {
        let bench = try bench(SecretKeyConsumer.self, "secret_key_consumer")
        var entry = keyEntry(2)
        entry.kind = .ciphertext
        let content = RecordContent(job: 1, entry: entry, bytes: [1, 2, 3]).payload
        try bench.fill(Symbol.ciphertext, message(.ciphertext, epoch: 1, content))
        _ = try bench.notify(8)
        // One that was never registered, and one that is registered but for which there is no key.
        for (sequence, id) in [(UInt64(1), UInt64(99)), (2, 2)] {
            let job = Job(number: sequence + 1, task: .decrypt(id: id))
            try bench.fill(Symbol.job, message(.job, sequence: sequence, job.payload))
            #expect(try bench.notify(13) == [13])
            let report = try Report(payload: read(bench, Symbol.result))
            #expect(report == Report(job: sequence + 1, outcome: .failed(.refused)))
        }
    }

    @Test func `a secret key stays in its region until both readers have it, not longer`() throws {
        let bench = try bench(KeyGenerator.self, "key_generator")
        try bench.fill(Symbol.job, message(.job, Job(number: 1, task: .generate(keyEntry())).payload))
        #expect(try bench.notify(6) == [3, 2, 7])
        func isErased() throws -> Bool {
            try bench.read(Symbol.secretKey, of: UInt8.self, 0..<32768).allSatisfy { $0 == 0 }
        }
        #expect(try !isErased())
        #expect(try bench.notify(2) == [])
        #expect(try bench.notify(2) == [])
        #expect(try !isErased())
        // Another pair would overwrite a key that somebody still has to take.
        try bench.fill(
            Symbol.job, message(.job, sequence: 2, Job(number: 2, task: .generate(keyEntry(2))).payload))
        #expect(try bench.notify(6) == [6])
        #expect(
            try Report(payload: read(bench, Symbol.keygenReport))
                == Report(job: 2, outcome: .failed(.refused)))
        #expect(try bench.notify(7) == [6])
        #expect(try isErased())
    }

    @Test func `storage never says committed when its device failed`() throws {
        let device = HostDeviceDouble { (_) throws(HostDeviceFailure) in
            StorageReply.committed(version: 1).payload
        }
        let bench = try PDBench(
            Storage.self, system: try shippedSystem("pd.system.xml"), domain: "storage",
            devices: ["vault": device])
        try bench.fill(Symbol.sealed, message(.storageRequest, StorageRequest.list(after: 0).payload))
        device.failNext("it is gone")
        #expect(try bench.notify(15) == [15])
        #expect(try StorageReply(payload: read(bench, Symbol.stored)) == .failed("the device failed"))
        try bench.fill(Symbol.sealed, Damage.payload.apply(.storageRequest, epoch: 0, sequence: 2, [1, 2]))
        #expect(try bench.notify(15) == [15])
        #expect(try StorageReply(payload: read(bench, Symbol.stored)) == .failed("the request is damaged"))
        #expect(device.takeSent().count <= 1)
    }

    @Test func `damaged payloads never trap a reader of fields`() {
        let payloads = [
            Job(number: 1, task: .generate(keyEntry())).payload,
            Job(number: 1, task: .combine(keyEntry(), .sum(of: [1, 2]))).payload,
            Report(job: 1, outcome: .catalogue([keyEntry()], more: true)).payload,
            StorageReply.listing(
                identity: [1], head: VaultHead(version: 1, tag: [2]),
                [.init(entry: keyEntry(), digest: [3])], more: false
            ).payload,
        ]
        for payload in payloads {
            for index in payload.indices {
                for value in [UInt8(0), 1, 0x7f, 0x80, 0xff] {
                    var damaged = payload
                    damaged[index] = value
                    _ = try? Job(payload: damaged)
                    _ = try? Report(payload: damaged)
                    _ = try? StorageReply(payload: damaged)
                    _ = try? StorageRequest(payload: damaged)
                    _ = try? RecordContent(payload: damaged)
                }
                _ = try? Job(payload: Array(payload[..<index]))
                _ = try? StorageReply(payload: Array(payload[..<index]))
            }
        }
    }
}
