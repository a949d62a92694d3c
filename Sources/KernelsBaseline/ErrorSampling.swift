/// Turns uniform 16-bit words into errors modulo 2^16, in place: the lowest bit is the sign, the other fifteen choose
/// the magnitude, which is the number of table entries below them.
///
/// Any number of words. Time independent of the words.
///
/// - Parameters:
///   - words: `count` words.
///   - count: how many.
///   - table: `tableCount` entries below 2^15, the last entry of the cumulative distribution left out.
///   - tableCount: how many.
public func sampleErrors(
    _ words: UnsafeMutablePointer<UInt16>, count: Int, table: UnsafePointer<UInt16>, tableCount: Int
) {
    let width = Words.scalarCount
    var index = 0
    while index + width <= count {
        let word = unsafe Words.load(words + index)
        let choice = shiftRight(word, 1)
        var magnitude = Words.zero
        for entry in 0..<tableCount {
            magnitude &+= unsafe shiftRight(Words(repeating: table[entry]) &- choice, 15)
        }
        let negative = Words.zero &- (word & Words(repeating: 1))
        unsafe ((magnitude ^ negative) &- negative).store(words + index)
        index += width
    }
    while index < count {
        let word = unsafe words[index]
        var magnitude: UInt16 = 0
        for entry in 0..<tableCount { magnitude &+= unsafe (table[entry] &- word >> 1) >> 15 }
        let negative = 0 &- (word & 1)
        unsafe words[index] = (magnitude ^ negative) &- negative
        index += 1
    }
}
