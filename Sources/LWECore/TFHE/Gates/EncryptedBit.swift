public import SecretMemory

/// A truth value as ±1/8 of a turn, with what is known of its noise.
public struct EncryptedBit<Word: TorusInteger>: Equatable, Sendable {
    /// Under the key that the set encrypts with.
    public internal(set) var ciphertext: LWECiphertext<Word>
    /// Variance in units of a bootstrap's output; 0 for a constant, 1 for fresh and bootstrapped bits.
    public internal(set) var noise: Int
    /// The number of the key; nil for a constant, which goes with every key of its set.
    public let keyIdentifier: UInt64?

    init(_ ciphertext: LWECiphertext<Word>, noise: Int = 1, _ keyIdentifier: UInt64) {
        self.ciphertext = ciphertext
        self.noise = noise
        self.keyIdentifier = keyIdentifier
    }

    /// A constant: everybody can read it.
    public init(trivial value: Bool, for parameters: TFHEParameters) {
        let eighth = Word(1) << Word(Word.bitWidth - 3)
        ciphertext = LWECiphertext(
            trivial: value ? eighth : 0 &- eighth, dimension: parameters.ciphertextDimension)
        noise = 0
        keyIdentifier = nil
    }

    /// Throws `.parametersDiffer` unless it is under the key called `identifier`, of this set.
    func expect(_ identifier: UInt64, _ parameters: TFHEParameters) throws(LWEError) {
        guard keyIdentifier ?? identifier == identifier else {
            throw .parametersDiffer("a bit of another key")
        }
        guard ciphertext.dimension == parameters.ciphertextDimension else {
            throw .parametersDiffer("a bit of another parameter set than \(parameters.name)")
        }
    }

    /// The opposite value; no bootstrap, no noise.
    public static prefix func ! (bit: EncryptedBit) -> EncryptedBit {
        var result = bit
        result.ciphertext.negate()
        return result
    }
}

extension ClientKey {
    /// Encrypts truth values, in time independent of them.
    ///
    /// - Throws: `.unsupportedParameters` unless the set is one for gates; `.secretMemory`.
    public borrowing func encrypt(
        bits: [Bool], using entropy: some EntropySource
    ) throws(LWEError) -> [EncryptedBit<Word>] {
        try expectGates()
        let eighth = Word(1) << Word(Word.bitWidth - 3)
        var plaintexts = try SecretBytes.zeros(bits.count * MemoryLayout<Word>.size)
        plaintexts.withMutableElements(of: Word.self) { plaintexts in
            // 1/8 or −1/8 without a branch on the value.
            for index in bits.indices {
                plaintexts[index] =
                    eighth &- (eighth &* 2) &* Word(truncatingIfNeeded: 1 - (bits[index] ? 1 : 0))
            }
        }
        let fresh = try plaintexts.withElements(of: Word.self) { plaintexts throws(LWEError) in
            try encrypt(plaintexts, using: entropy)
        }
        let identifier = identifier
        return fresh.expanded().map { EncryptedBit($0, identifier) }
    }

    /// Whether the phase is positive.
    ///
    /// - Throws: `.parametersDiffer` for a bit of another key or set, `.unsupportedParameters`.
    public borrowing func decrypt(_ bit: EncryptedBit<Word>) throws(LWEError) -> Bool {
        try expectGates()
        try bit.expect(identifier, parameters)
        return try phase(of: bit.ciphertext) >> Word(Word.bitWidth - 1) == 0
    }

    private borrowing func expectGates() throws(LWEError) {
        guard parameters.plaintext == .boolean else {
            throw .unsupportedParameters("\(parameters.name) is no set for gates")
        }
    }
}
