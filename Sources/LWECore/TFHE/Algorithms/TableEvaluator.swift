/// Looks encrypted integers up in tables: what arithmetic on encrypted integers is made of.
///
/// `ServerKey` does it by bootstraps. Tests also use one that works on trivial ciphertexts, which tries the arithmetic
/// above on many more inputs than bootstraps would allow.
public protocol TableEvaluator: Sendable {
    /// The parameter set, one for integers.
    var parameters: TFHEParameters { get }
    /// The number of the key under which ciphertexts are: those of different keys do not meet.
    var identifier: UInt64 { get }
    /// How many look-ups run at the same time.
    var threadCount: Int { get }

    /// Looks `inputs[i]` up in `tables[i]`, all in parallel; results have fresh noise.
    ///
    /// - Parameters:
    ///   - inputs: under the key of `parameters.bigDimension`, with a noise of at most ν² bootstraps and padding bit
    ///     zero.
    ///   - tables: one for each input.
    /// - Returns: one ciphertext for each input, in their order.
    func lookUp(_ inputs: [LWECiphertext<UInt64>], in tables: [LookUpTable<UInt64>]) -> [LWECiphertext<
        UInt64
    >]
}
