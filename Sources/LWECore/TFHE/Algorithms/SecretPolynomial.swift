internal import SecretMemory
internal import TFHEKernelInterface

/// The polynomials of a GLWE key, transformed, to multiply by public words exactly.
///
/// A word is cut into two signed limbs of 32 bits. A limb times a binary polynomial of N ≤ 8192 coefficients stays below
/// 2^44, and one transform and back errs by less than 2^-8 there, so rounding to integers gives every bit of the
/// product modulo 2^64 (`KeyGenerationTests` compare with schoolbook). All time depends on sizes alone.
@safe
struct SecretPolynomials: ~Copyable {
    private let kernels: any TorusKernelSet
    private let n: Int
    private let count: Int
    /// k transformed polynomials, times 2/N; then two limbs and two transforms of work space.
    private var memory: SecretBytes

    init(_ key: borrowing GLWESecretKey, _ kernels: any TorusKernelSet) throws(LWEError) {
        self.kernels = kernels
        n = key.polynomialSize
        count = key.glweDimension
        memory = try SecretBytes.zeros(8 * n * (key.glweDimension + 2))
        let (n, k) = (n, count)
        unsafe memory.withUnsafeMutableBytes { memory in
            let doubles = unsafe memory.bindMemory(to: Double.self)
            guard let base = doubles.baseAddress else { return }
            let values = unsafe base + n * k
            unsafe key.masks.withUnsafeBytes { masks in
                let words = unsafe masks.bindMemory(to: UInt64.self)
                for polynomial in 0..<k {
                    for j in 0..<n {
                        // 0 or 2/N: the bits of that number under the mask.
                        let bit = unsafe words[polynomial * n + j]
                        unsafe values[j] = Double(bitPattern: bit & (2 / Double(n)).bitPattern)
                    }
                    unsafe kernels.forward(values, to: base + n * polynomial)
                }
            }
        }
    }

    /// Adds Σ_p words_p·S_p modulo X^N + 1 and 2^64 to `sum`; `words` has k polynomials of N.
    @specialized(where Word == UInt64)
    @specialized(where Word == UInt32)
    mutating func addProducts<Word: TorusInteger>(
        _ words: UnsafePointer<Word>, to sum: UnsafeMutablePointer<UInt64>
    ) {
        let (n, k, kernels) = (n, count, kernels)
        unsafe memory.withUnsafeMutableBytes { memory in
            guard let base = unsafe memory.bindMemory(to: Double.self).baseAddress else { return }
            let limbs = unsafe UnsafeMutableRawPointer(base + n * k).assumingMemoryBound(to: UInt64.self)
            let points = unsafe base + n * (k + 1)
            for polynomial in 0..<k {
                let source = unsafe words + n * polynomial
                for limb in 0..<Word.bitWidth / 32 {
                    for j in 0..<n {
                        let word = unsafe UInt64(source[j])
                        let low = UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: word)))
                        let high = UInt64(bitPattern: Int64(bitPattern: word &- low) >> 32)
                        unsafe limbs[j] = limb == 0 ? low : high
                    }
                    unsafe kernels.forward(UnsafePointer(limbs), scale: 1, to: points)
                    unsafe kernels.multiply(points, base + n * polynomial, to: points)
                    unsafe kernels.inverse(points, addingIntegersTo: sum, shift: 32 * limb)
                }
            }
        }
    }
}
