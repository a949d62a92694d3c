/// The matrix arithmetic that key encapsulation and public-key encryption share (specification, section 6 and 7).
///
/// All buffers are caller's scratch; entries are 16-bit words, reduced modulo q only when packed.
struct FrodoCore {
    let variant: FrodoVariant
    let level: VectorLevel
    var parameters: FrodoParameterSet { variant.parameters }

    /// Entries of S, E, S' and E'.
    var factorCount: Int { parameters.dimension * FrodoParameterSet.blockSize }

    /// SHAKE256, or SHAKE128 for the smallest parameters.
    func hash() throws(LWEError) -> Shake { try Shake(parameters == .frodo640 ? .shake128 : .shake256) }

    /// Fills `errors` with samples from SHAKE(`prefix` || `seed`).
    func sample(
        prefix: UInt8, seed: UnsafeRawBufferPointer, into errors: UnsafeMutableBufferPointer<UInt16>
    ) throws(LWEError) {
        var shake = try hash()
        try shake.absorb(prefix)
        try unsafe shake.absorb(seed)
        try unsafe shake.squeeze(into: UnsafeMutableRawBufferPointer(errors))
        unsafe Kernels(level).sampleErrors(errors, table: parameters.errorTable.dropLast())
    }

    private func matrix(_ seed: Span<UInt8>) -> PublicMatrix {
        let bytes = (0..<seed.count).map { seed[$0] }
        return PublicMatrix(
            generator: variant.generator, seed: bytes, rows: parameters.dimension,
            columns: parameters.dimension, level: level)
    }

    /// `sums += A·S`: n × 8 entries, from S transposed (8 × n).
    func addKeyProduct(
        seed: Span<UInt8>, sTransposed: UnsafeBufferPointer<UInt16>,
        to sums: UnsafeMutableBufferPointer<UInt16>
    ) throws(LWEError) {
        guard let s = sTransposed.baseAddress, let sums = sums.baseAddress else { return }
        let kernels = Kernels(level)
        let columns = parameters.dimension
        try unsafe matrix(seed).forEachBlock { firstRow, rowCount, entries in
            unsafe kernels.addRowProducts(
                entries, rowCount: rowCount, columns: columns, sTransposed: s, to: sums + 8 * firstRow)
        }
    }

    /// `sums += S'·A`: 8 × n entries.
    func addCiphertextProduct(
        seed: Span<UInt8>, s: UnsafeBufferPointer<UInt16>, to sums: UnsafeMutableBufferPointer<UInt16>
    ) throws(LWEError) {
        guard let s = s.baseAddress, let sums = sums.baseAddress else { return }
        let kernels = Kernels(level)
        let columns = parameters.dimension
        try unsafe matrix(seed).forEachBlock { firstRow, rowCount, entries in
            unsafe kernels.addColumnProducts(
                s + firstRow, stride: columns, entries, rowCount: rowCount, columns: columns, to: sums)
        }
    }

    /// `sums += S'·B`: 8 × 8 entries, B is n × 8.
    func addBodyProduct(
        s: UnsafeBufferPointer<UInt16>, b: UnsafeBufferPointer<UInt16>,
        to sums: UnsafeMutableBufferPointer<UInt16>
    ) {
        guard let s = s.baseAddress, let b = b.baseAddress, let sums = sums.baseAddress else { return }
        unsafe Kernels(level).addColumnProducts(
            s, stride: parameters.dimension, b, rowCount: parameters.dimension,
            columns: FrodoParameterSet.blockSize, to: sums)
    }

    /// `result = C - B'·S`: 8 × 8 entries, from S transposed.
    func removeMask(
        bPrime: UnsafeBufferPointer<UInt16>, c: UnsafeBufferPointer<UInt16>,
        sTransposed: UnsafeBufferPointer<UInt16>, into result: UnsafeMutableBufferPointer<UInt16>
    ) {
        guard let bPrime = bPrime.baseAddress, let s = sTransposed.baseAddress,
            let product = result.baseAddress
        else { return }
        for index in 0..<FrodoParameterSet.entryCount { unsafe product[index] = 0 }
        unsafe Kernels(level).addRowProducts(
            bPrime, rowCount: FrodoParameterSet.blockSize, columns: parameters.dimension, sTransposed: s,
            to: product)
        for index in 0..<FrodoParameterSet.entryCount { unsafe product[index] = c[index] &- product[index] }
    }
}
