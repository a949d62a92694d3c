import LWECore
import Microkernel
import MicrokernelTesting
import SecretMemory
import Testing
import Vault

@testable import ProtectionDomains

/// What hostile peers can do to the making and the use of evaluation keys.
struct EvaluationKeyTests {
    private static let set = TFHEParameters.message2Carry2KeySwitch32
    private let key = keyEntry(1, set: "TFHE-2_2-ks32", purpose: "computation")

    private func bench<D: ProtectionDomain>(_ type: D.Type, _ name: String) throws -> PDBench<D> {
        try PDBench(type, system: try shippedSystem("pd.system.xml"), domain: name)
    }

    private func ciphertext(_ id: UInt64, _ type: String = "uint8") -> VaultEntry {
        var entry = key
        (entry.id, entry.version, entry.kind, entry.type, entry.name) = (id, id, .ciphertext, type, "c\(id)")
        return entry
    }

    private func unsealed(_ key: borrowing ClientKey<UInt64>, id: UInt64 = 1, job: UInt64 = 5) throws
        -> [UInt8]
    {
        try SecretKeyContent.join(id: id, job: job, key: try key.encoded()).withBytes { span in
            unsafe span.withUnsafeBytes { unsafe Array($0) }
        }
    }

    @Test func `a damaged secret key makes no evaluation key, and is acknowledged so that it is erased`()
        throws
    {
        let bench = try bench(KeyGenerator.self, "key_generator")
        let client = try ClientKey<UInt64>(Self.set, using: try SeededEntropy(seed: 1, stream: "keys"))
        let payload = try unsealed(client)
        try bench.fill(Symbol.job, message(.job, Job(number: 5, task: .evaluationKey(key)).payload))
        func expectRefusal(_ bytes: [UInt8]) throws {
            try bench.fill(Symbol.unsealedKey, bytes)
            #expect(try bench.notify(19) == [19, 6])
            let report = try Report(payload: read(bench, Symbol.keygenReport))
            #expect(report == Report(job: 5, outcome: .failed(.refused)))
            #expect(try bench.read(Symbol.evaluationKey, of: UInt8.self, 0..<64).allSatisfy { $0 == 0 })
        }
        for (index, damage) in Damage.allCases.enumerated() {
            try expectRefusal(damage.apply(.secretKey, epoch: 1, sequence: UInt64(2 * index + 1), payload))
        }
        // Sound ones that are not what the job asks for: of another record, another job, another purpose.
        for (index, other) in [
            try unsealed(client, id: 2), try unsealed(client, job: 4), Array(payload.dropLast()),
            payload + [0],
        ].enumerated() {
            try expectRefusal(message(.secretKey, epoch: 1, sequence: UInt64(100 + index), other))
        }
        #expect(try bench.notify(19) == [])
    }

