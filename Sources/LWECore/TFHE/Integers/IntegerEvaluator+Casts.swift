extension IntegerEvaluator {
    /// The integer of another type with the same bits: truncated, or extended by zeros or, from a signed type, by copies
    /// of the sign bit.
    ///
    /// - Throws: `.parametersDiffer`.
    /// - Complexity: no look-up but for a sign (one), and for a digit that is cut (one).
    public func cast<From, To>(
        _ x: EncryptedInteger<From>, to type: To.Type
    ) throws(LWEError) -> EncryptedInteger<To> {
        integer(
            recast(try blocks(x), isSigned: From.isSigned, from: layout(From.self), to: layout(type)))
    }

    /// Digits of one layout as those of another of the same message bits.
    func recast(
        _ x: [EncryptedBlock], isSigned: Bool, from source: RadixLayout, to destination: RadixLayout
    ) -> [EncryptedBlock] {
        if destination.width == source.width { return x }
        let last = min(source.count, destination.count) - 1
        let (sourceModulus, modulus) = (source.modulus(last), destination.modulus(last))
        // The digit in which one of them ends, and the one that fills what lies above.
        var requests = [
            LookUpRequest(x[last]) { digit in
                let isNegative = isSigned && destination.width > source.width && digit >= sourceModulus / 2
                return (isNegative ? digit - sourceModulus : digit) & (modulus - 1)
            }
        ]
        if isSigned && destination.width > source.width {
            requests.append(signRequest(x, source, weight: messageModulus - 1))
        }
        let results = lookUp(requests)
        return (0..<destination.count).map { index in
            if index < last { return x[index] }
            if index == last { return results[0] }
            let fill = results.count > 1 ? results[1] : known(0)
            let (full, short) = (messageModulus - 1, destination.modulus(index) - 1)
            return results.count > 1 && short < full ? lookUp(fill) { $0 & short } : fill
        }
    }

    /// Whether x is not zero.
    ///
    /// - Throws: `.parametersDiffer`.
    public func isNotZero<Clear>(_ x: EncryptedInteger<Clear>) throws(LWEError) -> EncryptedBool {
        try isNotEqual(x, trivial(0))
    }
}
