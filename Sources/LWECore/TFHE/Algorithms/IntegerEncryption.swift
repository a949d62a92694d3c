public import SecretMemory

extension ClientKey where Word == UInt64 {
    /// What integers of this key carry.
    public var label: KeyLabel { KeyLabel(parameters, identifier: identifier) }

    /// Encrypts an integer, digit by digit.
    ///
    /// Time independent of the value.
    ///
    /// - Throws: `.unsupportedParameters` for sets that are not for integers, `.secretMemory`.
    public borrowing func encrypt<Clear>(
        _ value: Clear, using entropy: some EntropySource
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        let layout = try EncryptedInteger<Clear>.layout(parameters)
        let value = UInt64(truncatingIfNeeded: value)
        let ciphertexts = try encryptDigits(
            layout.count, using: entropy
        ) { index in
            value >> UInt64(index * layout.messageBits) & UInt64(layout.modulus(index) - 1)
        }
        return try EncryptedInteger(ciphertexts: ciphertexts, label)
    }

    /// Encrypts a truth value.
    ///
    /// - Throws: `.secretMemory`.
    public borrowing func encrypt(
        _ value: Bool, using entropy: some EntropySource
    ) throws(LWEError) -> EncryptedBool {
        let ciphertexts = try encryptDigits(1, using: entropy) { _ in value ? 1 : 0 }
        return try EncryptedBool(ciphertext: ciphertexts[0], label)
    }

    private borrowing func encryptDigits(
        _ count: Int, using entropy: some EntropySource, _ digit: (Int) -> UInt64
    ) throws(LWEError) -> [LWECiphertext<UInt64>] {
        var plaintexts = try SecretBytes.zeros(8 * count)
        let delta = parameters.delta
        plaintexts.withMutableElements(of: UInt64.self) { plaintexts in
            for index in 0..<count { plaintexts[index] = digit(index) &* delta }
        }
        return try plaintexts.withElements(of: UInt64.self) { plaintexts throws(LWEError) in
            try encrypt(plaintexts, using: entropy).expanded()
        }
    }

    /// Decrypts an integer.
    ///
    /// - Throws: `.parametersDiffer` for one of another key.
    public borrowing func decrypt<Clear>(_ integer: EncryptedInteger<Clear>) throws(LWEError) -> Clear {
        guard integer.label == label else { throw .parametersDiffer("an integer of another key") }
        let layout = try EncryptedInteger<Clear>.layout(parameters)
        var bits: UInt64 = 0
        for (index, block) in integer.blocks.enumerated() {
            let digit = try decrypt(block.ciphertext) & UInt64(layout.modulus(index) - 1)
            bits |= digit << UInt64(index * layout.messageBits)
        }
        return Clear(truncatingIfNeeded: bits)
    }

    /// Decrypts a truth value.
    ///
    /// - Throws: `.parametersDiffer` for one of another key.
    public borrowing func decrypt(_ truth: EncryptedBool) throws(LWEError) -> Bool {
        guard truth.label == label else { throw .parametersDiffer("a truth value of another key") }
        return try decrypt(truth.block.ciphertext) & 1 == 1
    }
}
