internal import Glibc

/// How fresh noise is drawn.
public enum NoiseDistribution: Hashable, Sendable {
    /// A uniform integer in [−2^b, 2^b − 1] plus one fair bit: the two ends have half the weight. Drawn in constant
    /// time from b + 2 bits.
    case tUniform(boundLog2: Int)
    /// A normal distribution, as a fraction of the modulus.
    case gaussian(standardDeviation: Double)

    /// The variance relative to q², for a modulus of so many bits.
    public func variance(modulusBits: Int) -> Double {
        switch self {
        case .tUniform(let b): (exp2(2 * Double(b)) + 0.5) / 3 * exp2(-2 * Double(modulusBits))
        case .gaussian(let deviation): deviation * deviation
        }
    }

    /// Whether it is noise at all: a number, and narrower than the modulus.
    func fits(modulusBits: Int) -> Bool {
        switch self {
        case .tUniform(let b): b >= 0 && b <= modulusBits - 2
        case .gaussian(let deviation): deviation > 0 && deviation <= 0.5
        }
    }

    /// log2 of the standard deviation relative to q.
    public func standardDeviationLog2(modulusBits: Int) -> Double {
        log2(variance(modulusBits: modulusBits)) / 2
    }
}
