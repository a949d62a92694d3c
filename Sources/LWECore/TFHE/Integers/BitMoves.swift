/// How shifts and rotations move the bits of an integer.
enum BitMove: Hashable, Sendable {
    /// Towards the higher bits; zeros come in.
    case left
    /// Towards the lower bits; zeros come in.
    case right
    /// Towards the lower bits; copies of the sign bit come in.
    case arithmeticRight
    /// Towards the higher bits; what leaves comes in below.
    case rotateLeft
    /// Towards the lower bits; what leaves comes in above.
    case rotateRight

    /// Where the bit `position` of `width` goes under a move by `amount` < width: nowhere, or to some places.
    func destinations(_ position: Int, by amount: Int, width: Int) -> [Int] {
        switch self {
        case .left: position + amount < width ? [position + amount] : []
        case .right: position >= amount ? [position - amount] : []
        case .arithmeticRight:
            position == width - 1
                ? Array(position - amount..<width) : position >= amount ? [position - amount] : []
        case .rotateLeft: [(position + amount) % width]
        case .rotateRight: [(position + width - amount) % width]
        }
    }
}

extension RadixLayout {
    /// For a move by `amount`, what each digit gives to which digits: pairs of bit positions within them.
    func pieces(_ move: BitMove, by amount: Int) -> [DigitPair: [(from: Int, to: Int)]] {
        var pieces: [DigitPair: [(from: Int, to: Int)]] = [:]
        for position in 0..<width {
            for destination in move.destinations(position, by: amount, width: width) {
                let pair = DigitPair(from: position / messageBits, to: destination / messageBits)
                pieces[pair, default: []].append((position % messageBits, destination % messageBits))
            }
        }
        return pieces
    }

    /// A digit and one that its bits go to.
    struct DigitPair: Hashable {
        let from: Int
        let to: Int
    }
}

/// A digit's bits, moved.
func movedBits(_ digit: Int, _ pairs: [(from: Int, to: Int)]) -> Int {
    pairs.reduce(0) { $0 | (digit >> $1.from & 1) << $1.to }
}
