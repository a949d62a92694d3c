internal import CCrypto
internal import Glibc

/// The public randomness of seeded keys and ciphertexts: AES-128 in counter mode under a public seed.
///
/// Rows are independent: any of them can be expanded alone, in any order and on any core. 7 to 12 GB/s.
struct MaskStream: Sendable {
    /// What is expanded; kinds never share a block of the stream.
    enum Domain: UInt32, Sendable {
        case bootstrappingKey = 1, keySwitchingKey, ciphertexts, compactKey, packingKey
    }

    static let seedByteCount = 16
    private let seed: [UInt8]
    private let domain: Domain

    /// The stream of `domain` under a seed of 16 bytes.
    init(seed: [UInt8], _ domain: Domain) {
        precondition(seed.count == Self.seedByteCount, "a mask seed has 16 bytes")
        self.seed = seed
        self.domain = domain
    }

    /// Overwrites `words` with row `row`; rows of a stream have one length, below 2^36 bytes.
    ///
    /// The counter block is domain (4 bytes), row (8 bytes), block within the row (4 bytes), big endian.
    func fill<Word: TorusInteger>(_ words: UnsafeMutableBufferPointer<Word>, row: Int) {
        guard let base = words.baseAddress else { return }
        var counter = [UInt8](repeating: 0, count: 16)
        for index in 0..<4 {
            counter[index] = UInt8(truncatingIfNeeded: domain.rawValue >> UInt32(24 - 8 * index))
        }
        for index in 0..<8 { counter[4 + index] = UInt8(truncatingIfNeeded: row >> (56 - 8 * index)) }
        let byteCount = words.count * MemoryLayout<Word>.stride
        let bytes = unsafe UnsafeMutableRawPointer(base).assumingMemoryBound(to: UInt8.self)
        unsafe memset(bytes, 0, byteCount)
        var written: Int32 = 0
        // Counter mode of a checked library on checked lengths: a failure is a broken installation.
        guard let context = unsafe EVP_CIPHER_CTX_new(),
            unsafe EVP_EncryptInit_ex2(context, Self.counterMode.pointer, seed, counter, nil) == 1,
            unsafe EVP_EncryptUpdate(context, bytes, &written, bytes, Int32(byteCount)) == 1,
            written == byteCount
        else { fatalError("OpenSSL's AES-128-CTR failed") }
        unsafe EVP_CIPHER_CTX_free(context)
        #if _endian(big)
            for index in words.indices { unsafe words[index] = words[index].littleEndian }
        #endif
    }

    @safe private struct Algorithm: @unchecked Sendable { let pointer: OpaquePointer? }
    private static let counterMode = unsafe Algorithm(pointer: EVP_CIPHER_fetch(nil, "AES-128-CTR", nil))
}
