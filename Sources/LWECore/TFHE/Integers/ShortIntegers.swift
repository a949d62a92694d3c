// Short integers: one block alone. An operation gives a block whose *message*, its value modulo M, is right; where the
// values' sum fits below the padding bit it keeps the carry, else the operands are first reduced to their messages.
extension IntegerEvaluator {
    /// A known value below M·C.
    ///
    /// - Throws: `.plaintextOutOfRange`.
    public func trivialBlock(_ value: Int) throws(LWEError) -> EncryptedBlock {
        guard (0..<capacity).contains(value) else { throw .plaintextOutOfRange(limit: UInt64(capacity)) }
        return known(value)
    }

    /// A freshly encrypted value; the caller vouches for it to be at most `degree`, and for its noise.
    ///
    /// - Throws: `.wrongLength` for a wrong dimension, `.plaintextOutOfRange` for a degree of M·C or more.
    public func block(
        _ ciphertext: LWECiphertext<UInt64>, degree: Int
    ) throws(LWEError) -> EncryptedBlock {
        guard (0..<capacity).contains(degree) else { throw .plaintextOutOfRange(limit: UInt64(capacity)) }
        return try EncryptedBlock(digit: ciphertext, modulus: degree + 1, label)
    }

    /// x + y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func add(_ x: EncryptedBlock, _ y: EncryptedBlock) throws(LWEError) -> EncryptedBlock {
        try combine([x, y]) { $0[0] + $0[1] }
    }

    /// x + y for a known y, of which the message counts.
    ///
    /// - Throws: `.parametersDiffer`.
    public func add(_ x: EncryptedBlock, _ y: Int) throws(LWEError) -> EncryptedBlock {
        let y = y & (messageModulus - 1)
        return try combine([x]) { $0[0] + y }
    }

    /// x − y, modulo M: a multiple of M keeps it from being negative.
    ///
    /// - Throws: `.parametersDiffer`.
    public func subtract(_ x: EncryptedBlock, _ y: EncryptedBlock) throws(LWEError) -> EncryptedBlock {
        let modulus = messageModulus
        return try combine([x, y]) { blocks in
            blocks[0] - blocks[1] + (blocks[1].degree + modulus - 1) / modulus * modulus
        }
    }

    /// −x, modulo M.
    ///
    /// - Throws: `.parametersDiffer`.
    public func negate(_ x: EncryptedBlock) throws(LWEError) -> EncryptedBlock {
        try subtract(known(0), x)
    }

    /// x · factor, of which the message counts.
    ///
    /// - Throws: `.parametersDiffer`.
    public func multiply(_ x: EncryptedBlock, _ factor: Int) throws(LWEError) -> EncryptedBlock {
        let factor = factor & (messageModulus - 1)
        try check([x])
        let product = x.scaled(by: factor)
        if factor == 0 { return known(0) }
        if isValid(product) { return product }
        return lookUp(x) { [mask = messageModulus - 1] in $0 * factor & mask }
    }

    /// x · y modulo M: one look-up on the two messages.
    ///
    /// - Throws: `.parametersDiffer`.
    public func multiply(_ x: EncryptedBlock, _ y: EncryptedBlock) throws(LWEError) -> EncryptedBlock {
        let mask = messageModulus - 1
        return try evaluate(x, y) { $0 * $1 & mask }
    }

    /// Any function of a block's value, carry included; its results are taken modulo M·C.
    ///
    /// - Throws: `.parametersDiffer`.
    public func evaluate(
        _ x: EncryptedBlock, _ function: @escaping (Int) -> Int
    ) throws(LWEError) -> EncryptedBlock {
        try check([x])
        return lookUp(x) { [mask = capacity - 1] in function($0) & mask }
    }

    /// Any function of two messages; its results are taken modulo M·C.
    ///
    /// - Throws: `.parametersDiffer`.
    /// - Complexity: one look-up, and one for each operand that has a carry or too much noise.
    public func evaluate(
        _ x: EncryptedBlock, _ y: EncryptedBlock, _ function: @escaping (Int, Int) -> Int
    ) throws(LWEError) -> EncryptedBlock {
        try check([x, y])
        let modulus = messageModulus
        let messages = reduced([x, y])
        let request = LookUpRequest(high: messages[0], low: messages[1], lowModulus: modulus) {
            [mask = capacity - 1] in function($0, $1) & mask
        }
        return lookUp([request])[0]
    }

    /// The message: the value modulo M, without carry and with the noise of one bootstrap.
    ///
    /// - Throws: `.parametersDiffer`.
    public func message(_ x: EncryptedBlock) throws(LWEError) -> EncryptedBlock {
        try check([x])
        return reduced([x])[0]
    }

    /// The carry: the value divided by M.
    ///
    /// - Throws: `.parametersDiffer`.
    public func carry(_ x: EncryptedBlock) throws(LWEError) -> EncryptedBlock {
        try check([x])
        return lookUp(x) { [messageBits] in $0 >> messageBits }
    }

    private func check(_ blocks: [EncryptedBlock]) throws(LWEError) {
        guard blocks.allSatisfy({ $0.belongs(to: label) }) else {
            throw .parametersDiffer("a block of another key, or of another parameter set")
        }
    }

    /// What may be looked up, and packed no further.
    private func isValid(_ block: EncryptedBlock) -> Bool {
        block.range.lowerBound >= 0 && block.range.upperBound < capacity && block.squaredNoise <= noiseLimit
    }

    /// Messages with nominal noise.
    private func reduced(_ blocks: [EncryptedBlock]) -> [EncryptedBlock] {
        lookUp(blocks.map { block in LookUpRequest(block) { [mask = messageModulus - 1] in $0 & mask } })
    }

    private func combine(
        _ blocks: [EncryptedBlock], _ operation: ([EncryptedBlock]) -> EncryptedBlock
    ) throws(LWEError) -> EncryptedBlock {
        try check(blocks)
        let result = operation(blocks)
        return isValid(result) ? result : operation(reduced(blocks))
    }
}
