internal import TFHEKernelInterface

// Signed digits of mask words for a key switch: fields of (word + offset), less half a base.

/// Writes `count · levelCount` digits, word by word, the most significant level first, as words of `Digit`.
@inline(__always)
private func decompose<Word: TorusWord, Digit: TorusWord>(
    _ words: UnsafePointer<Word>, count: Int, levelCount: Int, baseLog: Int,
    into digits: UnsafeMutablePointer<Digit>, stride: Int
) {
    let shape = GadgetShape(polynomialCount: 1, levelCount: levelCount, baseLog: baseLog)
    let offset = shape.offset(Word.self).extended
    let half = shape.halfBase
    let mask = half &+ half &- 1
    var next = digits
    var index = 0
    while index < count {
        // A carry out of a 32-bit word lies above every field.
        let word = words[index].extended &+ offset
        var level = 0
        while level < levelCount {
            let field = (word &>> shape.shift(ofLevel: level, Word.self).extended) & mask
            next.pointee = Digit(low: field &- half)
            next += stride
            level &+= 1
        }
        index &+= 1
    }
}

/// 64-bit words to 32-bit digits.
@inline(never)
func decomposeWords(
    _ words: UnsafePointer<UInt64>, count: Int, levelCount: Int, baseLog: Int,
    to digits: UnsafeMutablePointer<UInt32>, stride: Int
) { decompose(words, count: count, levelCount: levelCount, baseLog: baseLog, into: digits, stride: stride) }

/// 64-bit words to 64-bit digits.
@inline(never)
func decomposeWords(
    _ words: UnsafePointer<UInt64>, count: Int, levelCount: Int, baseLog: Int,
    to digits: UnsafeMutablePointer<UInt64>, stride: Int
) { decompose(words, count: count, levelCount: levelCount, baseLog: baseLog, into: digits, stride: stride) }

/// 32-bit words to 32-bit digits.
@inline(never)
func decomposeWords(
    _ words: UnsafePointer<UInt32>, count: Int, levelCount: Int, baseLog: Int,
    to digits: UnsafeMutablePointer<UInt32>, stride: Int
) { decompose(words, count: count, levelCount: levelCount, baseLog: baseLog, into: digits, stride: stride) }
