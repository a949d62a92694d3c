import SecretMemory
import Testing

@Suite struct EntropyTests {
    static func bytes(_ entropy: some EntropySource, _ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe bytes.withUnsafeMutableBytes { unsafe entropy.fill($0) }
        return bytes
    }

    @Test func `is ChaCha20's key stream`() throws {
        // Key and nonce zero: the first block of the key stream (draft-agl-tls-chacha20poly1305, section 7, TC1).
        let entropy = try SeededEntropy(key: try SecretBytes(zeroed: 32))
        let first = Self.bytes(entropy, 16)
        #expect(
            first == [
                0x76, 0xB8, 0xE0, 0xAD, 0xA0, 0xF1, 0x3D, 0x90, 0x40, 0x5D, 0x6A, 0xE5, 0x53, 0x86, 0xBD,
                0x28,
            ])
    }

    @Test(arguments: [[1, 999], [64, 936], [63, 1, 65, 871], [500, 0, 500], [3, 3, 3, 991], [1000]])
    func `does not depend on how the bytes are split over calls`(_ counts: [Int]) throws {
        let whole = Self.bytes(try SeededEntropy(seed: 7, stream: "a"), 1000)
        let entropy = try SeededEntropy(seed: 7, stream: "a")
        #expect(counts.flatMap { Self.bytes(entropy, $0) } == whole)
    }

    @Test func `differs by seed and by name`() throws {
        let streams = try [(7, "a"), (7, "b"), (8, "a")].map {
            Self.bytes(try SeededEntropy(seed: $0, stream: $1), 32)
        }
        #expect(Set(streams).count == 3)
    }

    @Test func `the system's generator does not repeat itself`() {
        let draws = (0..<100).map { _ in Self.bytes(SystemEntropy(), 16) }
        #expect(Set(draws).count == 100)
    }

    @Test func `refuses keys of another length`() {
        #expect(throws: SecretMemoryError.invalidByteCount(31)) {
            _ = try SeededEntropy(key: try SecretBytes(zeroed: 31))
        }
    }
}
