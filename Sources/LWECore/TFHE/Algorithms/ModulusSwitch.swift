/// Rounds the words of a ciphertext to multiples of 1/2N of a turn, as rotations below 2N.
///
/// *Standard*: each word by itself. *Centred mean* (the default of all newer sets): with err_i = round(a_i) − a_i in the
/// old scale, the body becomes round(b + ½·Σ err_i − q/(4N)). A binary key meets half of the errors: that half, their
/// mean, is taken out; and the last term moves the middle of a box, which has an even number of rotations, from between
/// two of them onto one. Halves and odd bits of the errors are summed apart: no overflow, and no bit is lost.
///
/// - Parameters:
///   - words: n + 1, the body last; public.
///   - polynomialSize: N.
///   - kind: which of the two.
///   - rotations: n for the mask, then the body's.
func switchModulus<Word: TorusInteger>(
    _ words: UnsafeBufferPointer<Word>, polynomialSize: Int, _ kind: TFHEParameters.ModulusSwitch,
    to rotations: UnsafeMutableBufferPointer<UInt32>
) {
    let bits = (2 * polynomialSize).trailingZeroBitCount
    let shift = Word(truncatingIfNeeded: Word.bitWidth - bits)
    let half = Word(1) &<< (shift &- 1)
    let n = words.count - 1
    var halves: Int64 = 0
    var odds: Int64 = 0
    for index in 0..<n {
        let word = unsafe words[index]
        let rounded = (word &+ half) &>> shift
        unsafe rotations[index] = UInt32(truncatingIfNeeded: rounded)
        // round(a) − a, from −half + 1 to half.
        let error = Int64(signExtending: half &- ((word &+ half) & (half &+ half &- 1)))
        halves &+= error >> 1
        odds &+= error & 1
    }
    var body = unsafe words[n]
    if kind == .centredMean { body = body &+ Word(truncatingIfNeeded: halves &+ odds >> 1) &- half }
    unsafe rotations[n] = UInt32(truncatingIfNeeded: (body &+ half) &>> shift)
}

extension Int64 {
    fileprivate init<Word: TorusInteger>(signExtending word: Word) {
        let unused = Int64(64 - Word.bitWidth)
        self = (Int64(truncatingIfNeeded: word) &<< unused) &>> unused
    }
}
