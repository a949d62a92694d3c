/// A short integer: one ciphertext, with what is known about its value and its noise.
///
/// Its *message* is the value modulo the message modulus M; what lies above is the carry. Between public operations a
/// value is never negative and below M·C, so that the padding bit is zero, and the noise is within the parameter set's.
public struct EncryptedBlock: Equatable, Sendable {
    /// Under the big key; the plaintext times Δ.
    public private(set) var ciphertext: LWECiphertext<UInt64>
    /// The values that the plaintext can have; inside an operation also negative ones.
    private(set) var range: ClosedRange<Int>
    /// The noise.
    private(set) var noise: BlockNoise
    /// Δ: the torus word of 1.
    private let delta: UInt64
    /// The number of the key.
    private let keyIdentifier: UInt64

    /// The largest value that the plaintext can have.
    public var degree: Int { range.upperBound }
    /// ν²: a bound on the noise, in units of the variance of one bootstrap's output.
    public var squaredNoise: Double { noise.squaredNorm }
    /// The value, if everybody may know it: the ciphertext then has no mask and no noise.
    public var knownValue: Int? { isKnown ? range.lowerBound : nil }
    private var isKnown: Bool

    /// A ciphertext whose plaintext lies in `range`.
    init(
        _ ciphertext: LWECiphertext<UInt64>, range: ClosedRange<Int>, noise: BlockNoise, _ label: KeyLabel
    ) {
        self.ciphertext = ciphertext
        self.range = range
        self.noise = noise
        delta = label.parameters.delta
        keyIdentifier = label.identifier
        isKnown = false
    }

    /// `value` in the clear.
    init(known value: Int, _ label: KeyLabel) {
        delta = label.parameters.delta
        keyIdentifier = label.identifier
        ciphertext = LWECiphertext(
            trivial: UInt64(truncatingIfNeeded: value) &* delta, dimension: label.parameters.bigDimension)
        range = value...value
        noise = .none
        isKnown = true
    }

    /// Whether it is under the key of `label`.
    func belongs(to label: KeyLabel) -> Bool {
        keyIdentifier == label.identifier && delta == label.parameters.delta
            && ciphertext.dimension == label.parameters.bigDimension
    }

    /// The value where the ciphertext gives it away by itself: known ones, and what is left when masks cancel, as in
    /// x − x.
    ///
    /// nil where a mask hides it, or where the body is no integer of the range.
    var evidentValue: Int? {
        if isKnown { return range.lowerBound }
        guard ciphertext.isTrivial else { return nil }
        let (quotient, rest) = ciphertext.body.quotientAndRemainder(dividingBy: delta)
        // The torus holds two times MC integers; the one of them that the range has.
        let turn = Int(UInt64.max / delta + 1)
        let value = range.lowerBound + ((Int(quotient) - range.lowerBound) & (turn - 1))
        return rest == 0 && range.contains(value) ? value : nil
    }

    /// The same block, by an argument that sums of ranges cannot make, with values in `range` only.
    func assuming(_ range: ClosedRange<Int>) -> EncryptedBlock {
        var block = self
        if !isKnown { block.range = range }
        return block
    }
}

// Arithmetic on ciphertexts: exact bookkeeping, no check of limits. Those are checked where a table is looked up.
extension EncryptedBlock {
    static func + (left: EncryptedBlock, right: EncryptedBlock) -> EncryptedBlock {
        combining(left, 1, right)
    }

    static func - (left: EncryptedBlock, right: EncryptedBlock) -> EncryptedBlock {
        combining(left, -1, right)
    }

    static func + (left: EncryptedBlock, right: Int) -> EncryptedBlock {
        var sum = left
        sum.ciphertext += UInt64(truncatingIfNeeded: right) &* left.delta
        sum.range = left.range.lowerBound + right...left.range.upperBound + right
        return sum
    }

    static func - (left: EncryptedBlock, right: Int) -> EncryptedBlock { left + (-right) }

    static func - (left: Int, right: EncryptedBlock) -> EncryptedBlock { right.scaled(by: -1) + left }

    /// Adds a torus word to the body and leaves the range as it is.
    func shifted(byWord word: UInt64) -> EncryptedBlock {
        var sum = self
        sum.ciphertext += word
        return sum
    }

    func scaled(by factor: Int) -> EncryptedBlock {
        if factor == 1 { return self }
        var product = self
        product.ciphertext *= UInt64(truncatingIfNeeded: factor)
        product.range = range.scaled(by: factor)
        product.noise = .combining(.none, factor, noise)
        return product
    }

    private static func combining(
        _ left: EncryptedBlock, _ factor: Int, _ right: EncryptedBlock
    ) -> EncryptedBlock {
        if let value = right.knownValue { return left + factor * value }
        var sum = left
        if factor == 1 { sum.ciphertext += right.ciphertext } else { sum.ciphertext -= right.ciphertext }
        let term = right.range.scaled(by: factor)
        sum.range =
            left.range.lowerBound + term.lowerBound...left.range.upperBound + term.upperBound
        sum.noise = .combining(left.noise, factor, right.noise)
        sum.isKnown = false
        return sum
    }
}

extension ClosedRange<Int> {
    fileprivate func scaled(by factor: Int) -> ClosedRange<Int> {
        factor < 0 ? upperBound * factor...lowerBound * factor : lowerBound * factor...upperBound * factor
    }
}
