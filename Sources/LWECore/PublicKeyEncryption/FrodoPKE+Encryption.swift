public import SecretMemory

extension FrodoPKE {
    /// Encrypts a matrix of 64 entries, row-major, each from 0 through `largest`.
    ///
    /// Draws one seed. Time independent of the entries; whether all are in range becomes known by the error.
    ///
    /// - Parameters:
    ///   - entries: 64 values.
    ///   - largest: the largest value an entry may have; the modulus less one when nil. A smaller bound leaves room
    ///     for sums.
    ///   - key: the public key.
    ///   - entropy: source of the errors.
    /// - Returns: a fresh ciphertext.
    /// - Throws: `.wrongLength`, `.plaintextOutOfRange`, `.parametersDiffer`.
    public func encrypt(
        _ entries: Span<UInt16>, through largest: UInt16? = nil, to key: FrodoPKEPublicKey,
        using entropy: some EntropySource
    ) throws(LWEError) -> FrodoPKECiphertext {
        guard key.variant == variant else { throw .parametersDiffer("\(key.variant) key for \(variant)") }
        try entries.count.expect(FrodoParameterSet.entryCount, of: .plaintext)
        let largest = largest ?? UInt16(plaintextModulus - 1)
        guard largest < plaintextModulus, let range = MessageRange(through: Int64(largest)) else {
            throw .messageRangeExceeded(span: UInt64(largest) + 1, limit: plaintextModulus)
        }
        var excess: UInt64 = 0
        for index in 0..<entries.count {
            excess |= UInt64(truncatingIfNeeded: (Int64(largest) &- Int64(entries[index])) >> 63)
        }
        try RangeCheck.expectNone(excess, limit: UInt64(largest) + 1)

        let parameters = variant.parameters
        let seedCount = parameters.seedByteCount
        let byteCount =
            Scratch.byteCount(UInt8.self, seedCount) + Scratch.byteCount(UInt16.self, core.factorCount)
            + Scratch.byteCount(UInt16.self, FrodoParameterSet.entryCount)
        let (mask, body) = try Scratch.run(byteCount: byteCount) {
            scratch throws(LWEError) -> ([UInt16], [UInt16]) in
            let seed = unsafe UnsafeMutableRawBufferPointer(scratch.take(UInt8.self, seedCount))
            let bPrime = unsafe scratch.take(UInt16.self, core.factorCount)
            let c = unsafe scratch.take(UInt16.self, FrodoParameterSet.entryCount)
            unsafe entropy.fill(seed)
            try unsafe core.encryptZero(
                publicKey: key.bytes, seed: UnsafeRawBufferPointer(seed), bPrime: bPrime, c: c)
            let shift = UInt16(parameters.modulusBits - plaintextBits)
            for index in 0..<c.count { unsafe c[index] &+= entries[index] << shift }
            return unsafe (bPrime.map { $0 & parameters.modulusMask }, c.map { $0 & parameters.modulusMask })
        }
        return FrodoPKECiphertext(
            variant: variant, plaintextBits: plaintextBits, keyIdentifier: key.identifier,
            combination: LinearCombination(fresh: body[..<4].reduce(0) { $0 << 16 | UInt64($1) }),
            range: range,
            mask: mask, body: body)
    }

    /// Decrypts to 64 values of type `Int32` in secret memory, row-major.
    ///
    /// - Throws: `.parametersDiffer` for another key, `.noiseBudgetExceeded` or `.messageRangeExceeded` when the
    ///   metadata say that the result could be wrong.
    public func decrypt(
        _ ciphertext: FrodoPKECiphertext, with key: borrowing FrodoPKESecretKey
    ) throws(LWEError) -> SecretBytes {
        try expectOwn(ciphertext)
        guard key.variant == variant, key.identifier == ciphertext.keyIdentifier else {
            throw .parametersDiffer("the ciphertext was made with another key")
        }
        _ = try check(ciphertext.combination, ciphertext.range)
        let count = FrodoParameterSet.entryCount
        var values = try SecretBytes.zeros(count * MemoryLayout<Int32>.size)
        try Scratch.run(byteCount: Scratch.byteCount(UInt16.self, count)) { scratch throws(LWEError) in
            let noisy = unsafe scratch.take(UInt16.self, count)
            unsafe removeMask(ciphertext, key, into: noisy)
            let modulusMask = Int32(plaintextModulus - 1)
            let lowerBound = Int32(ciphertext.range.lowerBound)
            values.withMutableElements(of: Int32.self) { values in
                for index in 0..<count {
                    let residue = unsafe Int32(
                        variant.parameters.decodeEntry(noisy[index], bits: plaintextBits))
                    values[index] = lowerBound &+ ((residue &- lowerBound) & modulusMask)
                }
            }
        }
        return values
    }

    /// `C - B'·S`, not reduced: message and noise.
    func removeMask(
        _ ciphertext: FrodoPKECiphertext, _ key: borrowing FrodoPKESecretKey,
        into noisy: UnsafeMutableBufferPointer<UInt16>
    ) {
        unsafe key.sTransposed.withUnsafeBytes { s in
            unsafe ciphertext.mask.withUnsafeBufferPointer { mask in
                unsafe ciphertext.body.withUnsafeBufferPointer { body in
                    unsafe core.removeMask(
                        bPrime: mask, c: body, sTransposed: s.bindMemory(to: UInt16.self), into: noisy)
                }
            }
        }
    }

    /// Throws unless the ciphertext has this scheme's parameters.
    func expectOwn(_ ciphertext: FrodoPKECiphertext) throws(LWEError) {
        guard ciphertext.variant == variant, ciphertext.plaintextBits == plaintextBits else {
            throw .parametersDiffer(
                "\(ciphertext.variant) ciphertext with \(ciphertext.plaintextBits) bits for \(variant) with \(plaintextBits)"
            )
        }
    }
}
