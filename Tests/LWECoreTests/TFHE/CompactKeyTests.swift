import SecretMemory
import Testing

@testable import LWECore

@Suite struct CompactKeyTests {
    @Test(arguments: [TFHEParameters.message2Carry2KeySwitch32, .message3Carry3])
    func `what anybody encrypts, the owner decrypts`(set: TFHEParameters) throws {
        let entropy = try SeededEntropy(seed: 9, stream: "compact")
        let client = try ClientKey<UInt64>(set, using: entropy)
        let key = try client.makeCompactPublicKey(using: entropy)
        for count in [1, 7, set.polynomialSize] {
            let values = (0..<count).map { UInt64($0 * 5 % set.boxCount) }
            let list = try key.encrypt(values.span, using: entropy)
            #expect(list.count == count)
            let expanded = list.expanded()
            for index in [0, count / 2, count - 1] {
                #expect(try client.decrypt(expanded[index]) == values[index])
            }
        }
    }

    @Test func `compact ciphertexts go straight into a bootstrap`() throws {
        let keys = try KeyFixture<UInt64>(.message2Carry2KeySwitch32, seed: 10, threads: 2)
        let key = try keys.client.makeCompactPublicKey(using: keys.entropy)
        let values = Array<UInt64>(0..<16)
        let inputs = try key.encrypt(values.span, using: keys.entropy).expanded()
        let table = LookUpTable(keys.client.parameters) { 15 - $0 }
        let outputs = keys.server.bootstrap(inputs, Array(repeating: table, count: 16))
        for (value, output) in zip(values, outputs) { #expect(try keys.client.decrypt(output) == 15 - value) }
    }

    @Test func `another key decrypts noise, and wrong inputs are refused`() throws {
        let set = TFHEParameters.message2Carry2KeySwitch32
        let entropy = try SeededEntropy(seed: 11, stream: "compact")
        let client = try ClientKey<UInt64>(set, using: entropy)
        let other = try ClientKey<UInt64>(set, using: entropy)
        let key = try client.makeCompactPublicKey(using: entropy)
        let values = [UInt64](repeating: 3, count: 64)
        let list = try key.encrypt(values.span, using: entropy).expanded()
        let read = try list.map { ciphertext in try other.decrypt(ciphertext) }
        #expect(Set(read).count > 4)
        let (tooLarge, none): ([UInt64], [UInt64]) = ([3, 16], [])
        #expect(throws: LWEError.plaintextOutOfRange(limit: 16)) {
            try key.encrypt(tooLarge.span, using: entropy)
        }
        #expect(throws: LWEError.wrongLength(object: .plaintext, expected: 2048, actual: 0)) {
            try key.encrypt(none.span, using: entropy)
        }
        let wide = try ClientKey<UInt64>(.message1Carry1, using: entropy)
        #expect(throws: LWEError.unsupportedParameters("1_1 has no compact public key")) {
            try wide.makeCompactPublicKey(using: entropy)
        }
    }
}
