public import SecretMemory

extension FrodoKEM {
    /// Makes a key pair from one draw of `s || seedSE || z`.
    public func generateKeyPair(using entropy: some EntropySource) throws(LWEError) -> FrodoKeyPair {
        let set = variant.parameters
        let randomCount = set.secretByteCount + set.seedByteCount + FrodoParameterSet.matrixSeedByteCount
        var secret = try SecretBytes.zeros(variant.secretKeyByteCount)
        let keyBytes = try Scratch.run(byteCount: Scratch.byteCount(UInt8.self, randomCount)) {
            scratch throws(LWEError) in
            let random = unsafe UnsafeMutableRawBufferPointer(scratch.take(UInt8.self, randomCount))
            unsafe entropy.fill(random)
            return try unsafe secret.withUnsafeMutableBytes { secret throws(LWEError) in
                try unsafe generate(from: UnsafeRawBufferPointer(random), into: secret)
            }
        }
        return FrodoKeyPair(
            publicKey: try FrodoPublicKey(variant, bytes: keyBytes),
            secretKey: try FrodoSecretKey(variant, bytes: secret))
    }

    /// Writes the secret key and returns the public one.
    private func generate(
        from random: UnsafeRawBufferPointer, into secret: UnsafeMutableRawBufferPointer
    ) throws(LWEError) -> [UInt8] {
        let set = variant.parameters
        let seedRange = set.secretByteCount..<set.secretByteCount + set.seedByteCount
        var hash = try core.hash()
        try unsafe hash.absorb(UnsafeRawBufferPointer(rebasing: random[seedRange.upperBound...]))
        let matrixSeed = try hash.squeeze(FrodoParameterSet.matrixSeedByteCount)

        let layout = SecretKeyLayout(variant)
        let sTransposed = unsafe UnsafeMutableRawBufferPointer(rebasing: secret[layout.sTransposed])
            .bindMemory(to: UInt16.self)
        let publicKey = try unsafe core.publicKey(
            matrixSeed: matrixSeed, seed: UnsafeRawBufferPointer(rebasing: random[seedRange]),
            sTransposed: sTransposed)

        unsafe UnsafeMutableRawBufferPointer(rebasing: secret[layout.s])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: random[..<set.secretByteCount]))
        unsafe UnsafeMutableRawBufferPointer(rebasing: secret[layout.publicKey]).copyBytes(from: publicKey)
        try hash.start()
        try hash.absorb(publicKey)
        try unsafe hash.squeeze(into: UnsafeMutableRawBufferPointer(rebasing: secret[layout.publicKeyHash]))
        return publicKey
    }
}

/// Where the parts of a secret key lie.
struct SecretKeyLayout {
    let s, publicKey, sTransposed, publicKeyHash: Range<Int>

    init(_ variant: FrodoVariant) {
        let set = variant.parameters
        s = 0..<set.secretByteCount
        publicKey = s.upperBound..<s.upperBound + variant.publicKeyByteCount
        sTransposed =
            publicKey.upperBound..<publicKey.upperBound + 2 * set.dimension * FrodoParameterSet.blockSize
        publicKeyHash = sTransposed.upperBound..<sTransposed.upperBound + set.secretByteCount
    }
}
