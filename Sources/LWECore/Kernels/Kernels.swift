/// The kernels of one instruction set.
struct Kernels {
    let level: VectorLevel

    /// Levels that the processor lacks fall back to the widest that it has.
    init(_ level: VectorLevel) { self.level = min(level, .supported) }

    /// Adds `A·S` for some rows of A: `sums[8·i + k] += Σ_j a[columns·i + j] · sTransposed[columns·k + j]`.
    func addRowProducts(
        _ a: UnsafePointer<UInt16>, rowCount: Int, columns: Int, sTransposed: UnsafePointer<UInt16>,
        to sums: UnsafeMutablePointer<UInt16>
    ) {
        unsafe PlainKernels.addRowProducts(
            a, rowCount: rowCount, columns: columns, sTransposed: sTransposed, to: sums)
    }

    /// Adds `S·A` for some rows of A: `sums[columns·k + j] += Σ_i s[stride·k + i] · a[columns·i + j]`.
    func addColumnProducts(
        _ s: UnsafePointer<UInt16>, stride: Int, _ a: UnsafePointer<UInt16>, rowCount: Int, columns: Int,
        to sums: UnsafeMutablePointer<UInt16>
    ) {
        unsafe PlainKernels.addColumnProducts(
            s, stride: stride, a, rowCount: rowCount, columns: columns, to: sums)
    }

    /// Rows of A by SHAKE128.
    func shakeRows(
        seed: [UInt8], firstRow: Int, rowCount: Int, columns: Int, into entries: UnsafeMutablePointer<UInt16>
    ) throws(LWEError) {
        try unsafe PlainKernels.shakeRows(
            seed: seed, firstRow: firstRow, rowCount: rowCount, columns: columns, into: entries)
    }
}
