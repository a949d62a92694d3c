public import SecretMemory

/// Fresh ciphertexts as they travel: a seed for the masks, and the bodies; one 2,000th of their words.
public struct SeededCiphertexts<Word: TorusInteger>: Equatable, Sendable {
    /// Words of each mask.
    public let dimension: Int
    /// 16 bytes, expanded by `MaskStream`.
    public let seed: [UInt8]
    /// One body a ciphertext.
    public let bodies: [Word]

    /// The ciphertexts themselves.
    @specialized(where Word == UInt64)
    @specialized(where Word == UInt32)
    public func expanded() -> [LWECiphertext<Word>] {
        let masks = MaskStream(seed: seed, .ciphertexts)
        return bodies.indices.map { index in
            var words = [Word](repeating: 0, count: dimension + 1)
            unsafe words.withUnsafeMutableBufferPointer {
                unsafe masks.fill(UnsafeMutableBufferPointer(rebasing: $0[..<dimension]), row: index)
            }
            words[dimension] = bodies[index]
            return LWECiphertext(words: words)
        }
    }
}

extension LWECiphertext {
    /// b − ⟨a, s⟩, the plaintext with its noise; time depends on the dimension alone.
    @specialized(where Word == UInt64)
    @specialized(where Word == UInt32)
    func phase(under masks: borrowing SecretBytes) -> Word {
        precondition(masks.count == 8 * dimension, "a ciphertext of another dimension than its key")
        return body &- masks.innerProduct(with: words.span.extracting(first: dimension))
    }
}

/// Encrypts torus words under the LWE key whose bits `key` holds as masks.
///
/// One draw of 16 bytes for the masks, 32 for the errors. `plaintexts` are secret: they are only added.
func encryptSeeded<Word: TorusInteger>(
    _ plaintexts: Span<Word>, under key: borrowing SecretBytes, _ distribution: NoiseDistribution,
    using entropy: some EntropySource
) throws(LWEError) -> SeededCiphertexts<Word> {
    let seed = try MaskStream.drawSeed(from: entropy)
    let noise = try NoiseSampler(using: entropy)
    return encryptSeeded(plaintexts, under: key, distribution, seed: seed, noise)
}

// Apart, because a function is specialised for its words only where nothing else is generic in it.
@specialized(where Word == UInt64)
@specialized(where Word == UInt32)
private func encryptSeeded<Word: TorusInteger>(
    _ plaintexts: Span<Word>, under key: borrowing SecretBytes, _ distribution: NoiseDistribution,
    seed: [UInt8], _ noise: NoiseSampler
) -> SeededCiphertexts<Word> {
    let dimension = key.count / 8
    let masks = MaskStream(seed: seed, .ciphertexts)
    var mask = [Word](repeating: 0, count: dimension)
    var bodies: [Word] = []
    bodies.reserveCapacity(plaintexts.count)
    for index in 0..<plaintexts.count {
        unsafe mask.withUnsafeMutableBufferPointer { unsafe masks.fill($0, row: index) }
        bodies.append(
            key.innerProduct(with: mask.span) &+ plaintexts[index] &+ noise.error(distribution, as: Word.self)
        )
    }
    return SeededCiphertexts(dimension: dimension, seed: seed, bodies: bodies)
}

extension ClientKey {
    /// Encrypts torus words under the key that the set encrypts with: the big one, unless bootstraps come first.
    ///
    /// - Parameters:
    ///   - plaintexts: Δm each, secret; their number is public.
    ///   - entropy: one draw of 16 bytes, one of 32.
    /// - Returns: one ciphertext for each, under one seed.
    /// - Throws: `.secretMemory`.
    public borrowing func encrypt(
        _ plaintexts: Span<Word>, using entropy: some EntropySource
    ) throws(LWEError) -> SeededCiphertexts<Word> {
        switch parameters.order {
        case .keySwitchFirst:
            try encryptSeeded(plaintexts, under: big.masks, parameters.glweNoise, using: entropy)
        case .bootstrapFirst:
            try encryptSeeded(plaintexts, under: small.masks, parameters.lweNoise, using: entropy)
        }
    }

    /// The plaintext of `ciphertext` with its noise, as a torus word.
    ///
    /// - Throws: `.wrongLength` for another dimension.
    public borrowing func phase(of ciphertext: LWECiphertext<Word>) throws(LWEError) -> Word {
        switch parameters.order {
        case .keySwitchFirst:
            try ciphertext.dimension.expect(big.dimension, of: .ciphertext)
            return ciphertext.phase(under: big.masks)
        case .bootstrapFirst:
            try ciphertext.dimension.expect(small.dimension, of: .ciphertext)
            return ciphertext.phase(under: small.masks)
        }
    }

    /// The integer below messageModulus · carryModulus nearest to the phase; bit of padding ignored.
    public borrowing func decrypt(_ ciphertext: LWECiphertext<Word>) throws(LWEError) -> Word {
        let phase = try phase(of: ciphertext)
        let bits = Word(parameters.boxCount.trailingZeroBitCount)
        let shift = Word(Word.bitWidth) - 1 - bits
        return ((phase >> (shift - 1)) &+ 1) >> 1 & (Word(1) << bits - 1)
    }
}
