internal import Glibc

/// How the coefficients of a secret key are drawn.
public enum SecretDistribution: Hashable, Sendable {
    /// Uniform bits: every TFHE key.
    case binary
    /// Uniform in −1, 0, 1.
    case ternary
    /// Normal, of this standard deviation in units of 1/q.
    case gaussian(standardDeviation: Double)

    /// The standard deviation.
    public var deviation: Double {
        switch self {
        case .binary: 0.5
        case .ternary: (2.0 / 3).squareRoot()
        case .gaussian(let deviation): deviation
        }
    }
}

/// A secret key of an LWE or GLWE problem, and the noise that samples under it have.
public struct LatticeKey: Hashable, Sendable {
    /// Which key of a set.
    public enum Role: String, Hashable, Sendable {
        /// The one key of a set that has no other.
        case only = "key"
        /// The LWE key of dimension n.
        case small = "small key"
        /// The GLWE key of dimension kN.
        case big = "big key"
        /// The key of public-key encryption.
        case compact = "compact key"
        /// The key that noise squashing bootstraps to.
        case squashing = "squashing key"
        /// The key that ciphertexts are packed under.
        case packing = "packing key"
    }

    /// Which key.
    public var role: Role
    /// n, or kN of a GLWE key.
    public var dimension: Int
    /// log2 q.
    public var modulusLog2: Double
    /// log2(σ/q) of fresh noise.
    public var deviationLog2: Double
    /// How its coefficients are drawn.
    public var secret: SecretDistribution
    /// How many coefficients are not zero, where that is fixed.
    public var hammingWeight: Int?
    /// How many samples an attacker sees; nil where that is no limit.
    public var sampleCount: Int?

    /// A key.
    public init(
        _ role: Role = .only, dimension: Int, modulusLog2: Double, deviationLog2: Double,
        secret: SecretDistribution = .binary, hammingWeight: Int? = nil, sampleCount: Int? = nil
    ) {
        self.role = role
        self.dimension = dimension
        self.modulusLog2 = modulusLog2
        self.deviationLog2 = deviationLog2
        self.secret = secret
        self.hammingWeight = hammingWeight
        self.sampleCount = sampleCount
    }

    /// A binary key modulo a power of two.
    init(_ role: Role, dimension: Int, modulusBits: Int, noise: NoiseDistribution) {
        self.init(
            role, dimension: dimension, modulusLog2: Double(modulusBits),
            deviationLog2: noise.standardDeviationLog2(modulusBits: modulusBits))
    }
}
