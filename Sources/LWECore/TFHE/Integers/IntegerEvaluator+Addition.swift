extension IntegerEvaluator {
    /// x + y, modulo 2^width.
    ///
    /// - Throws: `.parametersDiffer`.
    public func add<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        let (x, y) = try operands(x, y, noise: addendNoise)
        return integer(propagate(columns(x, plus: y), layout(Clear.self)).digits)
    }

    /// x + y for a known y: trailing zero digits of y are free.
    ///
    /// - Throws: `.parametersDiffer`.
    public func add<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> EncryptedInteger<Clear> { try add(x, trivial(y)) }

    /// x − y, modulo 2^width.
    ///
    /// - Throws: `.parametersDiffer`.
    public func subtract<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        let (x, y) = try operands(x, y, noise: addendNoise)
        return integer(propagate(columns(x, minus: y), layout(Clear.self)).digits)
    }

    /// x − y for a known y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func subtract<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> EncryptedInteger<Clear> { try subtract(x, trivial(y)) }

    /// x − y for a known x; free of look-ups where x is all ones.
    ///
    /// - Throws: `.parametersDiffer`.
    public func subtract<Clear>(
        _ x: Clear, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedInteger<Clear> { try subtract(trivial(x), y) }

    /// −x, modulo 2^width.
    ///
    /// - Throws: `.parametersDiffer`.
    public func negate<Clear>(_ x: EncryptedInteger<Clear>) throws(LWEError) -> EncryptedInteger<Clear> {
        try subtract(0, x)
    }

    /// x + y, and whether it does not fit.
    ///
    /// - Throws: `.parametersDiffer`.
    public func addReportingOverflow<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> (result: EncryptedInteger<Clear>, overflow: EncryptedBool) {
        let (x, y) = try operands(x, y, noise: Clear.isSigned ? 1 : addendNoise)
        return reportingOverflow(columns(x, plus: y), x, y, Clear.self) { x, y in x + y - 1 }
    }

    /// x − y, and whether it does not fit.
    ///
    /// - Throws: `.parametersDiffer`.
    public func subtractReportingOverflow<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> (result: EncryptedInteger<Clear>, overflow: EncryptedBool) {
        let (x, y) = try operands(x, y, noise: Clear.isSigned ? 1 : addendNoise)
        return reportingOverflow(columns(x, minus: y), x, y, Clear.self) { x, y in x - y }
    }

    /// The digits' sums.
    func columns(_ x: [EncryptedBlock], plus y: [EncryptedBlock]) -> [EncryptedBlock] {
        zip(x, y).map { $0 + $1 }
    }

    /// The digits' differences.
    func columns(_ x: [EncryptedBlock], minus y: [EncryptedBlock]) -> [EncryptedBlock] {
        zip(x, y).map { $0 - $1 }
    }

    /// Propagates, with the flag: of unsigned integers the last carry; of signed ones from the operands' signs.
    ///
    /// `sign` gives, from the operands' sign bits, −1 where only a negative result is wrong, 1 where only one that is not,
    /// 0 where none is.
    private func reportingOverflow<Clear>(
        _ columns: [EncryptedBlock], _ x: [EncryptedBlock], _ y: [EncryptedBlock], _ type: Clear.Type,
        sign: @escaping (Int, Int) -> Int
    ) -> (result: EncryptedInteger<Clear>, overflow: EncryptedBool) {
        let layout = layout(type)
        guard Clear.isSigned else {
            let propagated = propagate(columns, layout, wantsCarry: true)
            let carry = propagated.carry ?? known(0)
            return (
                integer(propagated.digits), truth(carry.range.lowerBound < 0 ? carry.scaled(by: -1) : carry)
            )
        }
        let top = layout.count - 1
        let half = layout.modulus(top) / 2
        // In the digit above the result's, so that one look-up sees both.
        let danger = LookUpRequest(high: x[top], low: y[top], lowModulus: layout.modulus(top)) {
            [messageModulus] x, y in
            messageModulus * sign(x >= half ? 1 : 0, y >= half ? 1 : 0)
        }
        let propagated = propagate(columns, layout, companions: [danger])
        let flag = lookUp(refreshed(propagated.digits)[top] + propagated.companions[0]) {
            [messageModulus] value in
            let danger = value < 0 ? -1 : value / messageModulus
            let isNegative = (value - danger * messageModulus) >= half
            return danger < 0 && isNegative || danger > 0 && !isNegative ? 1 : 0
        }
        return (integer(propagated.digits), truth(flag))
    }
}
