public import SecretMemory

extension Regev {
    /// Encrypts up to eight messages below 2^`plaintextBits` in one pass over A: 12.6 MB of AES.
    ///
    /// Draws one byte for each row, whose bit k is the row's bit for message k. Time independent of the messages; whether
    /// all are in range becomes known by the error.
    ///
    /// - Throws: `.wrongLength`, `.plaintextOutOfRange`, `.parametersDiffer`.
    public func encrypt(
        _ messages: Span<UInt16>, to key: RegevPublicKey, using entropy: some EntropySource
    ) throws(LWEError) -> [RegevCiphertext] {
        guard key.parameters == parameters else { throw .parametersDiffer("a key of other parameters") }
        guard (1...Self.batchSize).contains(messages.count) else {
            throw .wrongLength(object: .plaintext, expected: Self.batchSize, actual: messages.count)
        }
        var excess: UInt64 = 0
        for index in 0..<messages.count { excess |= UInt64(messages[index] >> UInt16(plaintextBits)) }
        try RangeCheck.expectNone(excess, limit: 1 << UInt64(plaintextBits))

        let (n, m) = (parameters.dimension, parameters.rows)
        let blockFactors = Self.batchSize * PublicMatrix.blockRows
        let byteCount =
            Scratch.byteCount(UInt8.self, m) + Scratch.byteCount(UInt16.self, blockFactors)
            + Scratch.byteCount(UInt16.self, Self.batchSize * n)
            + Scratch.byteCount(UInt16.self, Self.batchSize)
        return try Scratch.run(byteCount: byteCount) { scratch throws(LWEError) in
            let bits = unsafe scratch.take(UInt8.self, m)
            let factors = unsafe scratch.take(UInt16.self, blockFactors)
            let masks = unsafe scratch.take(UInt16.self, Self.batchSize * n)
            let bodies = unsafe scratch.take(UInt16.self, Self.batchSize)
            unsafe entropy.fill(UnsafeMutableRawBufferPointer(bits))
            try unsafe key.matrix(level).forEachBlock { firstRow, rowCount, entries throws(LWEError) in
                for k in 0..<Self.batchSize {
                    for row in 0..<rowCount {
                        let bit = unsafe UInt16(bits[firstRow + row] >> UInt8(k)) & 1
                        unsafe factors[k * PublicMatrix.blockRows + row] = bit
                        unsafe bodies[k] &+= bit &* key.b[firstRow + row]
                    }
                }
                guard let factors = factors.baseAddress, let sums = masks.baseAddress else { return }
                unsafe Kernels(level).addColumnProducts(
                    factors, stride: PublicMatrix.blockRows, entries, rowCount: rowCount, columns: n, to: sums
                )
            }
            let shift = UInt16(RegevParameters.modulusBits - plaintextBits)
            return (0..<messages.count).map { k in
                let mask = unsafe masks[k * n..<(k + 1) * n].map { $0 & RegevParameters.modulusMask }
                let body = unsafe (bodies[k] &+ messages[k] << shift) & RegevParameters.modulusMask
                return ciphertext(
                    key.identifier, LinearCombination(fresh: mask[..<4].reduce(0) { $0 << 16 | UInt64($1) }),
                    mask, body)
            }
        }
    }

    /// Decrypts to one `UInt16` in secret memory.
    ///
    /// - Throws: `.parametersDiffer` for another key, `.failureTooLikely` when the metadata say that the result could
    ///   be wrong.
    public func decrypt(
        _ ciphertext: RegevCiphertext, with key: borrowing RegevSecretKey
    ) throws(LWEError) -> SecretBytes {
        try expectOwn(ciphertext)
        guard key.parameters == parameters, key.identifier == ciphertext.keyIdentifier else {
            throw .parametersDiffer("the ciphertext was made with another key")
        }
        _ = try check(ciphertext.combination)
        var value = try SecretBytes.zeros(2)
        value.withMutableElements(of: UInt16.self) { value in
            value[0] = RegevParameters.errors.decodeEntry(phase(ciphertext, key), bits: plaintextBits)
        }
        return value
    }

    /// Message and noise: body - ⟨mask, s⟩, not reduced.
    func phase(_ ciphertext: RegevCiphertext, _ key: borrowing RegevSecretKey) -> UInt16 {
        key.s.withElements(of: UInt16.self) { s in
            var product: UInt16 = 0
            for index in 0..<s.count { product &+= ciphertext.mask[index] &* s[index] }
            return ciphertext.body &- product
        }
    }

    func ciphertext(
        _ key: UInt64, _ combination: LinearCombination, _ mask: [UInt16], _ body: UInt16
    ) -> RegevCiphertext {
        RegevCiphertext(
            parameters: parameters, plaintextBits: plaintextBits, keyIdentifier: key,
            combination: combination,
            mask: mask, body: body)
    }

    func expectOwn(_ ciphertext: RegevCiphertext) throws(LWEError) {
        guard ciphertext.parameters == parameters, ciphertext.plaintextBits == plaintextBits else {
            throw .parametersDiffer("a ciphertext of other parameters")
        }
    }

    /// Throws unless a ciphertext of this combination decrypts reliably.
    func check(_ combination: LinearCombination?) throws(LWEError) -> LinearCombination {
        guard let combination else { throw .failureTooLikely(log2: 0, limitLog2: -.infinity) }
        let verdict = noise.verdict(combination, plaintextBits: plaintextBits, policy: policy)
        guard verdict.reached <= verdict.allowed else {
            throw .failureTooLikely(log2: verdict.reached, limitLog2: verdict.allowed)
        }
        return combination
    }
}
