import KernelTrace
import LWECore
import Microkernel
import SecretMemory
import SystemDescription
import Testing

@testable import ProtectionDomains

struct DemonstrationTests {
    private func run(_ system: CheckedSystem) throws -> (order: String, console: [String]) {
        let recorder = TraceRecorder(regionCount: system.memoryRegions.count)
        var registry = ImageRegistry()
        Demonstration.register(in: &registry)
        let machine = try Machine(system, images: registry, sink: recorder)
        var console: [String] = []
        machine.console = { _, line in console.append(line) }
        machine.boot()
        #expect(machine.run().faults.isEmpty)
        return (orderText(recorder.events, names: machine.domainNames), console)
    }

    @Test func `runs in the order of the original, and decrypts the 2 that was encrypted`() throws {
        let (order, console) = try run(try shippedSystem("lwe-five.system.xml"))
        #expect(
            order == """
                keygen.i, client.i[, keygen.n1, ]client.i, decryption.i, decryption.n2, encryption.i, encryption.n3, \
                LWE_operations.i, LWE_operations.n4[, decryption.n5, ]LWE_operations.n4
                """)
        #expect(
            console.map { $0.prefix { $0 != ":" } } == [
                "CLIENT", "KEY GENERATION", "DECRYPTION", "ENCRYPTION", "LWE_OPS", "DECRYPTION",
            ])
        #expect(console.last == "DECRYPTION: the message is 2")
    }

    @Test func `the narrow scheme gives back every message, with keys that differ`() throws {
        let entropy = try SeededEntropy(seed: 5, stream: "narrow")
        let scheme = NarrowPKE()
        var keys: Set<[UInt8]> = []
        for _ in 0..<20 {
            var secret = try SecretBytes(zeroed: NarrowPKE.secretKeyByteCount)
            let key = try scheme.generateKeyPair(using: entropy, secretKey: &secret)
            keys.insert(key)
            for message in 0..<NarrowPKE.messageLimit {
                let ciphertext = try scheme.encrypt(message, to: key, using: entropy)
                #expect(ciphertext.count == NarrowPKE.ciphertextByteCount)
                let decrypted = try scheme.decrypt(ciphertext, with: secret)
                #expect(decrypted == message)
            }
        }
        #expect(keys.count == 20)
    }

    @Test func `the narrow scheme refuses wrong lengths and messages`() throws {
        let entropy = try SeededEntropy(seed: 5, stream: "narrow")
        #expect(throws: LWEError.self) { try NarrowPKE().encrypt(1, to: [1, 2, 3], using: entropy) }
        let key = [UInt8](repeating: 0, count: NarrowPKE.publicKeyByteCount)
        #expect(throws: LWEError.plaintextOutOfRange(limit: 4)) {
            try NarrowPKE().encrypt(4, to: key, using: entropy)
        }
    }
}
