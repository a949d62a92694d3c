internal import TFHEKernelInterface

extension GadgetShape {
    /// Decomposed polynomials of one product.
    @inline(__always) var inputCount: Int { polynomialCount &* levelCount }

    /// What is added before fields are cut out: half a base at every level, and half of the part that is dropped.
    @inline(__always) func offset<Word: TorusWord>(_: Word.Type) -> Word {
        let width = Word.bitWidth
        var offset: Word = 0
        var level = 1
        while level <= levelCount {
            offset &+= Word(1) &<< Word(width &- level &* baseLog &+ baseLog &- 1)
            level &+= 1
        }
        if levelCount &* baseLog < width { offset &+= Word(1) &<< Word(width &- levelCount &* baseLog &- 1) }
        return offset
    }

    /// The position of level `level` (from 0, the most significant).
    @inline(__always) func shift<Word: TorusWord>(ofLevel level: Int, _: Word.Type) -> Word {
        Word(truncatingIfNeeded: Word.bitWidth &- (level &+ 1) &* baseLog)
    }
}
