extension IntegerEvaluator {
    /// The blocks of an operand, after checking that it belongs to this parameter set.
    func blocks<Clear>(_ integer: EncryptedInteger<Clear>) throws(LWEError) -> [EncryptedBlock] {
        try check(integer.label)
        return integer.blocks
    }

    /// The block of an operand, checked likewise; no noisier than a bootstrap.
    func block(_ truth: EncryptedBool) throws(LWEError) -> EncryptedBlock {
        try check(truth.label)
        return refreshed([truth.block])[0]
    }

    func check(_ other: KeyLabel) throws(LWEError) {
        guard other.parameters == parameters else {
            throw .parametersDiffer("parameter sets \(other.parameters.name) and \(parameters.name)")
        }
        guard other.identifier == label.identifier else { throw .parametersDiffer("keys") }
    }

    func layout<Clear: FixedWidthInteger>(_ type: Clear.Type) -> RadixLayout {
        RadixLayout(width: Clear.bitWidth, messageBits: messageBits)
    }

    /// Both operands, with a noise that any two-digit packing may take.
    func operands<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>, noise limit: Double = 1
    ) throws(LWEError) -> ([EncryptedBlock], [EncryptedBlock]) {
        let all = refreshed(try blocks(x) + blocks(y), above: limit)
        return (Array(all[..<x.blocks.count]), Array(all[x.blocks.count...]))
    }

    /// ν that each of two operands may have where they are added to each other and to a carry.
    var addendNoise: Double { max(1, (noiseLimit.squareRoot() - 1) / 2) }

    /// The integer with these digits.
    func integer<Clear>(_ blocks: [EncryptedBlock]) -> EncryptedInteger<Clear> {
        EncryptedInteger(digits(blocks, layout(Clear.self)), label)
    }

    /// Results as digits of `layout`.
    ///
    /// A table on two digits side by side cannot tell that the lower one is short, so the range of what it gives may go
    /// beyond a short digit, though its value never does.
    func digits(_ blocks: [EncryptedBlock], _ layout: RadixLayout) -> [EncryptedBlock] {
        blocks.enumerated().map { index, block in
            block.range.upperBound < layout.modulus(index)
                ? block : block.assuming(0...layout.modulus(index) - 1)
        }
    }

    func truth(_ block: EncryptedBlock) -> EncryptedBool { EncryptedBool(block, label) }

    /// `value`, known to everybody, as an operand: no noise, no secret, no cost.
    public func trivial<Clear>(_ value: Clear) -> EncryptedInteger<Clear> {
        integer(layout(Clear.self).digits(of: UInt64(truncatingIfNeeded: value)).map { known($0) })
    }

    /// `value`, known to everybody, as an operand.
    public func trivial(_ value: Bool) -> EncryptedBool { truth(known(value ? 1 : 0)) }

    /// The same integer with the noise of one bootstrap: one look-up for each noisier block.
    ///
    /// - Throws: `.parametersDiffer`.
    public func refreshed<Clear>(
        _ x: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        integer(refreshed(try blocks(x)))
    }

    /// A stranger's value as an operand, whatever its ciphertexts are.
    ///
    /// Each passes a bootstrap, after which it is a digit with known noise. (What it was, nobody here can tell:
    /// ciphertexts that are not encryptions of digits become some digits.)
    ///
    /// - Throws: `.parametersDiffer`.
    /// - Complexity: one look-up for each block, one deep.
    public func admitted(_ value: AnyEncryptedInteger) throws(LWEError) -> AnyEncryptedInteger {
        try check(value.label)
        let layout = try value.type.layout(parameters)
        let capacity = capacity
        // The padding bit may be set: a table gives the negation there, so half a digit's range is taken off first.
        let requests = value.blocks.enumerated().map { index, block in
            LookUpRequest(block.assuming(0...2 * capacity - 1)) { [mask = layout.modulus(index) - 1] phase in
                phase < capacity ? phase & mask : mask - phase & mask
            }
        }
        return AnyEncryptedInteger(value.type, lookUp(requests), label)
    }
}
