extension Regev {
    /// Adds modulo 2^`plaintextBits`.
    ///
    /// - Throws: `.failureTooLikely` instead of a sum that could decrypt wrongly; `.parametersDiffer`.
    public func add(_ left: RegevCiphertext, _ right: RegevCiphertext) throws(LWEError) -> RegevCiphertext {
        try expectOwn(left)
        try expectOwn(right)
        guard left.keyIdentifier == right.keyIdentifier else {
            throw .parametersDiffer("the ciphertexts were made with different keys")
        }
        let combination = try check(left.combination.adding(right.combination))
        return ciphertext(
            left.keyIdentifier, combination,
            zip(left.mask, right.mask).map { ($0 &+ $1) & RegevParameters.modulusMask },
            (left.body &+ right.body) & RegevParameters.modulusMask)
    }

    /// Multiplies by a public factor modulo 2^`plaintextBits`.
    ///
    /// - Throws: as `add`.
    public func multiply(_ ciphertext: RegevCiphertext, by factor: Int32) throws(LWEError) -> RegevCiphertext
    {
        try expectOwn(ciphertext)
        let combination = try check(ciphertext.combination.scaled(by: factor))
        let word = UInt16(truncatingIfNeeded: factor)
        return self.ciphertext(
            ciphertext.keyIdentifier, combination,
            ciphertext.mask.map { ($0 &* word) & RegevParameters.modulusMask },
            (ciphertext.body &* word) & RegevParameters.modulusMask)
    }
}
