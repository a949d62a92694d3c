/// The doctoral demonstration's scheme, for tests only: A is square and c1 carries no noise, so that whoever inverts A
/// reads the message without a key.
struct InsecureDemonstrationScheme {
    let dimension: Int
    let modulusBits: Int
    /// T: messages are below it.
    let messageCount: Int
    /// Row-major.
    let a: [Int]
    let b: [Int]
    let secret: [Int]

    var modulus: Int { 1 << modulusBits }
    var scale: Int { modulus / messageCount }

    func encrypt(_ message: Int, r: [Int], e2: Int) -> (c1: [Int], c2: Int) {
        let c1 = (0..<dimension).map { j in
            centred((0..<dimension).reduce(0) { $0 + r[$1] * a[$1 * dimension + j] })
        }
        return (c1, centred((0..<dimension).reduce(scale * message + e2) { $0 + r[$1] * b[$1] }))
    }

    /// As the demonstration does it, with C's integer division.
    func decrypt(_ c1: [Int], _ c2: Int) -> Int {
        (centred((0..<dimension).reduce(c2) { $0 - secret[$1] * c1[$1] }) + scale / 2) / scale
    }

    func centred(_ value: Int) -> Int {
        let residue = ((value % modulus) + modulus) % modulus
        return residue >= modulus / 2 ? residue - modulus : residue
    }
}

/// Solves x·A = y modulo 2^bits for a square A, or nil when A has no inverse.
func solveFromTheLeft(_ a: [UInt16], _ y: [UInt16], bits: Int) -> [UInt16]? {
    let n = y.count
    let mask = UInt16(truncatingIfNeeded: (1 << bits) - 1)
    // Row i of the system is column i of A, followed by y[i].
    var rows = (0..<n).map { i in (0..<n).map { a[$0 * n + i] } + [y[i]] }
    for column in 0..<n {
        guard let pivot = (column..<n).first(where: { rows[$0][column] & 1 == 1 }) else { return nil }
        rows.swapAt(column, pivot)
        // Newton's iteration for the inverse of an odd number modulo 2^16.
        let odd = rows[column][column]
        var inverse = odd
        for _ in 0..<4 { inverse &*= 2 &- odd &* inverse }
        for index in column...n { rows[column][index] &*= inverse }
        let pivotRow = rows[column]
        for row in 0..<n where row != column {
            let factor = rows[row][column]
            if factor == 0 { continue }
            for index in column...n { rows[row][index] &-= factor &* pivotRow[index] }
        }
    }
    return rows.map { $0[n] & mask }
}
