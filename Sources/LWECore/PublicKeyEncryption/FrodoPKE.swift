/// Public-key encryption of 8 × 8 matrices from plain LWE, whose ciphertexts can be added (FrodoPKE).
///
/// Every ciphertext carries which fresh ciphertexts it is made of and which values its entries can have; an operation
/// whose result could decrypt wrongly is refused. Secure against chosen plaintexts only: never for transport, and
/// never decrypt for a peer that may choose the ciphertext.
public struct FrodoPKE: Sendable {
    /// The parameters.
    public let variant: FrodoVariant
    /// Bits of a plaintext entry: 1 up to the set's B; fewer leave more room for noise.
    public let plaintextBits: Int
    /// The largest Σ c² of a ciphertext's combination.
    public let squaredWeightLimit: UInt64
    let core: FrodoCore

    /// The scheme with the given parameters.
    ///
    /// Costs some 300 µs, for the noise limit of the policy.
    ///
    /// - Parameters:
    ///   - variant: the parameters.
    ///   - plaintextBits: 1 … B of the set; B when nil.
    ///   - policy: how unlikely wrong decryption must be.
    ///   - level: caps the instruction set.
    /// - Throws: `.unsupportedParameters` when the bits are out of range or the policy refuses fresh ciphertexts.
    public init(
        _ variant: FrodoVariant, plaintextBits: Int? = nil, policy: NoisePolicy = .strict,
        level: VectorLevel = .best
    ) throws(LWEError) {
        let bits = plaintextBits ?? variant.parameters.plaintextBits
        guard (1...variant.parameters.plaintextBits).contains(bits) else {
            throw .unsupportedParameters("\(bits) plaintext bits for \(variant)")
        }
        self.variant = variant
        self.plaintextBits = bits
        squaredWeightLimit = FrodoNoise(variant.parameters).squaredWeightLimit(
            plaintextBits: bits, policy: policy)
        guard squaredWeightLimit > 0 else {
            throw .unsupportedParameters("the noise policy refuses even fresh ciphertexts of \(variant)")
        }
        core = FrodoCore(variant: variant, level: level)
    }

    /// The number of values an entry can tell apart.
    public var plaintextModulus: UInt64 { 1 << UInt64(plaintextBits) }

    /// Throws unless a ciphertext with this metadata decrypts reliably.
    func check(_ combination: LinearCombination?, _ range: MessageRange?) throws(LWEError) -> (
        LinearCombination, MessageRange
    ) {
        guard let combination, combination.squaredWeight <= squaredWeightLimit else {
            throw .noiseBudgetExceeded(
                squaredWeight: combination?.squaredWeight ?? .max, limit: squaredWeightLimit)
        }
        guard let range, range.span <= plaintextModulus else {
            throw .messageRangeExceeded(span: range?.span ?? .max, limit: plaintextModulus)
        }
        return (combination, range)
    }
}
