public import SecretMemory

/// A public key of FrodoPKE: `seedA || Pack(B)`.
public struct FrodoPKEPublicKey: Equatable, Sendable {
    /// The parameters.
    public let variant: FrodoVariant
    /// `variant.publicKeyByteCount` bytes.
    public let bytes: [UInt8]
    /// Tells keys apart, so that ciphertexts of different keys are not mixed: the first eight bytes of
    /// SHAKE128(identifier of the variant || bytes), little endian.
    public let identifier: UInt64

    init(_ variant: FrodoVariant, bytes: [UInt8]) throws(LWEError) {
        try bytes.count.expect(variant.publicKeyByteCount, of: .publicKey)
        self.variant = variant
        self.bytes = bytes
        var hash = try Shake(.shake128)
        try hash.absorb(variant.identifier)
        try hash.absorb(bytes)
        identifier = try hash.squeeze(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// A secret key of FrodoPKE: S transposed, 8 × n words of 16 bits, in secret memory.
public struct FrodoPKESecretKey: ~Copyable, Sendable {
    /// The parameters.
    public let variant: FrodoVariant
    /// The identifier of the public half.
    public let identifier: UInt64
    let sTransposed: SecretBytes
}

/// Both halves of a key.
public struct FrodoPKEKeyPair: ~Copyable, Sendable {
    /// For everybody.
    public let publicKey: FrodoPKEPublicKey
    /// For its owner.
    public let secretKey: FrodoPKESecretKey

    /// The secret half alone, to move it elsewhere.
    public consuming func takeSecretKey() -> FrodoPKESecretKey { secretKey }
}

extension FrodoPKE {
    /// Makes a key pair from one draw of `seedSE || seedA`.
    public func generateKeyPair(using entropy: some EntropySource) throws(LWEError) -> FrodoPKEKeyPair {
        let seedCount = variant.parameters.seedByteCount
        var sTransposed = try SecretBytes.zeros(2 * core.factorCount)
        let bytes = try Scratch.run(byteCount: seedCount + FrodoParameterSet.matrixSeedByteCount + 64) {
            scratch throws(LWEError) in
            let random = unsafe UnsafeMutableRawBufferPointer(
                scratch.take(UInt8.self, seedCount + FrodoParameterSet.matrixSeedByteCount))
            unsafe entropy.fill(random)
            return try unsafe sTransposed.withUnsafeMutableBytes { s throws(LWEError) in
                try unsafe core.publicKey(
                    matrixSeed: Array(random[seedCount...]),
                    seed: UnsafeRawBufferPointer(rebasing: random[..<seedCount]),
                    sTransposed: s.bindMemory(to: UInt16.self))
            }
        }
        let publicKey = try FrodoPKEPublicKey(variant, bytes: bytes)
        return FrodoPKEKeyPair(
            publicKey: publicKey,
            secretKey: FrodoPKESecretKey(
                variant: variant, identifier: publicKey.identifier, sTransposed: sTransposed))
    }
}
