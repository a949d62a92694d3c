public import SecretMemory

/// A binary LWE key s of n bits, uniform.
///
/// Held as one word a bit, all ones or zero, so that ⟨a, s⟩ is a sum of masked words: no branch, no index, no
/// multiplication depends on it. Noncopyable, locked, wiped; without description.
public struct LWESecretKey: ~Copyable, Sendable {
    /// n.
    public let dimension: Int
    /// n words, 0 or 2^64 − 1.
    let masks: SecretBytes

    /// A fresh key; reads ⌈n/8⌉ bytes of `entropy`.
    public init(dimension: Int, using entropy: some EntropySource) throws(LWEError) {
        self.dimension = dimension
        masks = try SecretBytes.bitMasks(dimension, from: entropy)
    }

    init(dimension: Int, masks: consuming SecretBytes) {
        self.dimension = dimension
        self.masks = masks
    }
}

/// A binary GLWE key: k polynomials of N bits, uniform.
///
/// Its k·N bits in order are the LWE key of the ciphertexts that sample extraction gives.
public struct GLWESecretKey: ~Copyable, Sendable {
    /// k.
    public let glweDimension: Int
    /// N.
    public let polynomialSize: Int
    /// k·N words, 0 or 2^64 − 1, polynomial by polynomial.
    let masks: SecretBytes

    /// A fresh key; reads ⌈kN/8⌉ bytes of `entropy`.
    public init(glweDimension: Int, polynomialSize: Int, using entropy: some EntropySource) throws(LWEError) {
        self.glweDimension = glweDimension
        self.polynomialSize = polynomialSize
        masks = try SecretBytes.bitMasks(glweDimension * polynomialSize, from: entropy)
    }

    init(glweDimension: Int, polynomialSize: Int, masks: consuming SecretBytes) {
        self.glweDimension = glweDimension
        self.polynomialSize = polynomialSize
        self.masks = masks
    }

    /// k·N.
    public var dimension: Int { glweDimension * polynomialSize }
}

extension SecretBytes {
    /// `count` words, each 0 or 2^64 − 1 by one bit of `entropy`.
    static func bitMasks(_ count: Int, from entropy: some EntropySource) throws(LWEError) -> SecretBytes {
        let packed: SecretBytes
        do { packed = try SecretBytes(random: (count + 7) / 8, from: entropy) } catch {
            throw .secretMemory(error)
        }
        return try unpacked(packed, count: count)
    }

    /// One word of 0 or 2^64 − 1 for each of `count` bits, the lowest bit of a byte first.
    static func unpacked(_ packed: borrowing SecretBytes, count: Int) throws(LWEError) -> SecretBytes {
        var masks = try SecretBytes.zeros(8 * count)
        unsafe masks.withUnsafeMutableBytes { output in
            unsafe packed.withUnsafeBytes { bits in
                let words = unsafe output.bindMemory(to: UInt64.self)
                for index in 0..<count {
                    unsafe words[index] = 0 &- UInt64((bits[index >> 3] >> UInt8(index & 7)) & 1)
                }
            }
        }
        return masks
    }

    /// The inverse of `unpacked`; unused bits of the last byte are zero.
    borrowing func packedBits() throws(LWEError) -> SecretBytes {
        let count = self.count / 8
        var packed = try SecretBytes.zeros((count + 7) / 8)
        unsafe packed.withUnsafeMutableBytes { output in
            unsafe withUnsafeBytes { input in
                let words = unsafe input.bindMemory(to: UInt64.self)
                for index in 0..<count {
                    unsafe output[index >> 3] |=
                        UInt8(truncatingIfNeeded: words[index] & 1) << UInt8(index & 7)
                }
            }
        }
        return packed
    }
}
