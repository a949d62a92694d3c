/// What a programmable bootstrap looks up: a polynomial whose coefficients are read where the phase points.
///
/// The phase of a ciphertext with a zero padding bit lies in the upper or lower half turn's first half; `boxCount` boxes
/// of equal size divide it, and a phase anywhere in box i gives `boxes[i]`. A phase with the padding bit set gives the
/// negation of the box half a turn before.
public struct LookUpTable<Word: TorusInteger>: Equatable, Sendable {
    /// N words, rotated left by half a box: the first half box stands at the end, negated.
    public let coefficients: [Word]

    /// The table whose box i gives `boxes[i]`, a torus word.
    ///
    /// - Parameters:
    ///   - boxes: a power of two of them, at most N.
    ///   - n: N.
    @specialized(where Word == UInt64)
    @specialized(where Word == UInt32)
    public init(boxes: [Word], polynomialSize n: Int) {
        precondition(boxes.count > 0 && n % boxes.count == 0, "boxes must divide the polynomial")
        let width = n / boxes.count
        let half = width / 2
        coefficients = (0..<n).map { j in
            let at = j + half
            return at < n ? boxes[at / width] : 0 &- boxes[(at - n) / width]
        }
    }

    /// The table that gives `value` everywhere, its negation where the padding bit is set.
    public init(constant value: Word, polynomialSize n: Int) {
        coefficients = [Word](repeating: value, count: n)
    }
}

extension LookUpTable where Word == UInt64 {
    /// The table of a function on integers below `messageModulus · carryModulus`.
    ///
    /// - Parameters:
    ///   - parameters: of an integer set.
    ///   - function: called once per value; its values are taken modulo twice the product (the padding bit included).
    public init(_ parameters: TFHEParameters, _ function: (Int) -> Int) {
        let boxes = (0..<parameters.boxCount).map {
            UInt64(truncatingIfNeeded: function($0)) &* parameters.delta
        }
        self.init(boxes: boxes, polynomialSize: parameters.polynomialSize)
    }
}

extension TFHEParameters {
    /// Values that fit below the padding bit: messageModulus · carryModulus; 2 for gates.
    public var boxCount: Int {
        switch plaintext {
        case .integer(let message, let carry): message * carry
        case .boolean: 2
        }
    }

    /// Δ of 64-bit sets: the torus word of the plaintext 1.
    public var delta: UInt64 { (1 << 63) / UInt64(boxCount) }
}
