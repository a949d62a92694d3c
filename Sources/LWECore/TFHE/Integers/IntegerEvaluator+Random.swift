extension IntegerEvaluator {
    /// A uniform integer below 2^bits that nobody knows without the secret key.
    ///
    /// From the seed comes an LWE ciphertext for each digit: mask and body, all words, drawn with SHAKE256. Whatever the
    /// mask, a uniform body makes the phase uniform, also after key switch and modulus switch, which add to the body
    /// what depends on the mask alone: each of the 2N rotations is equally likely. The table gives each digit to 2N/2^b
    /// of them; as the upper half turn negates, it holds digits minus (2^b − 1)/2, which is added afterwards. So a digit
    /// is exactly uniform as far as the seed's words are; without the key, to tell it is to tell an LWE phase.
    ///
    /// - Parameters:
    ///   - type: of the result.
    ///   - bits: 0 to the width; nil for all.
    ///   - seed: public; never the same twice for what must be independent, as the same seed gives the same integer.
    /// - Returns: an integer below 2^bits.
    /// - Throws: `.unsupportedParameters` for more bits than the width; `.cryptoLibrary`.
    /// - Complexity: a look-up for each digit, one deep.
    public func random<Clear>(
        _ type: Clear.Type, bits: Int? = nil, seed: [UInt8]
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        let layout = layout(type)
        let bits = bits ?? layout.width
        guard (0...layout.width).contains(bits) else {
            throw .unsupportedParameters("\(bits) random bits in \(layout.width)")
        }
        var requests: [LookUpRequest] = []
        for index in 0..<layout.count {
            let modulus = 1 << max(0, min(layout.bits(index), bits - index * messageBits))
            let block = try pseudorandomBlock(seed, index: index)
            let (half, capacity) = (modulus / 2, capacity)
            requests.append(
                LookUpRequest(block) { phase in
                    let digit = phase % capacity * half / capacity
                    return phase < capacity ? digit : modulus - 1 - digit
                })
        }
        return integer(lookUp(requests))
    }

    /// A ciphertext with any phase.
    private func pseudorandomBlock(_ seed: [UInt8], index: Int) throws(LWEError) -> EncryptedBlock {
        var shake = try Shake(.shake256)
        try shake.start()
        var header = ByteWriter()
        header.append(contentsOf: Array("kms oblivious random 1".utf8))
        header.append(UInt64(index))
        header.append(UInt64(parameters.bigDimension))
        try shake.absorb(header.bytes)
        try shake.absorb(seed)
        let bytes = try shake.squeeze(8 * (parameters.bigDimension + 1))
        var words = [UInt64](repeating: 0, count: parameters.bigDimension + 1)
        for (index, byte) in bytes.enumerated() { words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8) }
        return EncryptedBlock(
            LWECiphertext(words: words), range: 0...2 * capacity - 1, noise: .none, label)
    }
}
