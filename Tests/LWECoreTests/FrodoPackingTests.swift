import Testing

@testable import LWECore

@Suite struct FrodoPackingTests {
    @Test func `packs fifteen bits from the top bit down`() {
        // 0x7FFF, 0, 1, then zeros: fifteen ones, fifteen zeros, fourteen zeros and a one.
        let bytes = FrodoParameterSet.frodo640.packed([0x7FFF, 0, 1, 0, 0, 0, 0, 0])
        #expect(bytes == [0xFF, 0xFE, 0, 0, 0, 0b0000_1000] + [UInt8](repeating: 0, count: 9))
    }

    @Test func `packs sixteen bits as big-endian words`() {
        let bytes = FrodoParameterSet.frodo976.packed([0x1234, 0xABCD, 0, 0, 0, 0, 0, 0xFF00])
        #expect(bytes == [0x12, 0x34, 0xAB, 0xCD] + [UInt8](repeating: 0, count: 10) + [0xFF, 0x00])
    }

    @Test(arguments: FrodoParameterSet.allCases)
    func `unpacks what it packed, modulo q`(_ set: FrodoParameterSet) throws {
        let words = try KernelTests.words(8 * 40, 5)
        #expect(set.unpacked(set.packed(words)) == words.map { $0 & set.modulusMask })
    }

    @Test(arguments: FrodoParameterSet.allCases)
    func `decodes every message with noise up to the threshold, and not beyond`(_ set: FrodoParameterSet) {
        let threshold = 1 << (set.modulusBits - set.plaintextBits - 1)
        for value in 0..<(1 << set.plaintextBits) {
            let exact = value << (set.modulusBits - set.plaintextBits)
            for (noise, right) in [(0, true), (threshold - 1, true), (-threshold, true), (threshold, false)] {
                let decoded = set.decodeEntry(
                    UInt16(truncatingIfNeeded: exact + noise), bits: set.plaintextBits)
                #expect((Int(decoded) == value) == right)
            }
        }
    }
}
