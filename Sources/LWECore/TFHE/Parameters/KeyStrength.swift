internal import Glibc

/// What attacks on one key cost, by two estimates made in different ways, and whether that is enough.
public struct KeyStrength: Hashable, Sendable {
    /// The key.
    public let key: LatticeKey
    /// Bits that count: of a binary key by the curves, of any other by the primal attack with a margin.
    public let bits: Double
    /// Whether `bits` is only a lower bound: beyond dimension 2048 nothing but the 132-bit curve is known.
    public let isLowerBound: Bool
    /// The cheapest primal attack; nil when none succeeds.
    public let primal: SecurityEstimate.PrimalAttack?

    /// n, or kN.
    public var dimension: Int { key.dimension }
    /// log2(σ/q).
    public var deviationLog2: Double { key.deviationLog2 }
    /// Bits of the primal attack alone; nil when none succeeds.
    public var primalBits: Double? { primal?.bits }
    /// Bits of the primal attack less what a better attack saves; nil when none succeeds.
    public var adjustedPrimalBits: Double? { primal.map { $0.bits - Self.saving(on: key) } }

    /// Bits below this are refused: on the curve for 128 bits itself the closed form says 127.6 to 127.8.
    public static let leastBits = 127.5
    /// Dimensions for which the closed form holds.
    static let curveRange = 450...2048

    /// Estimates; in time proportional to the block size, some microseconds.
    public init(_ key: LatticeKey) {
        self.key = key
        let n = max(1, key.dimension)
        primal = SecurityEstimate.primalAttack(
            dimension: n, modulusBits: key.modulusLog2,
            errorDeviation: exp2(key.deviationLog2 + key.modulusLog2), secretDeviation: key.secret.deviation,
            sampleCount: key.sampleCount)
        guard key.secret == .binary else {
            isLowerBound = primal == nil
            bits = max(0, primal.map { $0.bits - Self.saving(on: key) } ?? 1000)
            return
        }
        isLowerBound = n > Self.curveRange.upperBound
        guard isLowerBound else {
            bits = max(0, SecurityEstimate.bitsByCurve(dimension: n, deviationLog2: key.deviationLog2))
            return
        }
        let curve = SecurityEstimate.deviationLog2At132(dimension: Double(n))
        bits = key.deviationLog2 >= max(curve, 2 - key.modulusLog2) - 1e-9 ? 132 : 0
    }

    /// What bounded distance decoding and the dual hybrid attack save near 128 bits.
    private static func saving(on key: LatticeKey) -> Double {
        key.secret == .binary ? SecurityEstimate.dualHybridSaving(dimension: key.dimension) : 3
    }

    /// Why the key is too weak; empty when it is not.
    public var refusals: [ParameterRefusal] {
        let n = key.dimension
        guard n >= Self.curveRange.lowerBound else { return [.dimensionTooSmall(key.role, dimension: n)] }
        if let weight = key.hammingWeight,
            (Double(weight) - Double(n) / 2).magnitude > 3 * Double(n).squareRoot()
        {
            return [.hammingWeight(key.role, weight: weight, dimension: n)]
        }
        // σ·q < 4, with room for the last digit of published deviations. Wide keys need no such noise.
        let floored = n > Self.curveRange.upperBound && bits >= 132
        if key.secret == .binary, key.deviationLog2 + key.modulusLog2 < 2 - 1e-3, !floored {
            return [.noiseBelowModulus(key.role, deviationLog2: key.deviationLog2)]
        }
        return bits >= Self.leastBits ? [] : [.weak(key.role, bits: bits)]
    }
}
