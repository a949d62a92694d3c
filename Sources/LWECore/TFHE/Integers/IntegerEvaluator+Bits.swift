extension IntegerEvaluator {
    /// The bits that both have.
    ///
    /// - Throws: `.parametersDiffer`.
    public func and<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedInteger<Clear> { try digitwise(x, y, &) }

    /// The bits that either has.
    ///
    /// - Throws: `.parametersDiffer`.
    public func or<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedInteger<Clear> { try digitwise(x, y, |) }

    /// The bits that exactly one has.
    ///
    /// - Throws: `.parametersDiffer`.
    public func xor<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedInteger<Clear> { try digitwise(x, y, ^) }

    /// All bits inverted: free.
    ///
    /// - Throws: `.parametersDiffer`.
    public func not<Clear>(_ x: EncryptedInteger<Clear>) throws(LWEError) -> EncryptedInteger<Clear> {
        let layout = layout(Clear.self)
        return integer(try blocks(x).enumerated().map { index, block in layout.modulus(index) - 1 - block })
    }

    /// Any function of two digits, digit by digit.
    private func digitwise<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>, _ function: @escaping (Int, Int) -> Int
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        let (x, y) = try operands(x, y)
        return integer(
            lookUp(
                zip(x, y).map { LookUpRequest(high: $0, low: $1, lowModulus: messageModulus, function) }))
    }

    /// 1·weight if the number is negative.
    func signRequest(_ x: [EncryptedBlock], _ layout: RadixLayout, weight: Int) -> LookUpRequest {
        let half = layout.modulus(layout.count - 1) / 2
        return LookUpRequest(x[layout.count - 1]) { $0 >= half ? weight : 0 }
    }

    /// −x where `condition` is 1, x where it is 0, modulo 2^width.
    func negated(
        _ x: [EncryptedBlock], if condition: EncryptedBlock, _ layout: RadixLayout
    ) -> [EncryptedBlock] {
        let signed = lookUp(
            x.map { LookUpRequest(high: $0, low: condition, lowModulus: 2) { $1 == 1 ? -$0 : $0 } })
        return propagate(signed, layout).digits
    }

    /// |x|; of the least signed integer itself.
    ///
    /// - Throws: `.parametersDiffer`.
    public func absolute<Clear>(_ x: EncryptedInteger<Clear>) throws(LWEError) -> EncryptedInteger<Clear> {
        guard Clear.isSigned else { return x }
        let layout = layout(Clear.self)
        let x = refreshed(try blocks(x))
        return integer(negated(x, if: lookUp([signRequest(x, layout, weight: 1)])[0], layout))
    }

    /// The number of ones.
    ///
    /// - Throws: `.parametersDiffer`.
    public func countOnes<Clear>(_ x: EncryptedInteger<Clear>) throws(LWEError) -> EncryptedInteger<Clear> {
        try count(x) { $0.nonzeroBitCount }
    }

    /// The number of zeros.
    ///
    /// - Throws: `.parametersDiffer`.
    public func countZeros<Clear>(_ x: EncryptedInteger<Clear>) throws(LWEError) -> EncryptedInteger<Clear> {
        try countOnes(try not(x))
    }

    /// The number of zeros above the highest one; the width if there is none.
    ///
    /// - Throws: `.parametersDiffer`.
    public func leadingZeros<Clear>(_ x: EncryptedInteger<Clear>) throws(LWEError) -> EncryptedInteger<Clear>
    {
        let layout = layout(Clear.self)
        return try countRun(x, Array((0..<layout.count).reversed())) { index, digit in
            layout.bits(index) - (Int.bitWidth - digit.leadingZeroBitCount)
        }
    }

    /// The number of zeros below the lowest one; the width if there is none.
    ///
    /// - Throws: `.parametersDiffer`.
    public func trailingZeros<Clear>(_ x: EncryptedInteger<Clear>) throws(LWEError) -> EncryptedInteger<Clear>
    {
        let layout = layout(Clear.self)
        return try countRun(x, Array(0..<layout.count)) { index, digit in
            min(layout.bits(index), digit.trailingZeroBitCount)
        }
    }

    private func count<Clear>(
        _ x: EncryptedInteger<Clear>, _ function: @escaping (Int) -> Int
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        integer(
            total(lookUp(refreshed(try blocks(x)).map { LookUpRequest($0, function) }), layout(Clear.self)))
    }

    /// Adds what each digit counts for, digits in `order`, up to and with the first that is not zero.
    private func countRun<Clear>(
        _ x: EncryptedInteger<Clear>, _ order: [Int], _ function: @escaping (Int, Int) -> Int
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        let blocks = refreshed(try blocks(x))
        let modulus = messageModulus
        var seen = known(0)
        var requests: [LookUpRequest] = []
        for index in order {
            requests.append(LookUpRequest(blocks[index] + seen) { $0 >= modulus ? 0 : function(index, $0) })
            seen = lookUp(blocks[index] + seen) { $0 == 0 ? 0 : modulus }
        }
        return integer(total(lookUp(requests), layout(Clear.self)))
    }

    /// The sum of small numbers, none negative.
    private func total(_ terms: [EncryptedBlock], _ layout: RadixLayout) -> [EncryptedBlock] {
        var columns = [[EncryptedBlock]](repeating: [], count: layout.count)
        columns[0] = terms
        return digits(ofColumns: columns, layout)
    }
}
