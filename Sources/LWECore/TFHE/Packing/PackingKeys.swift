public import SecretMemory

/// Which key ciphertexts are packed from, and which one they are packed under.
public struct PackingLabel: Hashable, Sendable {
    /// The key of the ciphertexts.
    public let source: KeyLabel
    /// Shape and noise of the packing key, and how packed words are stored.
    public let parameters: PackingParameters
    /// The number of the packing key, random.
    public let identifier: UInt64
}

/// The secret key that results are packed under: a GLWE key of its own, which opens them and nothing else.
public struct PackingSecretKey: ~Copyable, Sendable {
    /// What is packed under it.
    public let label: PackingLabel
    let key: GLWESecretKey
    let level: VectorLevel

    init(_ label: PackingLabel, _ key: consuming GLWESecretKey, _ level: VectorLevel) {
        self.label = label
        self.key = key
        self.level = level
    }
}

/// A packing key in the form that travels: a seed for all masks, and the bodies.
///
/// Public: whoever holds it packs, and learns nothing of what is packed. `PackingKey` is the form that packs.
public struct SeededPackingKey: Equatable, Sendable {
    /// The keys that it leads from and to.
    public let label: PackingLabel
    /// 16 bytes, expanded by `MaskStream`.
    let seed: [UInt8]
    /// n·ℓ polynomials of N words, [coefficient i of the source key][level l]: bodies of encryptions of the constant
    /// s_i·q/B^(l+1).
    let bodies: [UInt64]
}

extension ClientKey where Word == UInt64 {
    /// Makes a key to pack under: one draw of 8 bytes for its number, then its bits.
    ///
    /// - Throws: `.unsupportedParameters` for weak or impossible parameters, `.failureTooLikely` for such as lose what is
    ///   packed, `.secretMemory`.
    public borrowing func makePackingSecretKey(
        _ packing: PackingParameters, using entropy: some EntropySource
    ) throws(LWEError) -> PackingSecretKey {
        try packing.expectUsable(beside: parameters, level)
        var number: UInt64 = 0
        unsafe withUnsafeMutableBytes(of: &number) { unsafe entropy.fill($0) }
        let key = try GLWESecretKey(
            glweDimension: packing.glweDimension, polynomialSize: packing.polynomialSize, using: entropy)
        return PackingSecretKey(
            PackingLabel(source: label, parameters: packing, identifier: number), key, level)
    }

    /// Makes the key that packs ciphertexts of this key under `target`: one draw of 16 bytes for the masks, 32 for the
    /// errors.
    ///
    /// Exact modulo 2^64, in time independent of both keys.
    ///
    /// - Throws: `.parametersDiffer` unless `target` was made for this key, `.secretMemory`.
    public borrowing func makeSeededPackingKey(
        to target: borrowing PackingSecretKey, using entropy: some EntropySource
    ) throws(LWEError) -> SeededPackingKey {
        guard target.label.source == label else { throw .parametersDiffer("a packing key of another key") }
        let packing = target.label.parameters
        guard let kernels = level.torusKernels(polynomialSize: packing.polynomialSize) else {
            throw .unsupportedParameters("polynomials of \(packing.polynomialSize)")
        }
        let (n, gadget) = (packing.polynomialSize, packing.keySwitch)
        let seed = try MaskStream.drawSeed(from: entropy)
        let noise = try NoiseSampler(using: entropy)
        let masks = MaskStream(seed: seed, .packingKey)
        var products = try SecretPolynomials(target.key, kernels)
        var sum = try SecretBytes.zeros(8 * n)
        var mask = [UInt64](repeating: 0, count: n * packing.glweDimension)
        let rowCount = big.dimension * gadget.levelCount
        var bodies = [UInt64](repeating: 0, count: rowCount * n)
        for row in 0..<rowCount {
            let shift = UInt64(64 - (row % gadget.levelCount + 1) * gadget.baseLog)
            let unit = unsafe big.masks.withUnsafeBytes {
                unsafe $0.load(fromByteOffset: 8 * (row / gadget.levelCount), as: UInt64.self) & (1 << shift)
            }
            unsafe mask.withUnsafeMutableBufferPointer { unsafe masks.fill($0, row: row) }
            sum.wipe()
            unsafe sum.withUnsafeMutableBytes { bytes in
                let words = unsafe bytes.bindMemory(to: UInt64.self)
                unsafe mask.withUnsafeBufferPointer { mask in
                    guard let source = mask.baseAddress, let target = words.baseAddress else { return }
                    unsafe products.addProducts(source, to: target)
                }
                unsafe words[0] &+= unit
                for j in 0..<n {
                    bodies[row * n + j] = unsafe words[j] &+ noise.error(packing.noise, as: UInt64.self)
                }
            }
        }
        return SeededPackingKey(label: target.label, seed: seed, bodies: bodies)
    }
}

extension PackingParameters {
    /// log2 of the chance that a packed digit of `set` is lost, whatever was packed: the noise of the largest sum in boxes
    /// that the empty carry makes C times as wide.
    func failureLog2(beside set: TFHEParameters) -> Double {
        guard case .integer(_, let carry) = set.plaintext else { return 0 }
        let factor = Double(carry)
        let variance =
            factor * factor * set.squaredNorm * NoiseBudget(set).bootstrap
            + NoiseFormulas.packingKeySwitch(
                keySwitch, inputDimension: set.bigDimension, count: count,
                keyVariance: noise.variance(modulusBits: modulusBits), modulusBits: modulusBits)
            + NoiseFormulas.modulusSwitch(
                .standard, dimension: key.dimension, modulusBits: modulusBits,
                polynomialSize: 1 << (storedBits - 1))
        return FailureProbability.log2(halfBox: factor * set.halfBox, variance: variance)
    }

    /// Throws unless results of `set` can be packed so: shape, security of the key, and what noise leaves of them.
    func expectUsable(beside set: TFHEParameters, _ level: VectorLevel) throws(LWEError) {
        guard case .integer = set.plaintext, set.order == .keySwitchFirst, set.modulusBits == 64 else {
            throw .unsupportedParameters("\(set.name) has nothing to pack")
        }
        guard modulusBits == 64, noise.fits(modulusBits: modulusBits), (1...8).contains(glweDimension),
            (1...31).contains(keySwitch.baseLog), (1...64).contains(keySwitch.levelCount),
            keySwitch.baseLog * keySwitch.levelCount <= modulusBits, (1...polynomialSize).contains(count),
            (8...modulusBits).contains(storedBits), level.torusKernels(polynomialSize: polynomialSize) != nil
        else { throw .unsupportedParameters("no packing of this shape") }
        if let refusal = KeyStrength(key).refusals.first { throw .unsupportedParameters("\(refusal)") }
        let failure = failureLog2(beside: set)
        guard failure <= -128 else { throw .failureTooLikely(log2: failure, limitLog2: -128) }
    }
}
