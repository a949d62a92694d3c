public import SecretMemory

/// Results on the way to their owner: many encrypted integers in one ciphertext, in words of few bits.
///
/// An `FheUint8` takes 66 kB by itself; packed by `2_2-list`, 64 of them take 1.9 kB together. What is packed can be
/// decrypted, and no longer computed on.
public struct PackedIntegers: Equatable, Sendable {
    /// The keys.
    public let label: PackingLabel
    /// What is in it, in this order.
    public let types: [EncryptedType]
    /// k·N words of the mask, then one for each block of each value; all below 2^storedBits.
    let words: [UInt64]

    init(_ label: PackingLabel, _ types: [EncryptedType], words: [UInt64]) {
        self.label = label
        self.types = types
        self.words = words
    }
}

extension PackingLabel {
    /// How many blocks these values have.
    ///
    /// - Throws: `.wrongLength` for none, or more than one ciphertext holds.
    func blockCount(_ types: [EncryptedType]) throws(LWEError) -> Int {
        var count = 0
        for type in types { count += try type.blockCount(source.parameters) }
        guard (1...parameters.count).contains(count) else {
            throw .wrongLength(object: .ciphertext, expected: parameters.count, actual: count)
        }
        return count
    }
}

extension PackingKey {
    /// Packs values: digits are moved up over their empty carries, switched to the packing key, and rounded.
    ///
    /// - Parameter values: of the source key, with at most `parameters.count` blocks together.
    /// - Returns: all of them in one ciphertext.
    /// - Throws: `.wrongLength`, `.parametersDiffer` for a value of another key.
    /// - Complexity: n·ℓ transforms and n·ℓ·(k + 1) products of polynomials, however many there are.
    public func pack(_ values: [AnyEncryptedInteger]) throws(LWEError) -> PackedIntegers {
        guard values.allSatisfy({ $0.label == label.source }) else {
            throw .parametersDiffer("a value of another key")
        }
        let types = values.map(\.type)
        let count = try label.blockCount(types)
        let moved = values.flatMap(\.blocks).map { block in
            block.scaled(by: label.source.parameters.carryModulus).ciphertext
        }
        let packing = label.parameters
        let maskCount = packing.glweDimension * packing.polynomialSize
        let words = packed(moved).prefix(maskCount + count).map { $0.roundedToTop(packing.storedBits) }
        return PackedIntegers(label, types, words: words)
    }
}

extension PackingSecretKey {
    /// Decrypts all values: one bit pattern of 64 bits for each, zeros above its width.
    ///
    /// Time independent of key and values.
    ///
    /// - Throws: `.parametersDiffer` for values of another key, `.secretMemory`.
    public borrowing func decrypt(_ packed: PackedIntegers) throws(LWEError) -> SecretBytes {
        guard packed.label == label else { throw .parametersDiffer("packed under another key") }
        let packing = label.parameters
        let n = packing.polynomialSize
        guard let kernels = level.torusKernels(polynomialSize: n) else {
            throw .unsupportedParameters("polynomials of \(n)")
        }
        let up = UInt64(64 - packing.storedBits)
        let words = packed.words.map { $0 << up }
        let maskCount = packing.glweDimension * n
        var products = try SecretPolynomials(key, kernels)
        var sum = try SecretBytes.zeros(8 * n)
        unsafe sum.withUnsafeMutableBytes { bytes in
            unsafe words.withUnsafeBufferPointer { words in
                guard let source = words.baseAddress,
                    let target = unsafe bytes.bindMemory(to: UInt64.self).baseAddress
                else { return }
                unsafe products.addProducts(source, to: target)
            }
        }
        var values = try SecretBytes.zeros(8 * packed.types.count)
        var coefficient = 0
        for (index, type) in packed.types.enumerated() {
            let layout = try type.layout(label.source.parameters)
            for digit in 0..<layout.count {
                // A digit stands right below the padding bit.
                let down = UInt64(63 - layout.messageBits)
                let body = words[maskCount + coefficient]
                sum.withElements(of: UInt64.self) { sum in
                    let value =
                        (((body &- sum[coefficient]) >> (down - 1)) &+ 1) >> 1
                        & UInt64(layout.modulus(digit) - 1)
                    values.withMutableElements(of: UInt64.self) { values in
                        values[index] |= value << UInt64(digit * layout.messageBits)
                    }
                }
                coefficient += 1
            }
        }
        return values
    }
}

extension TFHEParameters {
    /// C; 1 for gates.
    var carryModulus: Int {
        if case .integer(_, let carry) = plaintext { carry } else { 1 }
    }
}

extension UInt64 {
    /// The nearest multiple of 2^(64 − bits), as a number of `bits` bits; wraps around.
    fileprivate func roundedToTop(_ bits: Int) -> UInt64 {
        guard bits < 64 else { return self }
        let dropped = UInt64(64 - bits)
        return (self &+ 1 << (dropped - 1)) >> dropped
    }
}
