extension IntegerEvaluator {
    /// x where `condition` holds, else y.
    ///
    /// Blocks of which neither is known come out as y + condition·(x − y), with the noise of two; with a carry modulus of
    /// 2 as the sum of two masked digits.
    ///
    /// - Throws: `.parametersDiffer`.
    /// - Complexity: one look-up for each block, one deep; with a carry modulus of 2 two.
    public func select<Clear>(
        _ condition: EncryptedBool, _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        let condition = try block(condition)
        let (x, y) = try operands(x, y)
        return integer(select(condition, x, y, layout(Clear.self).modulus))
    }

    /// x where `condition` holds, else y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func select(
        _ condition: EncryptedBool, _ x: EncryptedBool, _ y: EncryptedBool
    ) throws(LWEError) -> EncryptedBool {
        let condition = try block(condition)
        return truth(select(condition, [try block(x)], [try block(y)], { _ in 2 })[0])
    }

    /// Digit by digit; `modulus` tells that of each.
    func select(
        _ condition: EncryptedBlock, _ x: [EncryptedBlock], _ y: [EncryptedBlock], _ modulus: (Int) -> Int
    ) -> [EncryptedBlock] {
        if let value = condition.knownValue { return value != 0 ? x : y }
        let isMasked = zip(x, y).map { x, y in
            x.knownValue == nil && y.knownValue == nil && carryModulus < 4
        }
        let first = lookUp(
            zip(x, y).enumerated().map { index, pair in
                let (x, y) = pair
                if let value = y.knownValue {
                    return LookUpRequest(high: x, low: condition, lowModulus: 2) { $1 == 1 ? $0 : value }
                }
                if let value = x.knownValue {
                    return LookUpRequest(high: y, low: condition, lowModulus: 2) { $1 == 1 ? value : $0 }
                }
                if isMasked[index] {
                    return LookUpRequest(high: x, low: condition, lowModulus: 2) { $0 * $1 }
                }
                return LookUpRequest((x - y).scaled(by: 2) + condition) { ($0 & 1) * ($0 >> 1) }
            }
                + zip(x, y).enumerated().filter { isMasked[$0.offset] }.map { _, pair in
                    LookUpRequest(high: pair.1, low: condition, lowModulus: 2) { $0 * (1 - $1) }
                })
        var second = first[x.count...]
        return x.indices.map { index in
            if x[index].knownValue != nil || y[index].knownValue != nil { return first[index] }
            let base = isMasked[index] ? second.removeFirst() : y[index]
            return (base + first[index]).assuming(0...modulus(index) - 1)
        }
    }

    /// Not x: free.
    ///
    /// - Throws: `.parametersDiffer`.
    public func not(_ x: EncryptedBool) throws(LWEError) -> EncryptedBool { truth(1 - (try block(x))) }

    /// x and y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func and(_ x: EncryptedBool, _ y: EncryptedBool) throws(LWEError) -> EncryptedBool {
        truth(lookUp(try block(x) + block(y)) { $0 == 2 ? 1 : 0 })
    }

    /// x or y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func or(_ x: EncryptedBool, _ y: EncryptedBool) throws(LWEError) -> EncryptedBool {
        truth(lookUp(try block(x) + block(y)) { $0 > 0 ? 1 : 0 })
    }

    /// Either x or y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func xor(_ x: EncryptedBool, _ y: EncryptedBool) throws(LWEError) -> EncryptedBool {
        truth(lookUp(try block(x) + block(y)) { $0 & 1 })
    }

    /// A truth value as the integer 0 or 1: free.
    ///
    /// - Throws: `.parametersDiffer`.
    public func cast<Clear>(
        _ x: EncryptedBool, to type: Clear.Type
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        let low = try block(x)
        return integer([low] + (1..<layout(type).count).map { _ in known(0) })
    }
}
