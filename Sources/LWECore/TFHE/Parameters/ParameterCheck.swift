/// What a parameter set is worth, recomputed.
public struct ParameterCheck: Sendable {
    /// Who sees decryptions.
    public enum Exposure: String, Sendable {
        /// Only the owner of the key.
        case owner
        /// Others, as with a decryption service or threshold decryption.
        case decryptionService = "decryption service"
    }
    /// Which figure of failure the verdict rests on.
    public enum FailureSource: String, Sendable {
        /// The formulas, with this engine's transform.
        case formulas
        /// The authors of the set, who say more than the formulas do.
        case published
    }

    /// The set.
    public let set: TFHEParameters
    /// Strength of the small key.
    public let small: KeyStrength
    /// Strength of the big key.
    public let big: KeyStrength
    /// Noise with this engine's transform.
    public let noise: NoiseBudget
    /// log2 of the chance that one look-up goes wrong, as the verdict takes it.
    public let failureLog2: Double
    /// Where that figure comes from.
    public let failureSource: FailureSource
    /// Why it is refused; empty when it is not.
    public let refusals: [ParameterRefusal]

    /// Whether it may be used.
    public var isAccepted: Bool { refusals.isEmpty }

    /// Checks `set`.
    public init(_ set: TFHEParameters, exposure: Exposure = .owner) {
        self.set = set
        small = KeyStrength(set.smallKey)
        big = KeyStrength(set.bigKey)
        noise = NoiseBudget(set)
        // Modulo 2^32 the published failures are far above the formulas', which find no rounding in the transform.
        if set.modulusBits == 32, let published = set.publishedFailureLog2, published > noise.failureLog2 {
            (failureLog2, failureSource) = (published, .published)
        } else {
            (failureLog2, failureSource) = (noise.failureLog2, .formulas)
        }
        var refusals = Self.structural(set)
        if refusals.isEmpty {
            refusals += small.refusals + big.refusals
            refusals += ParameterRefusal.reasons(failureLog2: failureLog2, exposure)
        }
        self.refusals = refusals
    }

    private static func structural(_ set: TFHEParameters) -> [ParameterRefusal] {
        var reasons: [String] = []
        let n = set.polynomialSize
        if n < 256 || n > 65536 || n & (n - 1) != 0 {
            reasons.append("polynomial size \(n): a power of two from 256 on")
        }
        if !(1...8).contains(set.glweDimension) {
            reasons.append("GLWE dimension \(set.glweDimension): 1 to 8")
        }
        if !(1...4096).contains(set.lweDimension) {
            reasons.append("LWE dimension \(set.lweDimension): 1 to 4096")
        }
        if set.modulusBits != 32 && set.modulusBits != 64 {
            reasons.append("modulus 2^\(set.modulusBits): 32 or 64 bits")
        }
        if set.smallModulusBits != 32 && set.smallModulusBits != 64 || set.smallModulusBits > set.modulusBits
        {
            reasons.append("small modulus 2^\(set.smallModulusBits): 32 or 64 bits, at most the modulus")
        }
        if set.order == .bootstrapFirst && set.smallModulusBits != set.modulusBits {
            // What is encrypted under the small key is what a bootstrap ends in, after the key switch.
            reasons.append(
                "moduli 2^\(set.smallModulusBits) and 2^\(set.modulusBits): \(set.order.rawValue) needs one for both keys"
            )
        }
        let gadgets = [
            ("bootstrap", set.bootstrap, set.modulusBits),
            ("key switch", set.keySwitch, set.smallModulusBits),
        ]
        for (name, noise, bits) in [
            ("small", set.lweNoise, set.smallModulusBits), ("big", set.glweNoise, set.modulusBits),
        ] where !noise.fits(modulusBits: bits) {
            reasons.append("noise of the \(name) key: as wide as the modulus, or no number")
        }
        for (name, gadget, bits) in gadgets
        where !(1...31).contains(gadget.baseLog) || !(1...32).contains(gadget.levelCount)
            || gadget.baseLog * gadget.levelCount > bits
        {
            reasons.append(
                "\(name) 2^\(gadget.baseLog) in \(gadget.levelCount) levels: more than \(bits) bits")
        }
        if case .integer(let message, let carry) = set.plaintext,
            message < 2 || carry < 1 || message > 1 << 10 || carry > 1 << 10
                || message & (message - 1) != 0 || carry & (carry - 1) != 0
        {
            reasons.append("message modulus \(message), carry modulus \(carry): powers of two")
        }
        if !(set.squaredNorm >= 1) || !set.squaredNorm.isFinite {
            reasons.append("squared norm \(set.squaredNorm)")
        }
        if set.plaintext == .boolean && set.squaredNorm < 4 {
            reasons.append(
                "squared norm \(set.squaredNorm): a gate adds two bits, perhaps the same one, 4 at least")
        }
        return reasons.map { .unsupported($0) }
    }
}
