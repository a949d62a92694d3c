/// How integers become digits in matrix entries: `digitCount` digits of `digitBits` bits, lowest first, each in an
/// entry of its own with room above it for the carries of sums.
public struct IntegerEncoding: Equatable, Sendable {
    /// Integers are below 2^valueBits; 1 … 48.
    public let valueBits: Int
    /// 1 … the plaintext bits of the scheme.
    public let digitBits: Int

    /// The encoding with these numbers of bits.
    ///
    /// - Throws: `.unsupportedParameters` outside 1…48 value bits or 1…4 digit bits.
    public init(valueBits: Int = 32, digitBits: Int = 1) throws(LWEError) {
        guard (1...48).contains(valueBits), (1...4).contains(digitBits) else {
            throw .unsupportedParameters("integers of \(valueBits) bits in digits of \(digitBits)")
        }
        self.valueBits = valueBits
        self.digitBits = digitBits
    }

    /// Digits, and matrix entries, of one integer.
    public var digitCount: Int { (valueBits + digitBits - 1) / digitBits }

    /// The largest digit.
    public var largestDigit: UInt16 { 1 << UInt16(digitBits) - 1 }

    /// Matrices that `count` integers take; digits run on from one matrix to the next.
    public func matrixCount(_ count: Int) -> Int {
        (count * digitCount + FrodoParameterSet.entryCount - 1) / FrodoParameterSet.entryCount
    }

    /// The number of vectors whose sum still fits the entries of a scheme with `plaintextBits`.
    public func summandLimit(plaintextBits: Int) -> UInt64 {
        ((1 << UInt64(plaintextBits)) - 1) / UInt64(largestDigit)
    }
}

extension FrodoPKE {
    /// How many fresh vectors of this encoding can be added: the smaller of what noise and digits allow.
    public func summandLimit(_ encoding: IntegerEncoding) -> UInt64 {
        min(squaredWeightLimit, encoding.summandLimit(plaintextBits: plaintextBits))
    }

    /// The scheme and encoding with the fewest ciphertexts in which `summands` fresh vectors can be added.
    ///
    /// Costs up to ten times `init`.
    ///
    /// - Parameters:
    ///   - summands: the number of fresh vectors.
    ///   - valueBits: the integers are below 2^`valueBits`; 1 … 48.
    ///   - variant: the parameters.
    ///   - policy: how unlikely wrong decryption must be.
    /// - Returns: a scheme and an encoding whose `summandLimit` is at least `summands`.
    /// - Throws: `.unsupportedParameters` when there is none.
    public static func adding(
        _ summands: UInt64, vectorsOf valueBits: Int, with variant: FrodoVariant,
        policy: NoisePolicy = .strict
    ) throws(LWEError) -> (pke: FrodoPKE, encoding: IntegerEncoding) {
        let largest = variant.parameters.plaintextBits
        for digitBits in (1...largest).reversed() {
            let encoding = try IntegerEncoding(valueBits: valueBits, digitBits: digitBits)
            for plaintextBits in (digitBits...largest).reversed() {
                let pke = try FrodoPKE(variant, plaintextBits: plaintextBits, policy: policy)
                if pke.summandLimit(encoding) >= summands { return (pke, encoding) }
            }
        }
        throw .unsupportedParameters("\(variant) cannot add \(summands) vectors of \(valueBits)-bit integers")
    }
}
