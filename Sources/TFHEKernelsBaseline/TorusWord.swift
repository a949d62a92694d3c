internal import CFloatLanes

/// Words of the torus, x standing for x/2^bitWidth, with the edges between them and vectors of doubles.
///
/// Not an integer protocol of the standard library: a wide module must emit none of that one's shared code.
protocol TorusWord: BitwiseCopyable, Sendable {
    /// Bits of a word.
    static var width: Int { get }
    /// The low bits of `bits`.
    init(low bits: UInt64)
    /// The word, zero-extended.
    var extended: UInt64 { get }

    /// Copies `count` words, negated.
    static func negate(_ words: UnsafePointer<Self>, to result: UnsafeMutablePointer<Self>, count: Int)

    /// The difference X^a·p − p of `laneCount` coefficients, plus `offset`, as a signed digit: the top bits from
    /// `shift` on.
    ///
    /// `rotated` holds the coefficients of X^a·p up to the sign, `straight` those of p; `sign` is a vector of ones
    /// where the rotation negates, else of zeros. −x is taken as ~x: the digit's rounding swallows the last bit.
    static func topDigit(
        _ rotated: UnsafePointer<Self>, minus straight: UnsafePointer<Self>, sign: UnsafeRawPointer,
        offset: Self,
        shift: Self
    ) -> Vector

    /// The same difference plus `offset`, stored.
    static func storeDifference(
        _ rotated: UnsafePointer<Self>, minus straight: UnsafePointer<Self>, sign: UnsafeRawPointer,
        offset: Self, to result: UnsafeMutablePointer<Self>
    )

    /// `laneCount` words plus `offset`, stored.
    static func storeSum(_ words: UnsafePointer<Self>, offset: Self, to result: UnsafeMutablePointer<Self>)

    /// The field `(word >> shift) & mask` less `half`.
    static func field(_ words: UnsafePointer<Self>, shift: Self, mask: Self, half: Double) -> Vector

    /// The words as signed numbers.
    static func signed(_ words: UnsafePointer<Self>) -> Vector

    /// Adds `v` to `laneCount` words; a turn is 2^exponent (`keyScale`), |v| below 2^63.
    static func add(_ v: Vector, exponent: Int, to words: UnsafeMutablePointer<Self>)

    /// Adds `v`, in turns, to `laneCount` words: the nearest word, modulo one turn.
    static func add(_ v: Vector, to words: UnsafeMutablePointer<Self>)
}

@inline(__always) private func load(_ p: UnsafePointer<UInt64>) -> Words64 {
    UnsafeRawPointer(p).loadUnaligned(as: Words64.self)
}

@inline(__always) private func store(_ words: Words64, _ p: UnsafeMutablePointer<UInt64>) {
    UnsafeMutableRawPointer(p).storeBytes(of: words, as: Words64.self)
}

@inline(__always) private func load(_ p: UnsafePointer<UInt32>) -> Words32 {
    UnsafeRawPointer(p).loadUnaligned(as: Words32.self)
}

@inline(__always) private func store(_ words: Words32, _ p: UnsafeMutablePointer<UInt32>) {
    UnsafeMutableRawPointer(p).storeBytes(of: words, as: Words32.self)
}

extension UInt64: TorusWord {
    @inline(__always) static var width: Int { 64 }
    @inline(__always) init(low bits: UInt64) { self.init(truncatingIfNeeded: bits) }
    @inline(__always) var extended: UInt64 { self }

    @inline(__always) static func negate(
        _ words: UnsafePointer<UInt64>, to result: UnsafeMutablePointer<UInt64>, count: Int
    ) {
        var i = 0
        while i < count {
            result[i] = 0 &- words[i]
            i &+= 1
        }
    }

    @inline(__always) static func topDigit(
        _ rotated: UnsafePointer<UInt64>, minus straight: UnsafePointer<UInt64>, sign: UnsafeRawPointer,
        offset: UInt64, shift: UInt64
    ) -> Vector {
        let difference =
            (load(rotated) ^ sign.load(as: Words64.self)) &- load(straight) &+ Words64(repeating: offset)
        return lanes_top_digit(
            unsafeBitCast(difference, to: lanes_int64.self), Int64(truncatingIfNeeded: shift),
            Double(UInt64(1) &<< (63 &- shift)))
    }

    @inline(__always) static func storeDifference(
        _ rotated: UnsafePointer<UInt64>, minus straight: UnsafePointer<UInt64>, sign: UnsafeRawPointer,
        offset: UInt64, to result: UnsafeMutablePointer<UInt64>
    ) {
        let signs = sign.load(as: Words64.self)
        store((load(rotated) ^ signs) &- signs &- load(straight) &+ Words64(repeating: offset), result)
    }

    @inline(__always) static func storeSum(
        _ words: UnsafePointer<UInt64>, offset: UInt64, to result: UnsafeMutablePointer<UInt64>
    ) { store(load(words) &+ Words64(repeating: offset), result) }

