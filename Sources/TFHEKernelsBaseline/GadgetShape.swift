internal import TFHEKernelInterface

extension GadgetShape {
    /// Decomposed polynomials of one product.
    @inline(__always) var inputCount: Int { polynomialCount &* levelCount }

    /// What is added before fields are cut out: half a base at every level, and half of the part that is dropped.
    @inline(__always) func offset<Word: TorusWord>(_: Word.Type) -> Word {
        let width = Word.width
        var offset: UInt64 = 0
        var level = 1
        while level <= levelCount {
            offset &+= power(width &- level &* baseLog &+ baseLog &- 1)
            level &+= 1
        }
        if levelCount &* baseLog < width { offset &+= power(width &- levelCount &* baseLog &- 1) }
        return Word(low: offset)
    }

    /// The position of level `level` (from 0, the most significant).
    @inline(__always) func shift<Word: TorusWord>(ofLevel level: Int, _: Word.Type) -> Word {
        Word(low: UInt64(bitPattern: Int64(Word.width &- (level &+ 1) &* baseLog)))
    }

    /// e, such that a product of this shape stays below 2^(62 − e) turns.
    ///
    /// It sums I·N digits uniform in ±B/2 times words uniform in half a turn, deviation σ = B·√(I·N)/12 turns. The bound,
    /// at least 24·σ, is exceeded with a chance below 2^-415. A unit of 2^-e is far below what doubles lose in the
    /// transform, some σ·2^-51.
    @inline(__always) func productExponent(_ n: Int) -> Int {
        // ⌈½·log2(I·N)⌉, by the position of the highest bit.
        let halfLog = (65 &- (inputCount &* n &- 1).leadingZeroBitCount) / 2
        return 62 &- (baseLog &+ halfLog &+ 1)
    }

    /// B/2.
    @inline(__always) var halfBase: UInt64 { power(baseLog &- 1) }

    @inline(__always) private func power(_ exponent: Int) -> UInt64 {
        1 &<< UInt64(bitPattern: Int64(exponent))
    }
}
