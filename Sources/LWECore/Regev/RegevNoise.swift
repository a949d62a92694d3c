internal import Glibc

/// The decryption noise of Regev's scheme: Σ e_k·R_k over the rows, where R is the combination of the ciphertexts'
/// random bits.
///
/// The bits are not centred and all ciphertexts of a key share its errors, so variances do not simply add: a
/// combination with factors c_i has variance m·σ²·(Σ c_i² + (Σ c_i)²)/4.
public struct RegevNoise: Sendable {
    private let parameters: RegevParameters
    private let errors = ErrorDistribution(RegevParameters.errors)

    /// The noise of given parameters.
    public init(_ parameters: RegevParameters) { self.parameters = parameters }

    /// Variance of the noise of a combination.
    public func variance(_ combination: LinearCombination) -> Double {
        let (squares, sum) = weights(combination)
        return Double(parameters.rows) * errors.variance * (squares + sum * sum) / 4
    }

    /// The noise magnitude from which decryption errs: q / 2^(bits + 1).
    public func threshold(plaintextBits bits: Int) -> Double {
        Double(1 << (RegevParameters.modulusBits - bits - 1))
    }

    /// log2 of an upper bound on the probability of a wrong decryption.
    ///
    /// Chernoff, with E[e^(zR)] ≤ e^(z·Σc/2 + z²·Σc²/8) for a combination of fair bits, and the error table exactly.
    public func failureLog2(_ combination: LinearCombination, plaintextBits: Int) -> Double {
        guard !combination.terms.isEmpty else { return -.infinity }
        let (squares, sum) = weights(combination)
        let threshold = threshold(plaintextBits: plaintextBits)
        func exponent(_ lambda: Double) -> Double {
            let moment = errors.magnitudes.enumerated().reduce(0) {
                let z = lambda * Double($1.offset)
                return $0 + $1.element * cosh(z * sum / 2) * exp(z * z * squares / 8)
            }
            return Double(parameters.rows) * log(moment) - lambda * threshold
        }
        var (low, high) = (0.0, 2 * threshold / variance(combination))
        for _ in 0..<80 {
            let (a, b) = (low + (high - low) / 3, high - (high - low) / 3)
            if exponent(a) <= exponent(b) { high = b } else { low = a }
        }
        return min(0, 1 + exponent((low + high) / 2) / log(2))
    }

    /// log2 of the failure bound that a policy allows for this combination, and what the combination reaches.
    func verdict(
        _ combination: LinearCombination, plaintextBits: Int, policy: NoisePolicy
    ) -> (reached: Double, allowed: Double) {
        let reached = failureLog2(combination, plaintextBits: plaintextBits)
        switch policy {
        case .failureAtMost(let allowed): return (reached, allowed)
        case .sixStandardDeviations:
            let margin = threshold(plaintextBits: plaintextBits) / variance(combination).squareRoot()
            return (reached, margin >= 6 ? 0 : -.infinity)
        }
    }

    private func weights(_ combination: LinearCombination) -> (squares: Double, sum: Double) {
        (
            Double(combination.squaredWeight),
            combination.terms.reduce(0.0) { $0 + Double($1.coefficient) }
        )
    }
}
