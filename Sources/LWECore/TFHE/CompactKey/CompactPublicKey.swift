public import SecretMemory

/// What everybody encrypts with: one ring-LWE sample (A, B = A·S + E) under the big key, of which A is a seed.
///
/// For sets with k = 1. Its ciphertexts are ciphertexts under the big key at once: no cast, no bootstrap (tfhe-rs keeps a
/// key of its own for them, which serves its proofs). As hard to break as the bootstrapping key: the same ring, noise and
/// secret (Zama, *TFHE public-key encryption revisited*, Joye 2023).
public struct CompactPublicKey: Equatable, Sendable {
    /// The parameter set, one of 64-bit integers with k = 1.
    public let parameters: TFHEParameters
    /// The client key's number.
    public let identifier: UInt64
    /// 16 bytes: A.
    let seed: [UInt8]
    /// B, N words.
    let body: [UInt64]
}

/// Integers encrypted for one key in one piece: a mask of N words for up to N bodies.
///
/// 8 bytes a block and 16 kB a list, where a ciphertext has 16 kB by itself.
public struct CompactCiphertexts: Equatable, Sendable {
    /// The parameter set.
    public let parameters: TFHEParameters
    /// The client key's number.
    public let identifier: UInt64
    /// A·r + E₁.
    let mask: [UInt64]
    /// The first coefficients of B·r + E₂ + Δm.
    let bodies: [UInt64]

    /// How many integers there are.
    public var count: Int { bodies.count }

    /// The ciphertexts themselves, under the big key: coefficient j of c₁ − c₀·S.
    public func expanded() -> [LWECiphertext<UInt64>] {
        let n = mask.count
        return bodies.indices.map { j in
            let words = unsafe [UInt64](unsafeUninitializedCapacity: n + 1) { words, count in
                for i in 0...j { unsafe words[i] = mask[j - i] }
                for i in (j + 1)..<max(n, j + 1) { unsafe words[i] = 0 &- mask[n + j - i] }
                unsafe words[n] = bodies[j]
                count = n + 1
            }
            return LWECiphertext(words: words)
        }
    }
}

extension ClientKey where Word == UInt64 {
    /// Makes the public key: one draw of 16 bytes for A, 32 for E.
    ///
    /// - Throws: `.unsupportedParameters` unless k = 1 and the set holds integers.
    public borrowing func makeCompactPublicKey(
        using entropy: some EntropySource
    ) throws(LWEError) -> CompactPublicKey {
        try CompactPublicKey.expectSupported(parameters)
        guard let kernels = level.torusKernels(polynomialSize: parameters.polynomialSize) else {
            throw .unsupportedParameters(parameters.name)
        }
        let seed = try MaskStream.drawSeed(from: entropy)
        let noise = try NoiseSampler(using: entropy)
        var secret = try SecretPolynomials(big, kernels)
        let body = try ringSample(
            CompactPublicKey.mask(seed, parameters.polynomialSize), &secret, noise, parameters.glweNoise)
        return CompactPublicKey(parameters: parameters, identifier: identifier, seed: seed, body: body)
    }
}

extension CompactPublicKey {
    static func expectSupported(_ parameters: TFHEParameters) throws(LWEError) {
        guard parameters.glweDimension == 1, parameters.modulusBits == 64, parameters.plaintext != .boolean,
            parameters.order == .keySwitchFirst
        else { throw .unsupportedParameters("\(parameters.name) has no compact public key") }
    }

    static func mask(_ seed: [UInt8], _ n: Int) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: n)
        unsafe words.withUnsafeMutableBufferPointer {
            unsafe MaskStream(seed: seed, .compactKey).fill($0, row: 0)
        }
        return words
    }

    /// Encrypts integers below messageModulus · carryModulus, at most N of them.
    ///
    /// Exact products and constant time; noise (in units of q²) σ²·(N + 1) of the set's GLWE noise, far below that of a
    /// bootstrap. One draw of ⌈N/8⌉ bytes for r, one of 32 for E₁ and E₂.
    ///
    /// - Parameters:
    ///   - values: secret; out of range is the one thing about them that an error tells.
    ///   - entropy: where r and the errors come from.
    ///   - level: the widest instruction set to use.
    /// - Returns: all of them under one mask.
    /// - Throws: `.plaintextOutOfRange`, `.wrongLength` for more than N values or none.
    public func encrypt(
        _ values: Span<UInt64>, using entropy: some EntropySource, level: VectorLevel = .best
    ) throws(LWEError) -> CompactCiphertexts {
        let n = parameters.polynomialSize
        guard values.count >= 1, values.count <= n, let kernels = level.torusKernels(polynomialSize: n) else {
            throw .wrongLength(object: .plaintext, expected: n, actual: values.count)
        }
        var excess: UInt64 = 0
        for index in 0..<values.count { excess |= values[index] & ~UInt64(parameters.boxCount - 1) }
        try RangeCheck.expectNone(excess, limit: UInt64(parameters.boxCount))
        let r = try GLWESecretKey(glweDimension: 1, polynomialSize: n, using: entropy)
        let noise = try NoiseSampler(using: entropy)
        var secret = try SecretPolynomials(r, kernels)
        let mask = try ringSample(Self.mask(seed, n), &secret, noise, parameters.glweNoise)
        var bodies = try ringSample(body, &secret, noise, parameters.glweNoise)
        bodies.removeSubrange(values.count...)
        for index in 0..<values.count { bodies[index] &+= values[index] &* parameters.delta }
        return CompactCiphertexts(parameters: parameters, identifier: identifier, mask: mask, bodies: bodies)
    }
}

/// polynomial·S + E: looks uniform to whoever does not know S.
private func ringSample(
    _ polynomial: [UInt64], _ secret: inout SecretPolynomials, _ noise: NoiseSampler,
    _ distribution: NoiseDistribution
) throws(LWEError) -> [UInt64] {
    let n = polynomial.count
    var sum = try SecretBytes.zeros(8 * n)
    var result = [UInt64](repeating: 0, count: n)
    unsafe sum.withUnsafeMutableBytes { bytes in
        let words = unsafe bytes.bindMemory(to: UInt64.self)
        unsafe polynomial.withUnsafeBufferPointer { polynomial in
            guard let source = polynomial.baseAddress, let target = words.baseAddress else { return }
            unsafe secret.addProducts(source, to: target)
        }
        for j in 0..<n { result[j] = unsafe words[j] &+ noise.error(distribution, as: UInt64.self) }
    }
    return result
}
