internal import KernelsBaseline

#if arch(x86_64)
    internal import KernelsAVX2
    internal import KernelsAVX512
#endif

/// The kernels of one instruction set, chosen at run time; `PlainKernels` says what each computes.
struct Kernels {
    let level: VectorLevel

    /// Levels that the processor lacks fall back to the widest that it has.
    init(_ level: VectorLevel) { self.level = min(level, .supported) }

    /// Adds `A·S` for some rows of A: `sums[8·i + k] += Σ_j a[columns·i + j] · sTransposed[columns·k + j]`.
    func addRowProducts(
        _ a: UnsafePointer<UInt16>, rowCount: Int, columns: Int, sTransposed: UnsafePointer<UInt16>,
        to sums: UnsafeMutablePointer<UInt16>
    ) {
        switch level {
        #if arch(x86_64)
            case .avx512:
                unsafe KernelsAVX512.addRowProducts(
                    a, rowCount: rowCount, columns: columns, sTransposed: sTransposed, to: sums)
            case .avx2:
                unsafe KernelsAVX2.addRowProducts(
                    a, rowCount: rowCount, columns: columns, sTransposed: sTransposed, to: sums)
        #endif
        default:
            unsafe KernelsBaseline.addRowProducts(
                a, rowCount: rowCount, columns: columns, sTransposed: sTransposed, to: sums)
        }
    }

    /// Adds `S·A` for some rows of A: `sums[columns·k + j] += Σ_i s[stride·k + i] · a[columns·i + j]`.
    func addColumnProducts(
        _ s: UnsafePointer<UInt16>, stride: Int, _ a: UnsafePointer<UInt16>, rowCount: Int, columns: Int,
        to sums: UnsafeMutablePointer<UInt16>
    ) {
        switch level {
        #if arch(x86_64)
            case .avx512:
                unsafe KernelsAVX512.addColumnProducts(
                    s, stride: stride, a, rowCount: rowCount, columns: columns, to: sums)
            case .avx2:
                unsafe KernelsAVX2.addColumnProducts(
                    s, stride: stride, a, rowCount: rowCount, columns: columns, to: sums)
        #endif
        default:
            unsafe KernelsBaseline.addColumnProducts(
                s, stride: stride, a, rowCount: rowCount, columns: columns, to: sums)
        }
    }

    /// Turns uniform words into errors, in place, by an error table without its last entry.
    func sampleErrors(_ words: UnsafeMutableBufferPointer<UInt16>, table: [UInt16]) {
        guard let base = words.baseAddress else { return }
        switch level {
        #if arch(x86_64)
            case .avx512:
                unsafe KernelsAVX512.sampleErrors(
                    base, count: words.count, table: table, tableCount: table.count)
            case .avx2:
                unsafe KernelsAVX2.sampleErrors(
                    base, count: words.count, table: table, tableCount: table.count)
        #endif
        default:
            unsafe KernelsBaseline.sampleErrors(
                base, count: words.count, table: table, tableCount: table.count)
        }
    }

    /// Rows of A by SHAKE128 from a seed of 16 bytes; `columns` is a multiple of 4.
    func shakeRows(
        seed: [UInt8], firstRow: Int, rowCount: Int, columns: Int, into entries: UnsafeMutablePointer<UInt16>
    ) {
        switch level {
        #if arch(x86_64)
            case .avx512:
                unsafe KernelsAVX512.shakeRows(
                    seed: seed, firstRow: firstRow, rowCount: rowCount, columns: columns, into: entries)
            case .avx2:
                unsafe KernelsAVX2.shakeRows(
                    seed: seed, firstRow: firstRow, rowCount: rowCount, columns: columns, into: entries)
        #endif
        default:
            unsafe KernelsBaseline.shakeRows(
                seed: seed, firstRow: firstRow, rowCount: rowCount, columns: columns, into: entries)
        }
    }
}
