import SecretMemory
import Testing

@testable import LWECore

@Suite struct GateTests {
    static let sets: [TFHEParameters] = [
        .booleanDefault, .booleanDefaultKeySwitchFirst, .boolean165, .boolean165KeySwitchFirst,
    ]

    @Test(arguments: sets) func `all ten gates, NOT and MUX on all inputs`(set: TFHEParameters) throws {
        let keys = try KeyFixture<UInt32>(set, seed: 2, threads: 2)
        let values = [false, true]
        let bits = try keys.client.encrypt(bits: values, using: keys.entropy)
        for (value, bit) in zip(values, bits) {
            #expect(try keys.client.decrypt(bit) == value)
            #expect(try keys.client.decrypt(!bit) == !value)
        }
        let cases = Gate.allCases.flatMap { gate in
            values.indices.flatMap { a in values.indices.map { b in (gate, a, b) } }
        }
        let results = try keys.server.evaluate(cases.map { GateInput($0.0, bits[$0.1], bits[$0.2]) })
        for ((gate, a, b), result) in zip(cases, results) {
            #expect(try keys.client.decrypt(result) == gate(values[a], values[b]), "\(gate) \(a) \(b)")
        }
        for index in 0..<8 {
            let (c, a, b) = (index & 1, index >> 1 & 1, index >> 2)
            let result = try keys.server.multiplex(bits[c], bits[a], bits[b])
            #expect(result.noise == 2)
            #expect(try keys.client.decrypt(result) == (values[c] ? values[a] : values[b]))
        }
    }

    @Test func `multiplexed bits and constants go through gates, also with themselves`() throws {
        let keys = try KeyFixture<UInt32>(.booleanDefault, seed: 3)
        let bits = try keys.client.encrypt(bits: [true, false], using: keys.entropy)
        let mixed = try keys.server.multiplex(bits[0], bits[1], bits[0])
        for gate in Gate.allCases {
            #expect(try keys.client.decrypt(keys.server.evaluate(gate, mixed, bits[0])) == gate(false, true))
            #expect(try keys.client.decrypt(keys.server.evaluate(gate, mixed, mixed)) == gate(false, false))
            #expect(try keys.client.decrypt(keys.server.evaluate(gate, mixed, !mixed)) == gate(false, true))
        }
        let constant = EncryptedBit<UInt32>(trivial: true, for: .booleanDefault)
        #expect(constant.noise == 0)
        #expect(try !keys.client.decrypt(keys.server.evaluate(.nand, constant, bits[0])))
    }

    @Test func `bits of another key or set are refused, constants go with every key`() throws {
        let keys = try KeyFixture<UInt32>(.booleanDefault, seed: 3)
        let other = try KeyFixture<UInt32>(.booleanDefault, seed: 4)
        let wider = try KeyFixture<UInt32>(.boolean165, seed: 5)
        let bit = try keys.client.encrypt(bits: [true], using: keys.entropy)[0]
        let strange = try other.client.encrypt(bits: [true], using: other.entropy)[0]
        let wide = try wider.client.encrypt(bits: [true], using: wider.entropy)[0]
        let constant = EncryptedBit<UInt32>(trivial: true, for: .boolean165)
        for wrong in [strange, !strange, wide, constant] {
            #expect(throws: LWEError.self) { try keys.server.evaluate(.and, bit, wrong) }
            #expect(throws: LWEError.self) { try keys.server.evaluate(.and, wrong, bit) }
            #expect(throws: LWEError.self) { try keys.server.multiplex(bit, wrong, bit) }
            #expect(throws: LWEError.self) { try keys.server.refresh([wrong]) }
            #expect(throws: LWEError.self) { try keys.client.decrypt(wrong) }
        }
        let own = EncryptedBit<UInt32>(trivial: true, for: .booleanDefault)
        #expect(try keys.client.decrypt(own) && other.client.decrypt(own))
        let result = try keys.server.evaluate(.and, own, own)
        #expect(throws: LWEError.parametersDiffer("a bit of another key")) {
            try other.client.decrypt(result)
        }
    }

    @Test func `gates refuse keys of integer sets`() throws {
        let entropy = try SeededEntropy(seed: 1, stream: "gates")
        let client = try ClientKey<UInt64>(.message2Carry2, using: entropy)
        do {
            _ = try client.encrypt(bits: [true], using: entropy)
            Issue.record("an integer set encrypted a bit")
        } catch LWEError.unsupportedParameters {}
    }
}
