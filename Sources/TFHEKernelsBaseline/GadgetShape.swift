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

    /// B/2.
    @inline(__always) var halfBase: UInt64 { power(baseLog &- 1) }

    @inline(__always) private func power(_ exponent: Int) -> UInt64 {
        1 &<< UInt64(bitPattern: Int64(exponent))
    }
}
