extension IntegerEvaluator {
    /// Whether x = y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func isEqual<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedBool { truth(try equality(x, y, isWanted: true)) }

    /// Whether x ≠ y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func isNotEqual<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedBool { truth(try equality(x, y, isWanted: false)) }

    /// Whether x < y, as signed numbers if the type is signed.
    ///
    /// - Throws: `.parametersDiffer`.
    public func isLess<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedBool { truth(try compare(x, y, .less)) }

    /// Whether x ≤ y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func isLessOrEqual<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedBool { truth(try compare(x, y, .lessOrEqual)) }

    /// Whether x > y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func isGreater<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedBool { truth(try compare(x, y, .greater)) }

    /// Whether x ≥ y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func isGreaterOrEqual<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedBool { truth(try compare(x, y, .greaterOrEqual)) }

    /// The smaller one.
    ///
    /// - Throws: `.parametersDiffer`.
    public func minimum<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedInteger<Clear> { try select(try isLess(x, y), x, y) }

    /// The larger one.
    ///
    /// - Throws: `.parametersDiffer`.
    public func maximum<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedInteger<Clear> { try select(try isGreater(x, y), x, y) }

    private func equality<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>, isWanted: Bool
    ) throws(LWEError) -> EncryptedBlock {
        if x.knownValue != nil || y.knownValue != nil {
            let (x, y) = try operands(x, y)
            let pairs = pairDifferences(x, y)
            return equals(pairs.map { (2, $0) }, isWanted)
        }
        let (x, y) = try operands(x, y, noise: noiseBeside(children(carryModulus - 1)))
        return equals(columns(x, minus: y).map { (1, $0) }, isWanted)
    }

    private func compare<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>, _ test: SignTest
    ) throws(LWEError) -> EncryptedBlock {
        let layout = layout(Clear.self)
        let isKnown = x.knownValue != nil || y.knownValue != nil
        let limit = isKnown || Clear.isSigned ? 1 : noiseBeside(children(carryModulus.trailingZeroBitCount))
        let (x, y) = try operands(x, y, noise: limit)
        var (low, top) = (layout.count, [EncryptedBlock]())
        if Clear.isSigned {
            // Of the digits with the sign bits the difference tells nothing: which is larger, by a look-up.
            low -= 1
            let modulus = layout.modulus(low)
            let signed = { (digit: Int) in digit >= modulus / 2 ? digit - modulus : digit }
            top = lookUp([
                LookUpRequest(high: x[low], low: y[low], lowModulus: messageModulus) {
                    (signed($0) - signed($1)).signum()
                }
            ])
        }
        let (lowX, lowY) = (Array(x[..<low]), Array(y[..<low]))
        if isKnown { return testByPairs(pairDifferences(lowX, lowY) + top, test) }
        return self.test(columns(lowX, minus: lowY) + top, test)
    }

    /// ν that two operands may have where their difference meets the results of `count` look-ups.
    private func noiseBeside(_ count: Int) -> Double {
        max(1, (noiseLimit.squareRoot() - Double(count).squareRoot()) / 2)
    }

    /// Differences of two digits at once, of a number and a known one: half the look-ups.
    private func pairDifferences(_ x: [EncryptedBlock], _ y: [EncryptedBlock]) -> [EncryptedBlock] {
        stride(from: 0, to: x.count, by: 2).map { low in
            guard low + 1 < x.count else { return x[low] - y[low] }
            return packed(x[low + 1], x[low]) - packed(y[low + 1], y[low])
        }
    }
}
