/// Adds `A·S` for some rows of A: `sums[8·i + k] += Σ_j a[columns·i + j] · sTransposed[columns·k + j]` modulo 2^16.
///
/// Any numbers of rows and columns. Two rows and four columns of S at a time share their loads, so that the
/// multiplier is what limits. Time independent of the values.
///
/// - Parameters:
///   - a: `rowCount × columns` words, row-major.
///   - rowCount: rows of A.
///   - columns: columns of A.
///   - sTransposed: 8 × `columns` words.
///   - sums: `rowCount × 8` words.
public func addRowProducts(
    _ a: UnsafePointer<UInt16>, rowCount: Int, columns: Int, sTransposed: UnsafePointer<UInt16>,
    to sums: UnsafeMutablePointer<UInt16>
) {
    var row = 0
    while row + 2 <= rowCount {
        for k in stride(from: 0, to: 8, by: 4) {
            unsafe addProducts(
                a + row * columns, a + (row + 1) * columns, sTransposed + k * columns, columns: columns,
                to: sums + 8 * row + k, sums + 8 * (row + 1) + k)
        }
        row += 2
    }
    if row < rowCount { unsafe addLastRow(a + row * columns, columns, sTransposed, to: sums + 8 * row) }
}

/// Adds the products of two rows with four columns of S.
@inline(__always)
private func addProducts(
    _ a0: UnsafePointer<UInt16>, _ a1: UnsafePointer<UInt16>, _ s: UnsafePointer<UInt16>, columns: Int,
    to sums0: UnsafeMutablePointer<UInt16>, _ sums1: UnsafeMutablePointer<UInt16>
) {
    var (p00, p01, p02, p03) = (Words.zero, Words.zero, Words.zero, Words.zero)
    var (p10, p11, p12, p13) = (Words.zero, Words.zero, Words.zero, Words.zero)
    let width = Words.scalarCount
    var j = 0
    while j + width <= columns {
        let (x0, x1) = unsafe (Words.load(a0 + j), Words.load(a1 + j))
        let s0 = unsafe Words.load(s + j)
        p00 &+= x0 &* s0
        p10 &+= x1 &* s0
        let s1 = unsafe Words.load(s + columns + j)
        p01 &+= x0 &* s1
        p11 &+= x1 &* s1
        let s2 = unsafe Words.load(s + 2 * columns + j)
        p02 &+= x0 &* s2
        p12 &+= x1 &* s2
        let s3 = unsafe Words.load(s + 3 * columns + j)
        p03 &+= x0 &* s3
        p13 &+= x1 &* s3
        j += width
    }
    if j < columns, columns >= width {
        // The last full vector, with the lanes that are done already set to zero.
        let start = columns - width
        let fresh = freshLanes(from: j - start)
        let (x0, x1) = unsafe (Words.load(a0 + start) & fresh, Words.load(a1 + start) & fresh)
        let (s0, s1) = unsafe (Words.load(s + start), Words.load(s + columns + start))
        let (s2, s3) = unsafe (Words.load(s + 2 * columns + start), Words.load(s + 3 * columns + start))
        p00 &+= x0 &* s0
        p10 &+= x1 &* s0
        p01 &+= x0 &* s1
        p11 &+= x1 &* s1
        p02 &+= x0 &* s2
        p12 &+= x1 &* s2
        p03 &+= x0 &* s3
        p13 &+= x1 &* s3
        j = columns
    }
    unsafe sums0[0] &+= sum(p00)
    unsafe sums0[1] &+= sum(p01)
    unsafe sums0[2] &+= sum(p02)
    unsafe sums0[3] &+= sum(p03)
    unsafe sums1[0] &+= sum(p10)
    unsafe sums1[1] &+= sum(p11)
    unsafe sums1[2] &+= sum(p12)
    unsafe sums1[3] &+= sum(p13)
    while j < columns {
        for k in 0..<4 {
            unsafe sums0[k] &+= a0[j] &* s[k * columns + j]
            unsafe sums1[k] &+= a1[j] &* s[k * columns + j]
        }
        j += 1
    }
}

/// All ones in the lanes from `first` on, which is below the number of lanes.
@inline(__always)
private func freshLanes(from first: Int) -> Words {
    unsafe freshLaneMasks.span.withUnsafeBufferPointer { masks in
        guard let base = masks.baseAddress else { return .zero }
        return unsafe Words.load(base + 32 - first)
    }
}

/// Zeros, then ones, as many as the widest vector has lanes.
private let freshLaneMasks: InlineArray<64, UInt16> = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF,
    0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF,
    0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF,
    0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF,
]

/// Adds the products of one row with the eight columns of S.
private func addLastRow(
    _ a: UnsafePointer<UInt16>, _ columns: Int, _ s: UnsafePointer<UInt16>,
    to sums: UnsafeMutablePointer<UInt16>
) {
    for k in 0..<8 {
        var product: UInt16 = 0
        for j in 0..<columns { product &+= unsafe a[j] &* s[k * columns + j] }
        unsafe sums[k] &+= product
    }
}
