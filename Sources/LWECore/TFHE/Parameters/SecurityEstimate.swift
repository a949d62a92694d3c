internal import Glibc

/// What attacks on a (G)LWE key cost, in bits: two estimates made in different ways.
public enum SecurityEstimate {
    /// log2(σ/q) at which the lattice estimator says 132 bits for a binary key of dimension n.
    ///
    /// A fit to its results with the MATZOV cost model; valid from n = 450 on, never below log2(4/q).
    public static func deviationLog2At132(dimension n: Double) -> Double {
        -0.024_891_456_582_633_045 * n + 2.657_345_938_375_34
    }

    /// The same for 128 bits.
    public static func deviationLog2At128(dimension n: Double) -> Double {
        -0.025_696_778_711_484_593 * n + 2.675_931_372_549_016
    }

    /// Bits by the curves: at most two bits below the estimator near 132, more below it where security is weak.
    ///
    /// - Parameters:
    ///   - dimension: n, or kN of a GLWE key; from 450 on.
    ///   - deviationLog2: log2(σ/q).
    /// - Returns: bits; on the 128-bit curve itself 127.6 to 127.8.
    public static func bitsByCurve(dimension: Int, deviationLog2: Double) -> Double {
        let n = Double(dimension)
        return 132 + 5475 / n * (deviationLog2 - deviationLog2At132(dimension: n))
    }

    /// The least TUniform bound that is secure in dimension n, at least 3.
    public static func smallestTUniformBound(dimension: Int, modulusBits: Int) -> Int {
        max(
            3,
            Int(
                (-0.025_167_785 * Double(dimension) + Double(modulusBits) + 4.100_671_000_000_01).rounded(.up)
            ))
    }

    /// A primal attack: embed the error as an unusually short vector, reduce by BKZ until it shows.
    public struct PrimalAttack: Hashable, Sendable {
        /// BKZ block size.
        public let blockSize: Int
        /// Lattice dimension.
        public let latticeDimension: Int
        /// log2 of the gates of all sieves.
        public let bits: Double
        /// 0.292·β.
        public let coreBits: Double
    }

    /// The cheapest primal attack by the geometric series assumption.
    ///
    /// - Parameters:
    ///   - dimension: n.
    ///   - modulusBits: log2 q.
    ///   - errorDeviation: σ of the error, in units of 1/q.
    ///   - secretDeviation: σ of the key: 1/2 when binary.
    ///   - sampleCount: samples that an attacker sees.
    /// - Returns: nil when no block size up to 4,000 succeeds.
    public static func primalAttack(
        dimension: Int, modulusBits: Double, errorDeviation: Double, secretDeviation: Double = 0.5,
        sampleCount: Int? = nil
    ) -> PrimalAttack? {
        let n = Double(dimension)
        let logModulus = modulusBits * M_LN2
        let logError = log(errorDeviation)
        let logScale = max(0, logError - log(secretDeviation))
        let limit = n + Double(sampleCount ?? 4 * dimension)
        for blockSize in 40...4000 {
            let beta = Double(blockSize)
            let logRootHermite =
                log(beta / (2 * Double.pi * M_E) * pow(Double.pi * beta, 1 / beta)) / (2 * (beta - 1))
            // τ = σ_e, so ½·ln(σ_e²(β − 1) + τ²) = ln σ_e + ½·ln β. Times d, the condition is a·d² + b·d + c ≤ 0.
            let a = logRootHermite
            let b = logError + 0.5 * log(beta) - logRootHermite * (2 * beta - 1) - logModulus
            let c = logModulus * (n + 1) - logError - n * logScale
            let discriminant = b * b - 4 * a * c
            guard discriminant >= 0 else { continue }
            let roots = (
                (-b - discriminant.squareRoot()) / (2 * a), (-b + discriminant.squareRoot()) / (2 * a)
            )
            let d = max(n, roots.0.rounded(.up))
            guard d <= roots.1, d <= limit else { continue }
            return PrimalAttack(
                blockSize: blockSize, latticeDimension: Int(d), bits: sieveBits(beta, dimension: d),
                coreBits: 0.292 * beta)
        }
        return nil
    }

    /// BKZ as progressive sieves with dimensions for free.
    private static func sieveBits(_ beta: Double, dimension d: Double) -> Double {
        let repetition = 1 / (1 - exp2(-0.296_135))
        let free = beta * log(4.0 / 3) / log(beta / (2 * Double.pi * M_E))
        return log2(repetition * max(d - beta, 1)) + log2(repetition)
            + 0.296_135_003_082_053_65 * (beta - free) + 20.387_885_985_467_914
    }

    /// What a dual hybrid attack saves against a binary key, where it is the cheapest.
    static func dualHybridSaving(dimension: Int) -> Double {
        let n = min(2048, max(512, Double(dimension)))
        return 9 - 6 * (n - 512) / 1536
    }
}
