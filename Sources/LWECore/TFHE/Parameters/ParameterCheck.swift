internal import Glibc

/// Why a parameter set is refused.
public enum ParameterRefusal: Hashable, Sendable {
    /// Which of the two keys.
    public enum Key: String, Hashable, Sendable {
        case small
        case big
    }
    /// A dimension or size that the engine or the formulas do not cover.
    case unsupported(String)
    /// Below 450 no estimate holds.
    case dimensionTooSmall(Key, dimension: Int)
    /// The noise is below four units of the modulus.
    case noiseBelowModulus(Key, deviationLog2: Double)
    /// Fewer than 128 bits.
    case weak(Key, bits: Double)
    /// One look-up fails more often than once in 2^40.
    case unreliable(failureLog2: Double)
    /// Wrong decryptions leak the key to whoever sees them: a decryption service needs 2^-128.
    case unsafeForDecryptionService(failureLog2: Double)
}

/// What a parameter set is worth, recomputed.
public struct ParameterCheck: Sendable {
    /// Who sees decryptions.
    public enum Exposure: String, Sendable {
        /// Only the owner of the key.
        case owner
        /// Others, as with a decryption service or threshold decryption.
        case decryptionService = "decryption service"
    }
    /// One key's strength.
    public struct Strength: Hashable, Sendable {
        /// n or kN.
        public let dimension: Int
        /// log2(σ/q).
        public let deviationLog2: Double
        /// Bits by the curves; from dimension 2048 on, where the set meets the 132-bit curve, at least 132.
        public let bits: Double
        /// Bits of the primal attack alone; nil when none succeeds.
        public let primalBits: Double?
    }

    /// The set.
    public let set: TFHEParameters
    /// Strength of the small key.
    public let small: Strength
    /// Strength of the big key.
    public let big: Strength
    /// Noise with this engine's transform.
    public let noise: NoiseBudget
    /// Why it is refused; empty when it is not.
    public let refusals: [ParameterRefusal]

    /// Whether it may be used.
    public var isAccepted: Bool { refusals.isEmpty }

    /// Checks `set`.
    public init(_ set: TFHEParameters, exposure: Exposure = .owner) {
        self.set = set
        small = Self.strength(set.lweDimension, set.lweNoise, modulusBits: set.smallModulusBits)
        big = Self.strength(set.bigDimension, set.glweNoise, modulusBits: set.modulusBits)
        noise = NoiseBudget(set)
        var refusals = Self.structural(set)
        if refusals.isEmpty {
            refusals += Self.refusals(small, .small, modulusBits: set.smallModulusBits)
            refusals += Self.refusals(big, .big, modulusBits: set.modulusBits)
            // Modulo 2^32 the published figure stands: it was measured, the formulas only come near.
            let failure =
                set.modulusBits == 32 ? set.publishedFailureLog2 ?? noise.failureLog2 : noise.failureLog2
            if !(failure <= -40) {
                refusals.append(.unreliable(failureLog2: failure))
            } else if exposure == .decryptionService, failure > -128 {
                refusals.append(.unsafeForDecryptionService(failureLog2: failure))
            }
        }
        self.refusals = refusals
    }

    /// Bits below this are refused: the curve for 128 bits says 127.6 to 127.8.
    private static let leastBits = 127.5
    private static let curveRange = 450...2048

    private static func strength(_ n: Int, _ noise: NoiseDistribution, modulusBits: Int) -> Strength {
        let deviation = noise.standardDeviationLog2(modulusBits: modulusBits)
        let curve = SecurityEstimate.deviationLog2At132(dimension: Double(n))
        let bits: Double
        if n <= curveRange.upperBound {
            bits = SecurityEstimate.bitsByCurve(dimension: max(1, n), deviationLog2: deviation)
        } else {
            // Outside the range of the closed form only the curve itself is known.
            bits = deviation >= max(curve, 2 - Double(modulusBits)) - 1e-9 ? 132 : 0
        }
        let primal = SecurityEstimate.primalAttack(
            dimension: max(1, n), modulusBits: Double(modulusBits),
            errorDeviation: exp2(deviation + Double(modulusBits)))
        return Strength(
            dimension: n, deviationLog2: deviation, bits: max(0, bits), primalBits: primal?.bits)
    }

    private static func refusals(_ key: Strength, _ name: ParameterRefusal.Key, modulusBits: Int)
        -> [ParameterRefusal]
    {
        guard key.dimension >= curveRange.lowerBound else {
            return [.dimensionTooSmall(name, dimension: key.dimension)]
        }
        // σ·q < 4, with room for the last digit of published deviations.
        guard
            key.deviationLog2 + Double(modulusBits) >= 2 - 1e-3
                || key.dimension > curveRange.upperBound && key.bits >= 132
        else { return [.noiseBelowModulus(name, deviationLog2: key.deviationLog2)] }
        guard key.bits >= leastBits else { return [.weak(name, bits: key.bits)] }
        return []
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
        let gadgets = [
            ("bootstrap", set.bootstrap, set.modulusBits), ("key switch", set.keySwitch, set.modulusBits),
        ]
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
        return reasons.map { .unsupported($0) }
    }
}
