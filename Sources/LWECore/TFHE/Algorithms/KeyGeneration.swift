public import SecretMemory
internal import TFHEKernelInterface

extension ClientKey {
    /// Makes the evaluation keys of this key: one draw of 16 bytes for the masks, 32 for the errors.
    ///
    /// Exact modulo 2^w, in time independent of the keys. About 5 µs for each of n·(k + 1)·ℓ polynomials.
    public borrowing func makeSeededServerKey(
        using entropy: some EntropySource
    ) throws(LWEError) -> SeededServerKey<Word> {
        let seed = try MaskStream.drawSeed(from: entropy)
        let noise = try NoiseSampler(using: entropy)
        let bootstrapBodies = try makeBootstrapBodies(MaskStream(seed: seed, .bootstrappingKey), noise)
        let masks = MaskStream(seed: seed, .keySwitchingKey)
        let switchBodies: SwitchWords =
            parameters.smallModulusBits == 32
            ? .narrow(
                switchingBodies(
                    from: big.masks, to: small, parameters.keySwitch, parameters.lweNoise, masks, noise))
            : .wide(
                switchingBodies(
                    from: big.masks, to: small, parameters.keySwitch, parameters.lweNoise, masks, noise))
        return SeededServerKey(
            parameters: parameters, identifier: identifier, seed: seed, bootstrapBodies: bootstrapBodies,
            switchBodies: switchBodies)
    }

    @specialized(where Word == UInt64)
    @specialized(where Word == UInt32)
    private borrowing func makeBootstrapBodies(
        _ masks: MaskStream, _ noise: NoiseSampler
    ) throws(LWEError) -> [Word] {
        guard let kernels = level.torusKernels(polynomialSize: parameters.polynomialSize) else {
            throw .unsupportedParameters(parameters.name)
        }
        let (n, k, levels) = (
            parameters.polynomialSize, parameters.glweDimension, parameters.bootstrap.levelCount
        )
        let rowCount = parameters.lweDimension * (k + 1) * levels
        var products = try SecretPolynomials(big, kernels)
        var scratch = try SecretBytes.zeros(8 * n)
        var row = [Word](repeating: 0, count: n * k)
        var bodies = [Word](repeating: 0, count: rowCount * n)
        for index in 0..<rowCount {
            let (step, component, gadgetLevel) = (
                index / (levels * (k + 1)), index / levels % (k + 1), index % levels
            )
            let shift = UInt64(Word.bitWidth - (gadgetLevel + 1) * parameters.bootstrap.baseLog)
            unsafe row.withUnsafeMutableBufferPointer { unsafe masks.fill($0, row: index) }
            unsafe scratch.withUnsafeMutableBytes { memory in
                let sum = unsafe memory.bindMemory(to: UInt64.self)
                guard let base = sum.baseAddress else { return }
                for j in 0..<n { unsafe sum[j] = 0 }
                unsafe row.withUnsafeBufferPointer { words in
                    if let words = words.baseAddress { unsafe products.addProducts(words, to: base) }
                }
                // ± s_i·q/B^(l+1), times 1 or S_c, under masks.
                unsafe small.masks.withUnsafeBytes { bits in
                    let unit = unsafe bits.load(fromByteOffset: 8 * step, as: UInt64.self) & (1 << shift)
                    if component == k {
                        unsafe sum[0] &+= unit
                    } else {
                        unsafe big.masks.withUnsafeBytes { bits in
                            let polynomial = unsafe bits.bindMemory(to: UInt64.self)
                            for j in 0..<n { unsafe sum[j] &-= polynomial[component * n + j] & unit }
                        }
                    }
                }
                for j in 0..<n {
                    bodies[index * n + j] =
                        unsafe Word(truncatingIfNeeded: sum[j])
                        &+ noise.error(parameters.glweNoise, as: Word.self)
                }
            }
        }
        return bodies
    }
}

/// Bodies of encryptions under `target` of every bit of a key times q/B^(l+1): [bit][level].
@specialized(where Word == UInt64)
@specialized(where Word == UInt32)
func switchingBodies<Word: TorusInteger>(
    from bits: borrowing SecretBytes, to target: borrowing LWESecretKey, _ gadget: Gadget,
    _ distribution: NoiseDistribution, _ masks: MaskStream, _ noise: NoiseSampler
) -> [Word] {
    var mask = [Word](repeating: 0, count: target.dimension)
    let rowCount = bits.count / 8 * gadget.levelCount
    return (0..<rowCount).map { row in
        let shift = UInt64(Word.bitWidth - (row % gadget.levelCount + 1) * gadget.baseLog)
        unsafe mask.withUnsafeMutableBufferPointer { unsafe masks.fill($0, row: row) }
        let unit = unsafe bits.withUnsafeBytes {
            unsafe $0.load(fromByteOffset: row / gadget.levelCount * 8, as: UInt64.self) & (1 << shift)
        }
        return target.masks.innerProduct(with: mask.span) &+ Word(truncatingIfNeeded: unit)
            &+ noise.error(distribution, as: Word.self)
    }
}

extension SecretBytes {
    /// ⟨words, s⟩ for the key bits that these bytes hold as masks; time depends on the count alone.
    @specialized(where Word == UInt64)
    @specialized(where Word == UInt32)
    borrowing func innerProduct<Word: TorusInteger>(with words: Span<Word>) -> Word {
        unsafe withUnsafeBytes { bytes in
            let bits = unsafe bytes.bindMemory(to: UInt64.self)
            var sum: Word = 0
            for index in 0..<words.count {
                sum &+= unsafe words[unchecked: index] & Word(truncatingIfNeeded: bits[index])
            }
            return sum
        }
    }
}

extension MaskStream {
    /// A fresh seed.
    static func drawSeed(from entropy: some EntropySource) throws(LWEError) -> [UInt8] {
        var seed = [UInt8](repeating: 0, count: seedByteCount)
        unsafe seed.withUnsafeMutableBytes { unsafe entropy.fill($0) }
        return seed
    }
}
