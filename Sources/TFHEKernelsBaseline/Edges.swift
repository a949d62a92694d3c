// Where coefficients come from and where they go; each is fused with a pass over columns.

/// Plain doubles.
struct RealSource: CoefficientSource {
    let values: UnsafePointer<Double>
    @inline(__always) func load(_ j: Int) -> Vector { loadVector(values + j) }
}

/// Plain doubles.
struct RealSink: CoefficientSink {
    let values: UnsafeMutablePointer<Double>
    @inline(__always) func store(_ j: Int, _ v: Vector) { storeVector(v, values + j) }
}

/// Words as signed numbers, times `scale`.
struct SignedSource<Word: TorusWord>: CoefficientSource {
    let words: UnsafePointer<Word>
    let scale: Double
    @inline(__always) func load(_ j: Int) -> Vector { Word.signed(words + j) * splat(scale) }
}

/// The digit of a single level of (X^a − 1)·p, where p is an accumulator polynomial (see `AccumulatorLayout`).
struct RotatedTopDigit<Word: TorusWord, S: TransformSize>: CoefficientSource {
    let polynomial: UnsafePointer<Word>
    /// (2N − a) mod 2N: where coefficient 0 comes from.
    let origin: Int
    /// Two vectors of words, of zeros and of ones.
    let signs: UnsafeRawPointer
    let shift: Word
    let offset: Word

    @inline(__always) func load(_ j: Int) -> Vector {
        let index = origin &+ j
        return Word.topDigit(
            polynomial + (index & (S.n &- 1)), minus: polynomial + j, sign: signRow(S.self, signs, index),
            offset: offset, shift: shift)
    }
}

/// The sign of a polynomial's `index`-th coefficient after rotation: ones where X^N = −1 came in an odd number of times.
@inline(__always) func signRow<S: TransformSize>(_: S.Type, _ signs: UnsafeRawPointer, _ index: Int)
    -> UnsafeRawPointer
{
    // N as a power of two divides without a case for negative numbers.
    signs + ((index &>> S.n.trailingZeroBitCount) & 1) &* 64
}

/// A digit field of words to which the decomposition's offset is added already.
struct FieldSource<Word: TorusWord>: CoefficientSource {
    let words: UnsafePointer<Word>
    let shift: Word
    let mask: Word
    let half: Double
    @inline(__always) func load(_ j: Int) -> Vector {
        Word.field(words + j, shift: shift, mask: mask, half: half)
    }
}

/// Adds turns to torus words.
struct TorusSink<Word: TorusWord>: CoefficientSink {
    let words: UnsafeMutablePointer<Word>
    @inline(__always) func store(_ j: Int, _ v: Vector) { Word.add(v, to: words + j) }
}

/// Adds products to torus words, in the unit that a key of one shape has.
struct ProductSink<Word: TorusWord>: CoefficientSink {
    let words: UnsafeMutablePointer<Word>
    /// A turn is 2^exponent.
    let exponent: Int
    @inline(__always) func store(_ j: Int, _ v: Vector) { Word.add(v, exponent: exponent, to: words + j) }
}

/// Adds the nearest integers, shifted left, to words; needs |v| < 2^51.
struct IntegerSink: CoefficientSink {
    let words: UnsafeMutablePointer<UInt64>
    let shift: UInt64

    /// Next to 1.5·2^52 a double's last bit is one, so the difference of the bit patterns is the integer.
    @inline(__always) func store(_ j: Int, _ v: Vector) {
        let magic = 6_755_399_441_055_744.0
        let integer =
            unsafeBitCast(v + splat(magic), to: Words64.self) &- Words64(repeating: magic.bitPattern)
        let p = UnsafeMutableRawPointer(words + j)
        let sum = p.loadUnaligned(as: Words64.self) &+ (integer &<< Words64(repeating: shift))
        p.storeBytes(of: sum, as: Words64.self)
    }
}
