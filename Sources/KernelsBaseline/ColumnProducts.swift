/// Adds `S·A` for some rows of A: `sums[columns·k + j] += Σ_i s[stride·k + i] · a[columns·i + j]` modulo 2^16, for k
/// from 0 to 7.
///
/// Any numbers of rows and columns. Four rows of A meet two rows of S at a time, whose factors stay in registers. Time
/// independent of the values.
///
/// - Parameters:
///   - s: the factors; the first row's lie at `s[0..<rowCount]`.
///   - stride: words from one row of S to the next.
///   - a: `rowCount × columns` words, row-major.
///   - rowCount: rows of A.
///   - columns: columns of A.
///   - sums: 8 × `columns` words.
public func addColumnProducts(
    _ s: UnsafePointer<UInt16>, stride: Int, _ a: UnsafePointer<UInt16>, rowCount: Int, columns: Int,
    to sums: UnsafeMutablePointer<UInt16>
) {
    var row = 0
    while row + 4 <= rowCount {
        var k = 0
        while k < 8 {
            unsafe addFourRows(
                s + k * stride + row, s + (k + 1) * stride + row, a + row * columns, columns: columns,
                to: sums + k * columns, sums + (k + 1) * columns)
            k += 2
        }
        row += 4
    }
    while row < rowCount {
        for k in 0..<8 {
            let factor = unsafe s[stride * k + row]
            for j in 0..<columns { unsafe sums[columns * k + j] &+= factor &* a[columns * row + j] }
        }
        row += 1
    }
}

/// Adds four rows of A, each times a factor, to two rows of sums.
@inline(__always)
private func addFourRows(
    _ s0: UnsafePointer<UInt16>, _ s1: UnsafePointer<UInt16>, _ a: UnsafePointer<UInt16>, columns: Int,
    to sums0: UnsafeMutablePointer<UInt16>, _ sums1: UnsafeMutablePointer<UInt16>
) {
    let (f00, f01) = unsafe (Words(repeating: s0[0]), Words(repeating: s0[1]))
    let (f02, f03) = unsafe (Words(repeating: s0[2]), Words(repeating: s0[3]))
    let (f10, f11) = unsafe (Words(repeating: s1[0]), Words(repeating: s1[1]))
    let (f12, f13) = unsafe (Words(repeating: s1[2]), Words(repeating: s1[3]))
    let width = Words.scalarCount
    var j = 0
    while j + width <= columns {
        let (x0, x1) = unsafe (Words.load(a + j), Words.load(a + columns + j))
        let (x2, x3) = unsafe (Words.load(a + 2 * columns + j), Words.load(a + 3 * columns + j))
        unsafe (Words.load(sums0 + j) &+ x0 &* f00 &+ x1 &* f01 &+ x2 &* f02 &+ x3 &* f03).store(sums0 + j)
        unsafe (Words.load(sums1 + j) &+ x0 &* f10 &+ x1 &* f11 &+ x2 &* f12 &+ x3 &* f13).store(sums1 + j)
        j += width
    }
    while j < columns {
        for row in 0..<4 {
            unsafe sums0[j] &+= s0[row] &* a[row * columns + j]
            unsafe sums1[j] &+= s1[row] &* a[row * columns + j]
        }
        j += 1
    }
}
