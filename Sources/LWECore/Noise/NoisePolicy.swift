/// How unlikely a wrong decryption must be for an operation to be allowed.
public enum NoisePolicy: Equatable, Sendable {
    /// Decrypting a ciphertext matrix errs with probability at most 2^`log2`, by a proven bound on the exact error
    /// distribution (`FrodoNoise.failureLog2`).
    case failureAtMost(log2: Double)
    /// The margin is six standard deviations of the noise, as in textbooks.
    ///
    /// The noise has heavier tails than a normal distribution: the proven bound is 2^-17 … 2^-20 for a matrix.
    case sixStandardDeviations

    /// 2^-64 for a ciphertext matrix.
    public static let strict = NoisePolicy.failureAtMost(log2: -64)
}
