extension FrodoPKE {
    /// Adds entry by entry.
    ///
    /// - Throws: `.noiseBudgetExceeded` or `.messageRangeExceeded` instead of a sum that could decrypt wrongly;
    ///   `.parametersDiffer` for ciphertexts of different keys or parameters.
    public func add(
        _ left: FrodoPKECiphertext, _ right: FrodoPKECiphertext
    ) throws(LWEError) -> FrodoPKECiphertext {
        try combine(left, right, times: 1)
    }

    /// Subtracts entry by entry; results may be negative.
    ///
    /// - Throws: as `add`.
    public func subtract(
        _ left: FrodoPKECiphertext, _ right: FrodoPKECiphertext
    ) throws(LWEError) -> FrodoPKECiphertext {
        try combine(left, right, times: -1)
    }

    /// Multiplies every entry by a public factor: the noise grows by its magnitude.
    ///
    /// - Throws: as `add`.
    public func multiply(_ ciphertext: FrodoPKECiphertext, by factor: Int32) throws(LWEError)
        -> FrodoPKECiphertext
    {
        try expectOwn(ciphertext)
        let (combination, range) = try check(
            ciphertext.combination.scaled(by: factor), ciphertext.range.scaled(by: factor))
        let word = UInt16(truncatingIfNeeded: factor)
        let modulusMask = variant.parameters.modulusMask
        return replacing(
            ciphertext, combination, range, mask: ciphertext.mask.map { ($0 &* word) & modulusMask },
            body: ciphertext.body.map { ($0 &* word) & modulusMask })
    }

    private func combine(
        _ left: FrodoPKECiphertext, _ right: FrodoPKECiphertext, times factor: Int32
    ) throws(LWEError) -> FrodoPKECiphertext {
        try expectOwn(left)
        try expectOwn(right)
        guard left.keyIdentifier == right.keyIdentifier else {
            throw .parametersDiffer("the ciphertexts were made with different keys")
        }
        let (combination, range) = try check(
            left.combination.adding(right.combination, times: factor),
            right.range.scaled(by: factor).flatMap { left.range.adding($0) })
        let word = UInt16(truncatingIfNeeded: factor)
        let modulusMask = variant.parameters.modulusMask
        return replacing(
            left, combination, range,
            mask: zip(left.mask, right.mask).map { ($0 &+ $1 &* word) & modulusMask },
            body: zip(left.body, right.body).map { ($0 &+ $1 &* word) & modulusMask })
    }

    private func replacing(
        _ ciphertext: FrodoPKECiphertext, _ combination: LinearCombination, _ range: MessageRange,
        mask: [UInt16],
        body: [UInt16]
    ) -> FrodoPKECiphertext {
        FrodoPKECiphertext(
            variant: variant, plaintextBits: plaintextBits, keyIdentifier: ciphertext.keyIdentifier,
            combination: combination, range: range, mask: mask, body: body)
    }
}
