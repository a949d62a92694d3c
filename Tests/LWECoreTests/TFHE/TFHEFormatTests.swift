import SecretMemory
import Testing

@testable import LWECore

@Suite struct TFHEFormatTests {
    static let set = TFHEParameters.message2Carry2KeySwitch32

    /// One byte changed, bytes missing and bytes too many are refused; none of them crashes.
    private func expectStrict(_ bytes: [UInt8], headerByteCount: Int, _ decode: ([UInt8]) throws -> Void)
        throws
    {
        try decode(bytes)
        for count in [0, 1, 15, 16, 39, bytes.count - 1] {
            #expect(throws: LWEError.self) { try decode(Array(bytes[..<count])) }
        }
        #expect(throws: LWEError.self) { try decode(bytes + [0]) }
        for index in 0..<headerByteCount {
            var changed = bytes
            changed[index] ^= 0x40
            #expect(throws: LWEError.self, "byte \(index)") { try decode(changed) }
        }
    }

    @Test func `secret keys come back, and decrypt what they encrypted`() throws {
        let entropy = try SeededEntropy(seed: 20, stream: "formats")
        let key = try ClientKey<UInt64>(Self.set, using: entropy)
        let ciphertext = try key.encrypt([5 * Self.set.delta].span, using: entropy).expanded()[0]
        let encoded = try key.encoded()
        #expect(encoded.count == 16 + 24 + 115 + 256)
        let again = try encoded.withBytes { bytes throws(LWEError) in try ClientKey<UInt64>(decoding: bytes) }
        #expect(again.identifier == key.identifier)
        #expect(try again.decrypt(ciphertext) == 5)
        let bytes = encoded.withBytes { span in unsafe span.withUnsafeBytes { unsafe Array($0) } }
        try expectStrict(bytes, headerByteCount: 32) {
            _ = try unsafe ClientKey<UInt64>(decoding: $0.span.bytes)
        }
        var padded = bytes
        padded[16 + 24 + 114] |= 0x80
        #expect(throws: LWEError.malformed(object: .secretKey, reason: "padding bits are not zero")) {
            _ = try unsafe ClientKey<UInt64>(decoding: padded.span.bytes)
        }
        #expect(throws: LWEError.self) { _ = try unsafe ClientKey<UInt32>(decoding: bytes.span.bytes) }
    }

    @Test func `server keys come back and bootstrap, in their own memory and in lent memory`() throws {
        let entropy = try SeededEntropy(seed: 21, stream: "formats")
        let key = try ClientKey<UInt64>(Self.set, using: entropy)
        let seeded = try key.makeSeededServerKey(using: entropy)
        let bytes = try seeded.encoded()
        let again = try unsafe SeededServerKey<UInt64>(decoding: bytes.span.bytes)
        #expect(again == seeded)
        #expect(throws: LWEError.self) {
            _ = try unsafe SeededServerKey<UInt64>(decoding: Array(bytes[..<5000]).span.bytes)
        }

        let size = ServerKey<UInt64>.expandedByteCount(for: Self.set)
        let memory = AlignedBuffer<UInt8>(size + 64, 0 as UInt8)
        let raw = unsafe UnsafeMutableRawBufferPointer(start: memory.pointer, count: size)
        try unsafe ServerKey<UInt64>.expand(again, into: raw)
        let lent = try unsafe ServerKey<UInt64>(
            expandedAt: UnsafeRawBufferPointer(raw), Self.set, owner: memory, threadCount: 2)
        #expect(lent.identifier == key.identifier)
        let inputs = try key.encrypt([3 * Self.set.delta].span, using: entropy).expanded()
        let table = LookUpTable(Self.set) { $0 + 4 }
        #expect(try key.decrypt(lent.bootstrap(inputs, [table])[0]) == 7)
        let owned = try ServerKey(seeded)
        #expect(owned.bootstrap(inputs, [table]) == lent.bootstrap(inputs, [table]))

        // A torn or foreign header, a region that is too small, memory that is not aligned.
        for index in 0..<64 {
            unsafe memory.pointer[index] ^= 1
            // The key's number is the header's to say.
            if !(24..<32).contains(index) {
                #expect(throws: LWEError.self, "byte \(index)") {
                    _ = try unsafe ServerKey<UInt64>(expandedAt: UnsafeRawBufferPointer(raw), Self.set)
                }
            }
            unsafe memory.pointer[index] ^= 1
        }
        #expect(throws: LWEError.self) {
            _ = try unsafe ServerKey<UInt64>(
                expandedAt: UnsafeRawBufferPointer(rebasing: raw[..<(size - 1)]), Self.set)
        }
        #expect(throws: LWEError.self) {
            _ = try unsafe ServerKey<UInt64>(
                expandedAt: UnsafeRawBufferPointer(start: memory.pointer + 8, count: size), Self.set)
        }
        #expect(throws: LWEError.self) {
            _ = try unsafe ServerKey<UInt64>(expandedAt: UnsafeRawBufferPointer(raw), .message2Carry2)
        }
    }

    @Test func `compact keys and ciphertexts come back, strictly`() throws {
        let entropy = try SeededEntropy(seed: 22, stream: "formats")
        let key = try ClientKey<UInt64>(Self.set, using: entropy)
        let compact = try key.makeCompactPublicKey(using: entropy)
        let bytes = try compact.encoded()
        let same = try unsafe CompactPublicKey(decoding: bytes.span.bytes)
        #expect(same == compact)
        try expectStrict(bytes, headerByteCount: 32) {
            _ = try unsafe CompactPublicKey(decoding: $0.span.bytes)
        }
        let list = try compact.encrypt([1, 2, 3].span, using: entropy)
        let listBytes = try list.encoded()
        let sameList = try unsafe CompactCiphertexts(decoding: listBytes.span.bytes)
        #expect(sameList == list)
        try expectStrict(listBytes, headerByteCount: 32) {
            _ = try unsafe CompactCiphertexts(decoding: $0.span.bytes)
        }
    }

    @Test func `every set of the catalogue has a digest of its own`() throws {
        let digests = try TFHEParameters.catalogue.map { try $0.digest() }
        #expect(Set(digests).count == digests.count)
    }
}
