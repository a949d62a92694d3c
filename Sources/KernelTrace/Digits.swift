/// Digits by arithmetic on whole words: no table, no branch.
enum Digits {
    /// The digits of a number below 10^8, the first one in the lowest byte, and how many there are.
    @inline(__always)
    static func decimal(_ value: UInt64) -> (text: UInt64, count: Int) {
        let digits = eightDigits(value)
        let zeros = min(digits.trailingZeroBitCount >> 3, 7)
        return ((digits | 0x3030_3030_3030_3030) >> UInt64(8 &* zeros), 8 &- zeros)
    }

    /// All eight digits of a number below 10^8, leading zeros included, the first one in the lowest byte.
    @inline(__always)
    static func paddedDecimal(_ value: UInt64) -> UInt64 { eightDigits(value) | 0x3030_3030_3030_3030 }

    /// The values of the eight digits: halved into lanes of four digits, of two, of one.
    @inline(__always)
    private static func eightDigits(_ value: UInt64) -> UInt64 {
        let upper = value / 10_000
        let fours = upper | (value &- upper &* 10_000) << 32
        let hundreds = (fours &* 10_486) >> 20 & 0x0000_007f_0000_007f
        let twos = hundreds | (fours &- hundreds &* 100) << 16
        let tens = (twos &* 103) >> 10 & 0x000f_000f_000f_000f
        return tens | (twos &- tens &* 10) << 8
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
}

/// A step with its digits: one more each line, which mostly changes one of them.
struct StepText {
    private(set) var value: UInt64 = 1
    /// The digits, the first one in the lowest byte; without meaning from 10^8 on.
    private(set) var text: UInt64 = 0x31
    /// How many digits.
    private(set) var count = 1

    /// Adds one.
    @inline(__always)
    mutating func increment() {
        value &+= 1
        let shift = UInt64(truncatingIfNeeded: 8 &* (count &- 1))
        if text >> shift != 0x39 {
            text &+= 1 << shift
        } else if isShort {
            (text, count) = Digits.decimal(value)
        }
    }

    /// Whether `text` has all digits.
    var isShort: Bool { value < 100_000_000 }
}

/// `,"t":` and a time in digits, made when the time changes.
struct TimeText {
    /// The time.
    let value: UInt64
    /// The text, the first byte in the lowest one; without meaning from 10^8 on.
    let text: SIMD2<UInt64>
    /// How many bytes.
    let count: Int

    init(_ value: UInt64) {
        self.value = value
        let (digits, digitCount) = value < 100_000_000 ? Digits.decimal(value) : (0, 0)
        text = [0x3a22_7422_2c | digits << 40, digits >> 24]
        count = 5 + digitCount
    }

    /// Whether `text` has all digits.
    @inline(__always)
    var isShort: Bool { value < 100_000_000 }
}