    @Test func `makes an evaluation key in place, which computes with what the public key encrypts`() throws {
        let generator = try bench(KeyGenerator.self, "key_generator")
        let entropy = try SeededEntropy(seed: 2, stream: "keys")
        let client = try ClientKey<UInt64>(Self.set, using: entropy)
        try generator.fill(Symbol.job, message(.job, Job(number: 5, task: .evaluationKey(key)).payload))
        try generator.fill(Symbol.unsealedKey, message(.secretKey, epoch: 1, try unsealed(client)))
        #expect(try generator.notify(19) == [19, 20, 6])
        let size = ServerKey<UInt64>.expandedByteCount(for: Self.set)
        let report = try Report(payload: read(generator, Symbol.keygenReport))
        #expect(report == Report(job: 5, outcome: .done(byteCount: UInt64(size))))
        let expanded = try generator.read(Symbol.evaluationKey, of: UInt8.self, 0..<size)

        let operations = try bench(HomomorphicOperations.self, "homomorphic_operations")
        func outcome() throws -> Report.Outcome {
            try Report(payload: read(operations, Symbol.operationsReport)).outcome
        }
        var sequence: UInt64 = 0
        func job(_ task: Job.Task) throws {
            sequence += 1
            let job = Job(number: sequence, task: task)
            try operations.fill(Symbol.job, message(.job, sequence: sequence, job.payload))
        }
        func admit() throws -> Report.Outcome {
            try job(.evaluationKey(key))
            #expect(try operations.notify(20) == [12])
            return try outcome()
        }
        func compute(_ circuit: Circuit, _ inputs: [UInt64] = [2, 3], results: [Int] = [0]) throws
            -> Report.Outcome
        {
            try job(.compute(key, ComputationPlan(inputs: inputs, circuit: circuit, results: results)))
            #expect(try operations.notify(12) == [12])
            return try outcome()
        }
        func keep(_ entry: VaultEntry, _ result: UInt64) throws -> Report.Outcome {
            try job(.keep(entry, result: result))
            _ = try operations.notify(12)
            return try outcome()
        }
        let circuit = Circuit([.init(.add, [.value(0), .value(1)])])

        // Two ciphertexts come in, the second one under a key of another number.
        let publicKey = try client.makeCompactPublicKey(using: entropy)
        let stranger = try ClientKey<UInt64>(Self.set, using: entropy).makeCompactPublicKey(using: entropy)
        for (id, encryptor) in [(UInt64(2), publicKey), (3, publicKey), (4, stranger)] {
            let digits = try EncryptedType.uint8.digits(ofPattern: 10 * id, Self.set)
            let bytes = try encryptor.encrypt(digits.span, using: entropy).encoded()
            let content = RecordContent(job: 1, entry: ciphertext(id), bytes: bytes)
            try operations.fill(
                Symbol.ciphertext, message(.ciphertext, epoch: 1, sequence: id, content.payload))
            #expect(try operations.notify(4) == [12, 5, 10])
        }

        // No key, a torn header, one of another set, one of another layout: nothing is computed.
        #expect(try admit() == .failed(.refused))
        #expect(try compute(circuit) == .failed(.refused))
        try operations.fill(Symbol.evaluationKey, expanded)
        for (offset, value) in [
            (0, UInt8(0)), (4, 9), (6, 9), (8, expanded[8] ^ 1), (33, expanded[33] ^ 1), (63, 1),
        ] {
            var torn = Array(expanded.prefix(64))
            torn[offset] = value
            try operations.fill(Symbol.evaluationKey, torn)
            #expect(try admit() == .failed(.refused), "offset \(offset)")
            #expect(try compute(circuit) == .failed(.refused), "offset \(offset)")
        }
        try operations.fill(Symbol.evaluationKey, Array(expanded.prefix(64)))
        #expect(try admit() == .done(byteCount: 0))

        // A circuit that no gateway of ours would send, ciphertexts that are not there or under another key.
        #expect(try compute(Circuit([.init(.add, [.value(0), .value(7)])])) == .failed(.wrongPurpose))
        #expect(try compute(Circuit([.init(.table, [.value(0)], table: [1])])) == .failed(.wrongPurpose))
        #expect(try compute(circuit, [2, 99]) == .failed(.refused))
        #expect(try compute(circuit, [2, 4]) == .failed(.keyMismatch))
        #expect(try keep(ciphertext(10), 0) == .failed(.refused))

        // And one that is right: the result is kept as what it is, no other and not twice as something else.
        #expect(try compute(circuit) == .done(byteCount: 0))
        #expect(try keep(ciphertext(10, "uint16"), 0) == .failed(.refused))
        #expect(try keep(ciphertext(10), 1) == .failed(.refused))
        var elsewhere = ciphertext(10)
        elsewhere.epoch = 2
        #expect(try keep(elsewhere, 0) == .failed(.refused))
        guard case .done(let byteCount) = try keep(ciphertext(10), 0) else {
            Issue.record("was not kept")
            return
        }
        let content = try RecordContent(payload: read(operations, Symbol.operations))
        #expect(content.bytes.count == Int(byteCount) && content.entry == ciphertext(10))
        let sum = try AnyEncryptedInteger(decoding: content.bytes, under: client.label)
        #expect(try sum.decrypted(with: client) == 50)
    }

    @Test func `a damaged ciphertext of an integer is not handed on`() throws {
        let bench = try bench(HomomorphicOperations.self, "homomorphic_operations")
        let entropy = try SeededEntropy(seed: 3, stream: "keys")
        let publicKey = try ClientKey<UInt64>(Self.set, using: entropy).makeCompactPublicKey(using: entropy)
        let digits = try EncryptedType.uint8.digits(ofPattern: 1, Self.set)
        let bytes = try publicKey.encrypt(digits.span, using: entropy).encoded()
        try bench.fill(Symbol.job, message(.job, Job(number: 5, task: .encrypt(ciphertext(2))).payload))
        var sequence: UInt64 = 0
        func send(_ bytes: [UInt8], as type: String = "uint8") throws -> Report.Outcome {
            sequence += 1
            let content = RecordContent(job: 5, entry: ciphertext(2, type), bytes: bytes)
            try bench.fill(
                Symbol.ciphertext, message(.ciphertext, epoch: 1, sequence: sequence, content.payload))
            _ = try bench.notify(4)
            return try Report(payload: read(bench, Symbol.operationsReport)).outcome
        }
        for bad in [Array(bytes.dropLast()), bytes + [0], [], Array(bytes.dropLast(8))] {
            #expect(try send(bad) == .failed(.refused))
        }
        for type in ["uint16", "bool", "", "uint7"] {
            #expect(try send(bytes, as: type) == .failed(.refused))
        }
        guard case .done = try send(bytes) else {
            Issue.record("was refused")
            return
        }
    }
}
