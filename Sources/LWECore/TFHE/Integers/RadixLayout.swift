/// How the bits of an integer lie in blocks: little-endian digits of `messageBits` bits, the last one perhaps shorter.
struct RadixLayout: Hashable, Sendable {
    /// Bits of the integer.
    let width: Int
    /// Bits of a digit.
    let messageBits: Int

    /// Number of blocks.
    var count: Int { (width + messageBits - 1) / messageBits }
    /// Bits of block `index`.
    func bits(_ index: Int) -> Int { min(messageBits, width - index * messageBits) }
    /// Values of block `index`.
    func modulus(_ index: Int) -> Int { 1 << bits(index) }
    /// Bits of the last block.
    var topBits: Int { bits(count - 1) }

    /// The digits of `value`, whose bits above `width` are ignored; time independent of the value.
    func digits(of value: UInt64) -> [Int] {
        (0..<count).map { index in
            Int(truncatingIfNeeded: value >> UInt64(index * messageBits)) & (modulus(index) - 1)
        }
    }

    /// The integer with these digits.
    func value(of digits: [Int]) -> UInt64 {
        digits.enumerated().reduce(0) { $0 | UInt64($1.element) << UInt64($1.offset * messageBits) }
    }
}
