/// An LWE ciphertext: a mask a of n words and a body b = ⟨a, s⟩ + Δm + e, modulo 2^w.
///
/// Public. The noise and the range of m are the caller's to track: this type only adds words.
public struct LWECiphertext<Word: TorusInteger>: Equatable, Sendable {
    /// n + 1 words: the mask, then the body.
    public internal(set) var words: [Word]

    /// n.
    public var dimension: Int { words.count - 1 }
    /// b.
    public var body: Word { words[words.count - 1] }

    /// The ciphertext with these n + 1 words.
    public init(words: [Word]) {
        precondition(!words.isEmpty, "an LWE ciphertext has a body at least")
        self.words = words
    }

    /// A ciphertext without mask and noise that every key decrypts to `body`: not a secret.
    public init(trivial body: Word, dimension: Int) {
        words = [Word](repeating: 0, count: dimension + 1)
        words[dimension] = body
    }

    /// Whether the mask is zero, so that the body is the plaintext.
    public var isTrivial: Bool { words.dropLast().allSatisfy { $0 == 0 } }

    /// Adds `other`; variances add, too.
    @specialized(where Word == UInt64)
    @specialized(where Word == UInt32)
    public static func += (left: inout LWECiphertext, right: LWECiphertext) {
        precondition(left.words.count == right.words.count, "ciphertexts of different dimensions")
        for index in left.words.indices { left.words[index] &+= right.words[index] }
    }

    /// Subtracts `other`; variances add.
    @specialized(where Word == UInt64)
    @specialized(where Word == UInt32)
    public static func -= (left: inout LWECiphertext, right: LWECiphertext) {
        precondition(left.words.count == right.words.count, "ciphertexts of different dimensions")
        for index in left.words.indices { left.words[index] &-= right.words[index] }
    }

    /// Adds the plaintext `body`; no noise.
    public static func += (left: inout LWECiphertext, body: Word) {
        left.words[left.words.count - 1] &+= body
    }

    /// Multiplies by a public factor modulo 2^w; the variance by the square of its least absolute representative.
    @specialized(where Word == UInt64)
    @specialized(where Word == UInt32)
    public static func *= (left: inout LWECiphertext, factor: Word) {
        for index in left.words.indices { left.words[index] &*= factor }
    }

    /// Changes the sign.
    @specialized(where Word == UInt64)
    @specialized(where Word == UInt32)
    public mutating func negate() { for index in words.indices { words[index] = 0 &- words[index] } }
}