    @inline(__always) static func field(
        _ words: UnsafePointer<UInt64>, shift: UInt64, mask: UInt64, half: Double
    ) -> Vector {
        lanes_from_field(
            (load(words) &>> Words64(repeating: shift)) & Words64(repeating: mask), half)
    }

    @inline(__always) static func signed(_ words: UnsafePointer<UInt64>) -> Vector {
        lanes_from_int64(unsafeBitCast(load(words), to: lanes_int64.self))
    }

    /// With a conversion of whole vectors, shifting drops the whole turns: three operations in place of six.
    @inline(__always) static func add(_ v: Vector, exponent: Int, to words: UnsafeMutablePointer<UInt64>) {
        #if EIGHT_LANES
            let turns = unsafeBitCast(lanes_to_int64(v), to: Words64.self)
            let shift = UInt64(bitPattern: Int64(64 &- exponent))
            store(load(words) &+ turns &<< Words64(repeating: shift), words)
        #else
            add(v, to: words)
        #endif
    }

    /// Needs |v| < 2^51.
    ///
    /// The fraction plus 3 lies in [2, 4), where a double's last bit is 2^-51.
    @inline(__always) static func add(_ v: Vector, to words: UnsafeMutablePointer<UInt64>) {
        let fraction = v - lanes_round(v)
        let turns = unsafeBitCast(fraction + splat(3), to: Words64.self) &<< Words64(repeating: 13)
        store(load(words) &+ turns, words)
    }
}

extension UInt32: TorusWord {
    @inline(__always) static var width: Int { 32 }
    @inline(__always) init(low bits: UInt64) { self.init(truncatingIfNeeded: bits) }
    @inline(__always) var extended: UInt64 { UInt64(self) }

    @inline(__always) static func negate(
        _ words: UnsafePointer<UInt32>, to result: UnsafeMutablePointer<UInt32>, count: Int
    ) {
        var i = 0
        while i < count {
            result[i] = 0 &- words[i]
            i &+= 1
        }
    }

    @inline(__always) static func topDigit(
        _ rotated: UnsafePointer<UInt32>, minus straight: UnsafePointer<UInt32>, sign: UnsafeRawPointer,
        offset: UInt32, shift: UInt32
    ) -> Vector {
        let difference =
            (load(rotated) ^ sign.load(as: Words32.self)) &- load(straight) &+ Words32(repeating: offset)
        return lanes_from_int32(
            unsafeBitCast(difference, to: lanes_int32.self)
                &>> lanes_int32(repeating: Int32(truncatingIfNeeded: shift)))
    }

    @inline(__always) static func storeDifference(
        _ rotated: UnsafePointer<UInt32>, minus straight: UnsafePointer<UInt32>, sign: UnsafeRawPointer,
        offset: UInt32, to result: UnsafeMutablePointer<UInt32>
    ) {
        let signs = sign.load(as: Words32.self)
        store((load(rotated) ^ signs) &- signs &- load(straight) &+ Words32(repeating: offset), result)
    }

    @inline(__always) static func storeSum(
        _ words: UnsafePointer<UInt32>, offset: UInt32, to result: UnsafeMutablePointer<UInt32>
    ) { store(load(words) &+ Words32(repeating: offset), result) }

    @inline(__always) static func field(
        _ words: UnsafePointer<UInt32>, shift: UInt32, mask: UInt32, half: Double
    ) -> Vector {
        let field = (load(words) &>> Words32(repeating: shift)) & Words32(repeating: mask)
        let digit = unsafeBitCast(field, to: lanes_int32.self) &- lanes_int32(repeating: Int32(half))
        return lanes_from_int32(digit)
    }

    @inline(__always) static func signed(_ words: UnsafePointer<UInt32>) -> Vector {
        lanes_from_int32(unsafeBitCast(load(words), to: lanes_int32.self))
    }

    /// The same as of whole turns, with the unit moved by `exponent`.
    @inline(__always) static func add(_ v: Vector, exponent: Int, to words: UnsafeMutablePointer<UInt32>) {
        #if EIGHT_LANES
            let turns = lanes_low_words(v + splat(1_572_864 * powerOfTwo(exponent)))
            store(load(words) &+ turns, words)
        #else
            add(v, to: words)
        #endif
    }

    /// Needs |v| < 2^19.
    ///
    /// Next to 1.5·2^20 a double's last bit is 2^-32, so the low word is the fraction.
    @inline(__always) static func add(_ v: Vector, to words: UnsafeMutablePointer<UInt32>) {
        let turns = lanes_low_words(v + splat(1_572_864))
        store(load(words) &+ turns, words)
    }
}

/// 2^exponent.
@inline(__always) func powerOfTwo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(bitPattern: Int64(1023 &+ exponent)) &<< 52)
}
