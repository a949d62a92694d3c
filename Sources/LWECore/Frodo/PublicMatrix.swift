/// The public matrix A, grown from a seed in blocks of rows and never held whole.
///
/// AES: row i, columns j … j+7 are AES-128, under the seed, of u16le(i) || u16le(j) || 12 zero bytes.
/// SHAKE: row i is SHAKE128(u16le(i) || seed). Entries are left modulo 2^16.
struct PublicMatrix {
    let generator: MatrixGenerator
    /// 16 bytes, public.
    let seed: [UInt8]
    /// Below 2^16.
    let rows: Int
    /// A multiple of 16.
    let columns: Int
    let level: VectorLevel

    /// Rows in a block: enough for a call of OpenSSL to cost little beside its work, few enough for the cache.
    static let blockRows = 16

    /// Gives every block of rows, in order: first row, number of rows, entries row-major.
    func forEachBlock(
        _ body: (_ firstRow: Int, _ rowCount: Int, _ entries: UnsafePointer<UInt16>) throws(LWEError) -> Void
    ) throws(LWEError) {
        let block = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.blockRows * columns * 2, alignment: 64)
        defer { unsafe block.deallocate() }
        let entries = unsafe block.bindMemory(to: UInt16.self)
        guard let base = entries.baseAddress else { return }
        switch generator {
        case .aes: try unsafe forEachAESBlock(base, body)
        case .shake: try unsafe forEachShakeBlock(base, body)
        }
    }

    private func forEachAESBlock(
        _ entries: UnsafeMutablePointer<UInt16>,
        _ body: (Int, Int, UnsafePointer<UInt16>) throws(LWEError) -> Void
    ) throws(LWEError) {
        let cipher = try AES128(key: seed.span)
        var counters = columnCounters()
        for firstRow in stride(from: 0, to: rows, by: Self.blockRows) {
            let rowCount = min(Self.blockRows, rows - firstRow)
            for row in 0..<rowCount {
                for block in 0..<columns / 8 {
                    counters[(row * (columns / 8) + block) * 8] = UInt16(truncatingIfNeeded: firstRow + row)
                }
            }
            try unsafe cipher.encrypt(counters, to: entries, byteCount: rowCount * columns * 2)
            try unsafe body(firstRow, rowCount, entries)
        }
    }

    /// One block of AES inputs, as 16-bit words, with the column numbers set and the row numbers zero.
    private func columnCounters() -> [UInt16] {
        var counters = [UInt16](repeating: 0, count: Self.blockRows * columns)
        for row in 0..<Self.blockRows {
            for column in stride(from: 0, to: columns, by: 8) {
                counters[row * columns + column + 1] = UInt16(truncatingIfNeeded: column)
            }
        }
        return counters
    }

    private func forEachShakeBlock(
        _ entries: UnsafeMutablePointer<UInt16>,
        _ body: (Int, Int, UnsafePointer<UInt16>) throws(LWEError) -> Void
    ) throws(LWEError) {
        for firstRow in stride(from: 0, to: rows, by: Self.blockRows) {
            let rowCount = min(Self.blockRows, rows - firstRow)
            unsafe Kernels(level).shakeRows(
                seed: seed, firstRow: firstRow, rowCount: rowCount, columns: columns, into: entries)
            try unsafe body(firstRow, rowCount, entries)
        }
    }
}
