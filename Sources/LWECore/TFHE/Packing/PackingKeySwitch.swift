internal import TFHEKernelInterface

/// A packing key, expanded: turns up to N LWE ciphertexts into one GLWE ciphertext.
///
/// Public, read by all threads at once. Holds n·ℓ·(k + 1) transformed polynomials: for `2_2-list`, 63 MB.
public final class PackingKey: Sendable {
    /// The keys that it leads from and to.
    public let label: PackingLabel
    private let kernels: any TorusKernelSet
    private let switchKernels: any SwitchKernelSet
    /// [coefficient of the source key][level][component]: N doubles each.
    private let rows: StreamedMemory<Double>

    private var parameters: PackingParameters { label.parameters }
    private var rowCount: Int { label.source.parameters.bigDimension * parameters.keySwitch.levelCount }

    /// Expands `seeded`: all masks, and n·ℓ·(k + 1) transforms.
    ///
    /// - Throws: `.unsupportedParameters`, `.failureTooLikely`.
    public init(_ seeded: SeededPackingKey, level: VectorLevel = .best) throws(LWEError) {
        let packing = seeded.label.parameters
        try packing.expectUsable(beside: seeded.label.source.parameters, level)
        guard let kernels = level.torusKernels(polynomialSize: packing.polynomialSize) else {
            throw .unsupportedParameters("polynomials of \(packing.polynomialSize)")
        }
        label = seeded.label
        self.kernels = kernels
        switchKernels = level.switchKernels
        let (n, k) = (packing.polynomialSize, packing.glweDimension)
        let masks = MaskStream(seed: seeded.seed, .packingKey)
        let rowCount = seeded.bodies.count / n
        rows = StreamedMemory(count: rowCount * n * (k + 1))
        // 1.0 is one turn, and the inverse's factor N/2 is gone.
        let scale = Double(sign: .plus, exponent: -64, significand: 1) * 2 / Double(n)
        var row = [UInt64](repeating: 0, count: n * (k + 1))
        for index in 0..<rowCount {
            let target = unsafe rows.pointer + index * n * (k + 1)
            unsafe row.withUnsafeMutableBufferPointer { row in
                unsafe masks.fill(UnsafeMutableBufferPointer(rebasing: row[..<(n * k)]), row: index)
                for j in 0..<n { unsafe row[n * k + j] = seeded.bodies[index * n + j] }
                guard let base = row.baseAddress else { return }
                for output in 0...k {
                    unsafe kernels.forward(base + n * output, scale: scale, to: target + n * output)
                }
            }
        }
    }

    /// (0, Σ_j b_j·X^j) − Σ_(i,l) (Σ_j d_(j,i,l)·X^j)·PKSK_(i,l).
    ///
    /// Adds the variance of `NoiseFormulas.packingKeySwitch`; the doubles add less than 2^-20 of that. Time depends on sizes
    /// alone.
    ///
    /// - Parameter inputs: up to N ciphertexts of the source key's dimension.
    /// - Returns: k masks of N words, then N words of the body, of which the first ones belong to the inputs.
    func packed(_ inputs: [LWECiphertext<UInt64>]) -> [UInt64] {
        let (n, k, gadget) = (parameters.polynomialSize, parameters.glweDimension, parameters.keySwitch)
        // [row][ciphertext]: the digits of one row are the coefficients of one polynomial.
        let digits = StreamedMemory<UInt64>(count: rowCount * n)
        for (j, input) in inputs.enumerated() {
            unsafe input.words.withUnsafeBufferPointer { words in
                guard let base = words.baseAddress else { return }
                unsafe switchKernels.decompose(
                    base, count: input.dimension, levelCount: gadget.levelCount, baseLog: gadget.baseLog,
                    to: digits.pointer + j, stride: n)
            }
        }
        let scratch = StreamedMemory<Double>(count: n * (k + 3))
        let sums = unsafe scratch.pointer
        let (points, product) = unsafe (sums + n * (k + 1), sums + n * (k + 2))
        for row in 0..<rowCount {
            unsafe kernels.forward(digits.pointer + row * n, scale: 1, to: points)
            for c in 0...k {
                unsafe kernels.multiply(points, rows.pointer + (row * (k + 1) + c) * n, to: product)
                let sum = unsafe sums + n * c
                for i in 0..<n { unsafe sum[i] += product[i] }
            }
        }
        var words = [UInt64](repeating: 0, count: n * (k + 1))
        unsafe words.withUnsafeMutableBufferPointer { words in
            guard let base = words.baseAddress else { return }
            for c in 0...k { unsafe kernels.inverse(sums + n * c, addingTo: base + n * c) }
        }
        for index in words.indices { words[index] = 0 &- words[index] }
        for (j, input) in inputs.enumerated() { words[n * k + j] &+= input.body }
        return words
    }
}
