public import SecretMemory

/// FrodoPKE-640 with one column instead of eight: a key and a ciphertext fit a page each.
///
/// For the five-domain demonstration, whose regions have 4,096 bytes. The same LWE problem as FrodoKEM-640's with
/// fewer samples, so at least as hard. One entry of 2 bits per ciphertext; secure against chosen plaintexts only.
public struct NarrowPKE: Sendable {
    /// n: words of a secret, of a public column and of a mask.
    public static let dimension = 640
    /// Messages are below this.
    public static let messageLimit: UInt16 = 4
    /// Bytes of a public key: seed of A, then n words b = A·s + e.
    public static let publicKeyByteCount = FrodoParameterSet.matrixSeedByteCount + 2 * dimension
    /// Bytes of a secret key: n words s, 16-bit two's complement, little endian.
    public static let secretKeyByteCount = 2 * dimension
    /// Bytes of a ciphertext: n words of mask, one of body.
    public static let ciphertextByteCount = 2 * (dimension + 1)

    private static let variant = FrodoVariant(.frodo640, .aes)
    private let core = FrodoCore(variant: variant, level: .best)
    private var parameters: FrodoParameterSet { core.parameters }

    /// The scheme.
    public init() {}

    /// Makes a key pair from one draw of `seedSE || seedA`; the secret half goes to `secretKey`.
    ///
    /// - Parameters:
    ///   - entropy: source of the seeds.
    ///   - secretKey: `secretKeyByteCount` bytes, overwritten.
    /// - Returns: the public half.
    /// - Throws: `.wrongLength`.
    public func generateKeyPair(
        using entropy: some EntropySource, secretKey: inout SecretBytes
    ) throws(LWEError) -> [UInt8] {
        try secretKey.count.expect(Self.secretKeyByteCount, of: .secretKey)
        let seedCount = parameters.seedByteCount
        let randomCount = seedCount + FrodoParameterSet.matrixSeedByteCount
        let byteCount =
            Scratch.byteCount(UInt8.self, randomCount) + Scratch.byteCount(UInt16.self, core.factorCount)
        let wide = try Scratch.run(byteCount: byteCount) { scratch throws(LWEError) in
            let random = unsafe UnsafeMutableRawBufferPointer(scratch.take(UInt8.self, randomCount))
            unsafe entropy.fill(random)
            let sTransposed = unsafe scratch.take(UInt16.self, core.factorCount)
            let wide = try unsafe core.publicKey(
                matrixSeed: Array(random[seedCount...]),
                seed: UnsafeRawBufferPointer(rebasing: random[..<seedCount]),
                sTransposed: sTransposed)
            unsafe secretKey.withUnsafeMutableBytes { target in
                unsafe target.copyMemory(
                    from: UnsafeRawBufferPointer(
                        start: sTransposed.baseAddress, count: Self.secretKeyByteCount))
            }
            return wide
        }
        let seed = Array(wide[..<FrodoParameterSet.matrixSeedByteCount])
        let columns = parameters.unpacked(Array(wide[FrodoParameterSet.matrixSeedByteCount...]))
        return seed + bytes((0..<Self.dimension).map { columns[$0 * FrodoParameterSet.blockSize] })
    }

    /// Encrypts a number below `messageLimit`; draws one seed.
    ///
    /// - Throws: `.wrongLength`, `.plaintextOutOfRange`.
    public func encrypt(
        _ message: UInt16, to publicKey: [UInt8], using entropy: some EntropySource
    ) throws(LWEError) -> [UInt8] {
        try publicKey.count.expect(Self.publicKeyByteCount, of: .publicKey)
        guard message < Self.messageLimit else {
            throw .plaintextOutOfRange(limit: UInt64(Self.messageLimit))
        }
        let seedCount = FrodoParameterSet.matrixSeedByteCount
        // The kernels work on eight columns; seven stay zero, and what comes of them is dropped.
        var columns = [UInt16](repeating: 0, count: core.factorCount)
        for (index, word) in words(publicKey[seedCount...]).enumerated() {
            columns[index * FrodoParameterSet.blockSize] = word & parameters.modulusMask
        }
        let wide = Array(publicKey[..<seedCount]) + parameters.packed(columns)
        let byteCount =
            Scratch.byteCount(UInt8.self, parameters.seedByteCount)
            + Scratch.byteCount(UInt16.self, core.factorCount)
            + Scratch.byteCount(UInt16.self, FrodoParameterSet.entryCount)
        let entries = try Scratch.run(byteCount: byteCount) { scratch throws(LWEError) -> [UInt16] in
            let seed = unsafe UnsafeMutableRawBufferPointer(
                scratch.take(UInt8.self, parameters.seedByteCount))
            let mask = unsafe scratch.take(UInt16.self, core.factorCount)
            let body = unsafe scratch.take(UInt16.self, FrodoParameterSet.entryCount)
            unsafe entropy.fill(seed)
            try unsafe core.encryptZero(
                publicKey: wide, seed: UnsafeRawBufferPointer(seed), bPrime: mask, c: body)
            let shift = UInt16(parameters.modulusBits - parameters.plaintextBits)
            unsafe body[0] &+= message << shift
            return unsafe mask[..<Self.dimension].map { $0 & parameters.modulusMask } + [
                body[0] & parameters.modulusMask
            ]
        }
        return bytes(entries)
    }

    /// Decrypts to one number, in time independent of key and number.
    ///
    /// - Throws: `.wrongLength`.
    public func decrypt(_ ciphertext: [UInt8], with secretKey: borrowing SecretBytes) throws(LWEError)
        -> UInt16
    {
        try ciphertext.count.expect(Self.ciphertextByteCount, of: .ciphertext)
        try secretKey.count.expect(Self.secretKeyByteCount, of: .secretKey)
        let entries = words(ciphertext[...])
        return secretKey.withElements(of: UInt16.self) { s in
            var product: UInt16 = 0
            for index in 0..<Self.dimension { product &+= entries[index] &* s[index] }
            return parameters.decodeEntry(entries[Self.dimension] &- product, bits: parameters.plaintextBits)
        }
    }

    private func bytes(_ words: [UInt16]) -> [UInt8] {
        words.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    private func words(_ bytes: ArraySlice<UInt8>) -> [UInt16] {
        stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
            UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
        }
    }
}
