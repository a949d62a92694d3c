internal import Glibc

/// The decryption noise `S'·E + E'' - E'·S` of FrodoPKE, for linear combinations of fresh ciphertexts.
///
/// A combination with factors c_i has the noise `Σ (T_k · X_k) + T` with 2n terms, where each T is Σ c_i·X'_i over
/// errors X' of the ciphertexts, and X_k are errors of the key. Its law depends on the c_i; every bound here holds for
/// all c_i with the given squared weight w = Σ c_i², because X' is sub-Gaussian.
public struct FrodoNoise: Sendable {
    private let parameters: FrodoParameterSet
    private let errors: ErrorDistribution
    private let proxy: Double
    private var termCount: Double { Double(2 * parameters.dimension) }

    /// The noise of a parameter set; costs some 50 µs.
    public init(_ parameters: FrodoParameterSet) {
        self.parameters = parameters
        errors = ErrorDistribution(parameters)
        proxy = errors.varianceProxy
    }

    /// Variance of the noise of one entry: w·(2n·σ⁴ + σ²).
    public func variance(squaredWeight: UInt64) -> Double {
        let v = errors.variance
        return Double(squaredWeight) * (termCount * v * v + v)
    }

    /// The noise magnitude from which an entry with `bits` plaintext bits decrypts wrongly: q / 2^(bits + 1).
    public func threshold(plaintextBits bits: Int) -> Double {
        Double(1 << (parameters.modulusBits - bits - 1))
    }

    /// log2 of an upper bound on the probability that a matrix of 64 entries decrypts wrongly.
    ///
    /// Chernoff: P(|N| ≥ t) ≤ 2·min over λ of E[e^(λN)]·e^(-λt), where E[e^(λN)] ≤ E_X[e^(v·w·λ²·X²/2)]^2n ·
    /// e^(v·w·λ²/2), X over the error table exactly, v its variance proxy; then a union over the entries. Within a
    /// few bits of the exact tail.
    public func failureLog2(squaredWeight: UInt64, plaintextBits: Int) -> Double {
        guard squaredWeight > 0 else { return -.infinity }
        let threshold = threshold(plaintextBits: plaintextBits)
        func exponent(_ lambda: Double) -> Double {
            let half = proxy * Double(squaredWeight) * lambda * lambda / 2
            let moment = errors.magnitudes.enumerated().reduce(0) {
                $0 + $1.element * exp(half * Double($1.offset * $1.offset))
            }
            return termCount * log(moment) + half - lambda * threshold
        }
        // The exponent is convex: its minimum lies below twice the Gaussian one; bracket by thirds.
        var (low, high) = (0.0, 2 * threshold / variance(squaredWeight: squaredWeight))
        for _ in 0..<80 {
            let (a, b) = (low + (high - low) / 3, high - (high - low) / 3)
            if exponent(a) <= exponent(b) { high = b } else { low = a }
        }
        let perEntry = 1 + exponent((low + high) / 2) / log(2)
        return min(0, perEntry + log2(Double(FrodoParameterSet.entryCount)))
    }

    /// The largest squared weight that `policy` allows; 0 when not even a fresh ciphertext passes.
    public func squaredWeightLimit(plaintextBits: Int, policy: NoisePolicy) -> UInt64 {
        switch policy {
        case .sixStandardDeviations:
            let threshold = threshold(plaintextBits: plaintextBits)
            return UInt64(threshold * threshold / 36 / variance(squaredWeight: 1))
        case .failureAtMost(let target):
            // The bound grows with the weight: find the last weight below the target by bisection.
            var (allowed, refused): (UInt64, UInt64) = (0, 1 << 20)
            while refused - allowed > 1 {
                let middle = (allowed + refused) / 2
                if failureLog2(squaredWeight: middle, plaintextBits: plaintextBits) <= target {
                    allowed = middle
                } else {
                    refused = middle
                }
            }
            return allowed
        }
    }
}
