/// Memory that blind rotations work in, one after the other; one per thread.
///
/// Holds pieces of ciphertexts, nothing secret.
public final class RotationWorkspace {
    /// Transformed digits, later transformed products: `polynomialSize` doubles for each of (k + 1)·ℓ polynomials.
    public let points: UnsafeMutableRawPointer
    /// One block of each of them, at most 128 doubles.
    public let block: UnsafeMutableRawPointer
    /// Words of one polynomial before its digits are cut out.
    public let words: UnsafeMutableRawPointer

    /// Two vectors of 64 bytes: zeros, then ones.
    public let signs: UnsafeRawPointer

    /// Memory for products of `shape` with polynomials of `polynomialSize` coefficients.
    public init(polynomialSize: Int, shape: GadgetShape) {
        let inputCount = shape.polynomialCount * shape.levelCount
        points = .allocate(byteCount: 8 * polynomialSize * inputCount, alignment: 64)
        block = .allocate(byteCount: 1024 * inputCount, alignment: 64)
        words = .allocate(byteCount: 8 * polynomialSize, alignment: 64)
        let rows = UnsafeMutableRawPointer.allocate(byteCount: 128, alignment: 64)
        rows.initializeMemory(as: UInt8.self, repeating: 0, count: 64)
        (rows + 64).initializeMemory(as: UInt8.self, repeating: 0xFF, count: 64)
        signs = UnsafeRawPointer(rows)
    }

    deinit {
        points.deallocate()
        block.deallocate()
        words.deallocate()
        signs.deallocate()
    }
}
