public import SecretMemory

/// A truth value as ±1/8 of a turn, with what is known of its noise.
public struct EncryptedBit<Word: TorusInteger>: Equatable, Sendable {
    /// Under the key that the set encrypts with.
    public internal(set) var ciphertext: LWECiphertext<Word>
    /// Variance in units of a bootstrap's output; 0 for a constant, 1 for fresh and bootstrapped bits.
    public internal(set) var noise: Int

    init(_ ciphertext: LWECiphertext<Word>, noise: Int = 1) {
        self.ciphertext = ciphertext
        self.noise = noise
    }

    /// A constant: everybody can read it.
    public init(trivial value: Bool, for parameters: TFHEParameters) {
        let eighth = Word(1) << Word(Word.bitWidth - 3)
        ciphertext = LWECiphertext(
            trivial: value ? eighth : 0 &- eighth, dimension: parameters.ciphertextDimension)
        noise = 0
    }

    /// The opposite value; no bootstrap, no noise.
    public static prefix func ! (bit: EncryptedBit) -> EncryptedBit {
        var result = bit
        result.ciphertext.negate()
        return result
    }
}

extension ClientKey {
    /// Encrypts truth values.
    ///
    /// - Throws: `.unsupportedParameters` unless the set is one for gates.
    public borrowing func encrypt(
        bits: [Bool], using entropy: some EntropySource
    ) throws(LWEError) -> [EncryptedBit<Word>] {
        try expectGates()
        let eighth = Word(1) << Word(Word.bitWidth - 3)
        // 1/8 or −1/8 without a branch on the value.
        let plaintexts = bits.map { eighth &- (eighth &* 2) &* Word(truncatingIfNeeded: 1 - ($0 ? 1 : 0)) }
        return try encrypt(plaintexts.span, using: entropy).expanded().map { EncryptedBit($0) }
    }

    /// Whether the phase is positive.
    ///
    /// - Throws: `.wrongLength`, `.unsupportedParameters`.
    public borrowing func decrypt(_ bit: EncryptedBit<Word>) throws(LWEError) -> Bool {
        try expectGates()
        return try phase(of: bit.ciphertext) >> Word(Word.bitWidth - 1) == 0
    }

    private borrowing func expectGates() throws(LWEError) {
        guard parameters.plaintext == .boolean else {
            throw .unsupportedParameters("\(parameters.name) is no set for gates")
        }
    }
}
