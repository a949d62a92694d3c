import TFHEKernelInterface

/// The plain twins of the TFHE kernels: exact integer arithmetic modulo 2^w, in the fewest words.
enum PlainTorus {
    /// Signed digits of one word, the most significant level first: Σ_l digit_l·2^(w − lβ) ≈ word.
    static func digits<Word: FixedWidthInteger & UnsignedInteger>(
        of word: Word, levelCount: Int, baseLog: Int
    ) -> [Word] {
        let dropped = Word.bitWidth - levelCount * baseLog
        // Nearest multiple of the last level's unit, then digits from the least significant on, carrying.
        var rest = dropped == 0 ? word : (word &+ (1 << (dropped - 1))) >> dropped
        let base = Word(1) << baseLog
        var digits: [Word] = []
        for _ in 0..<levelCount {
            let field = rest & (base - 1)
            let carry: Word = field >= base / 2 ? 1 : 0
            digits.append(field &- carry &* base)
            rest = (rest >> baseLog) &+ carry
        }
        return digits.reversed()
    }

    /// a·b modulo X^N + 1 and 2^w, schoolbook.
    static func product<Word: FixedWidthInteger & UnsignedInteger>(_ a: [Word], _ b: [Word]) -> [Word] {
        let n = a.count
        return unsafe a.withUnsafeBufferPointer { a in
            unsafe b.withUnsafeBufferPointer { b in
                unsafe [Word](unsafeUninitializedCapacity: n) { result, count in
                    unsafe result.initialize(repeating: 0)
                    for i in 0..<n {
                        let factor = unsafe a[i]
                        for j in 0..<n - i { unsafe result[i + j] &+= factor &* b[j] }
                        for j in n - i..<n { unsafe result[i + j - n] &-= factor &* b[j] }
                    }
                    count = n
                }
            }
        }
    }

    /// X^a·p for a in 0..<2N.
    static func rotated<Word: FixedWidthInteger & UnsignedInteger>(_ p: [Word], by a: Int) -> [Word] {
        let n = p.count
        return (0..<n).map { j in
            let from = (j - a + 4 * n) % (2 * n)
            return from < n ? p[from] : 0 &- p[from - n]
        }
    }

    /// GGSW ⊡ input.
    ///
    /// `rows` has a GLWE ciphertext of k + 1 polynomials for each input polynomial and level.
    static func externalProduct<Word: FixedWidthInteger & UnsignedInteger>(
        _ rows: [[[Word]]], _ input: [[Word]], _ shape: GadgetShape
    ) -> [[Word]] {
        var result = input.map { [Word](repeating: 0, count: $0.count) }
        for (p, polynomial) in input.enumerated() {
            let digits = polynomial.map {
                Self.digits(of: $0, levelCount: shape.levelCount, baseLog: shape.baseLog)
            }
            for level in 0..<shape.levelCount {
                let row = rows[p * shape.levelCount + level]
                for c in 0..<shape.polynomialCount {
                    let product = Self.product(digits.map { $0[level] }, row[c])
                    for j in product.indices { result[c][j] &+= product[j] }
                }
            }
        }
        return result
    }

    /// acc + GGSW ⊡ (X^a·acc − acc).
    static func controlledRotation<Word: FixedWidthInteger & UnsignedInteger>(
        _ accumulator: [[Word]], by a: Int, _ rows: [[[Word]]], _ shape: GadgetShape
    ) -> [[Word]] {
        let difference = accumulator.map { p in zip(rotated(p, by: a), p).map { $0 &- $1 } }
        let product = externalProduct(rows, difference, shape)
        return zip(accumulator, product).map { zip($0, $1).map { $0 &+ $1 } }
    }

    /// start − Σ_r digits[r]·rows[r].
    static func keySwitch<Word: FixedWidthInteger & UnsignedInteger>(
        _ start: [Word], _ digits: [Word], _ rows: [[Word]]
    ) -> [Word] {
        var result = start
        for (digit, row) in zip(digits, rows) {
            for j in row.indices { result[j] &-= digit &* row[j] }
        }
        return result
    }
}
