/// A number with its decimal digits, for numbers that are written often and change little.
struct DecimalText {
    private(set) var value: UInt64
    /// The digits, first one in the lowest byte, zero-padded.
    private(set) var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    /// How many digits.
    private(set) var count: Int

    init(_ value: UInt64) {
        self.value = value
        count = Digits.decimalCount(value)
        var rest = value
        unsafe withUnsafeMutableBytes(of: &words) { digits in
            for place in (0..<count).reversed() {
                unsafe digits[place] = UInt8(rest % 10) + 0x30
                rest /= 10
            }
        }
    }

    /// Adds one: in most cases one byte changes.
    @inline(__always)
    mutating func increment() {
        if value % 10 != 9 && count <= 8 {
            words.0 &+= 1 << (8 * UInt64(count - 1))
            value &+= 1
        } else {
            self = DecimalText(value &+ 1)
        }
    }
}

/// Digits by arithmetic on whole words: no table, no branch.
enum Digits {
    /// The two digits of a number below 100, tens in the low byte.
    @inline(__always)
    static func decimalPair(_ value: UInt64) -> UInt16 {
        let tens = (value &* 205) >> 11
        return UInt16(truncatingIfNeeded: tens | (value &- tens &* 10) << 8 | 0x3030)
    }

    /// The eight hexadecimal digits of `value`, the highest in the lowest byte.
    @inline(__always)
    static func hexadecimal(_ value: UInt32) -> UInt64 {
        var lanes = UInt64(value.byteSwapped)
        lanes = (lanes | lanes << 16) & 0x0000_ffff_0000_ffff
        lanes = (lanes | lanes << 8) & 0x00ff_00ff_00ff_00ff
        lanes = (lanes >> 4 & 0x000f_000f_000f_000f) | (lanes & 0x000f_000f_000f_000f) << 8
        let letters = (lanes &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return lanes &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
    }

    /// How many digits `value` has.
    @inline(__always)
    static func decimalCount(_ value: UInt64) -> Int {
        var count = 1
        var bound: UInt64 = 10
        while value >= bound {
            count += 1
            if count == 20 { break }
            bound &*= 10
        }
        return count
    }
}
