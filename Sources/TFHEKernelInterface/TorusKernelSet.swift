/// The kernels of one instruction set for polynomials of one size N.
///
/// A Fourier polynomial is N doubles aligned to 64 bytes; 1.0 is one turn of the torus. Its order of points and the
/// layout of keys differ between instruction sets: both live in memory only, never in a file. Time depends on sizes
/// and on which rotations are zero, never on another value. Every pointer is aligned to 64 bytes, but those to words
/// and values of one polynomial, which may stand anywhere.
public protocol TorusKernelSet: AnyObject, Sendable {
    /// N.
    var polynomialSize: Int { get }
    /// Coefficients that a vector register holds.
    var laneCount: Int { get }
    /// Kernels for polynomials of 256, 512, 1024, 2048, 4096 or 8192 coefficients, else nil.
    init?(polynomialSize: Int)

    /// Transforms N doubles.
    func forward(_ values: UnsafePointer<Double>, to points: UnsafeMutablePointer<Double>)

    /// Transforms N words as signed numbers, times `scale`.
    func forward(
        _ words: UnsafePointer<UInt64>, scale: Double, to points: UnsafeMutablePointer<Double>
    )

    /// Transforms N words as signed numbers, times `scale`.
    func forward(
        _ words: UnsafePointer<UInt32>, scale: Double, to points: UnsafeMutablePointer<Double>
    )

    /// Undoes `forward` up to the factor N/2, leaving `points` in ruins.
    func inverse(_ points: UnsafeMutablePointer<Double>, to values: UnsafeMutablePointer<Double>)

    /// The same, adding turns to N torus words.
    func inverse(_ points: UnsafeMutablePointer<Double>, addingTo words: UnsafeMutablePointer<UInt64>)

    /// The same, adding turns to N torus words; they must stay below 2^19.
    func inverse(_ points: UnsafeMutablePointer<Double>, addingTo words: UnsafeMutablePointer<UInt32>)

    /// The same, adding the nearest integers times 2^shift; they must stay below 2^51.
    func inverse(
        _ points: UnsafeMutablePointer<Double>, addingIntegersTo words: UnsafeMutablePointer<UInt64>,
        shift: Int
    )

    /// Point by point: `result = a · b`; `result` may be `a` or `b`.
    func multiply(
        _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, to result: UnsafeMutablePointer<Double>
    )

    /// Doubles of one step of a bootstrapping key.
    func stepDoubleCount(_ shape: GadgetShape) -> Int

    /// Puts a transformed polynomial where the rotation reads it: row `input`, component `output` of one step.
    func storeKeyPolynomial(
        _ points: UnsafePointer<Double>, input: Int, output: Int, _ shape: GadgetShape,
        to step: UnsafeMutablePointer<Double>
    )

    /// Rotates accumulators blindly, all by one pass over the key: acc ← acc + GGSW_i ⊡ (X^a_i·acc − acc) for each i.
    ///
    /// - Parameters:
    ///   - accumulators: k + 1 polynomials of N words, each followed by `accumulatorTail` words that repeat its
    ///     beginning, negated.
    ///   - masks: per accumulator `stepCount` rotations below 2N; zeros are skipped.
    ///   - count: how many accumulators; beyond eight they fall out of the cache.
    ///   - stepCount: steps of the key.
    ///   - key: `stepCount · stepDoubleCount` doubles aligned to 64 bytes.
    ///   - shape: the decomposition.
    ///   - workspace: for this size and shape; used by one thread at a time.
    func rotate(
        _ accumulators: UnsafePointer<UnsafeMutablePointer<UInt64>>,
        masks: UnsafePointer<UnsafePointer<UInt32>>, count: Int, stepCount: Int, key: UnsafePointer<Double>,
        _ shape: GadgetShape, _ workspace: RotationWorkspace
    )

    /// The same for 32-bit words.
    func rotate(
        _ accumulators: UnsafePointer<UnsafeMutablePointer<UInt32>>,
        masks: UnsafePointer<UnsafePointer<UInt32>>, count: Int, stepCount: Int, key: UnsafePointer<Double>,
        _ shape: GadgetShape, _ workspace: RotationWorkspace
    )

    /// Adds GGSW ⊡ `input` to `sum`; both are accumulators and must not overlap.
    func addExternalProduct(
        _ input: UnsafePointer<UInt64>, to sum: UnsafeMutablePointer<UInt64>, key step: UnsafePointer<Double>,
        _ shape: GadgetShape, _ workspace: RotationWorkspace
    )

    /// The same for 32-bit words.
    func addExternalProduct(
        _ input: UnsafePointer<UInt32>, to sum: UnsafeMutablePointer<UInt32>, key step: UnsafePointer<Double>,
        _ shape: GadgetShape, _ workspace: RotationWorkspace
    )
}
