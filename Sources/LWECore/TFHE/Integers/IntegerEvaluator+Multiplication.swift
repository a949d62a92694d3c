extension IntegerEvaluator {
    /// x · y, modulo 2^width.
    ///
    /// Every pair of digits gives a low and a high digit, which are added up in columns.
    ///
    /// - Throws: `.parametersDiffer`.
    public func multiply<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        if let factor = y.knownValue { return try multiply(x, factor) }
        if let factor = x.knownValue { return try multiply(y, factor) }
        let (x, y) = try operands(x, y)
        let layout = layout(Clear.self)
        return integer(digits(ofColumns: products(x, y, columns: layout.count), layout))
    }

    /// The digits of all products of two digits, by the column that they belong to.
    func products(_ x: [EncryptedBlock], _ y: [EncryptedBlock], columns count: Int) -> [[EncryptedBlock]] {
        var requests: [LookUpRequest] = []
        var destinations: [Int] = []
        for (i, left) in x.enumerated() {
            for (j, right) in y.enumerated() where i + j < count {
                let (bits, mask) = (messageBits, messageModulus - 1)
                requests.append(
                    LookUpRequest(high: left, low: right, lowModulus: messageModulus) { $0 * $1 & mask })
                destinations.append(i + j)
                guard i + j + 1 < count else { continue }
                requests.append(
                    LookUpRequest(high: left, low: right, lowModulus: messageModulus) { ($0 * $1) >> bits })
                destinations.append(i + j + 1)
            }
        }
        var columns = [[EncryptedBlock]](repeating: [], count: count)
        for (destination, block) in zip(destinations, lookUp(requests)) {
            columns[destination].append(block)
        }
        return columns
    }

    /// x · factor, modulo 2^width: a sum of shifted copies of x and −x, one for each digit of the factor in
    /// non-adjacent form.
    ///
    /// - Throws: `.parametersDiffer`.
    public func multiply<Clear>(
        _ x: EncryptedInteger<Clear>, _ factor: Clear
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        let layout = layout(Clear.self)
        let rows = signedBits(of: UInt64(truncatingIfNeeded: factor), width: layout.width)
        return integer(multiply(refreshed(try blocks(x)), rows, layout))
    }

    /// Σ ±x·2^position, modulo 2^(bits of the layout).
    func multiply(
        _ x: [EncryptedBlock], _ rows: [(position: Int, sign: Int)], _ layout: RadixLayout
    ) -> [EncryptedBlock] {
        var columns = [[EncryptedBlock]](repeating: [], count: layout.count)
        for shift in 0..<messageBits {
            let rows = rows.filter { $0.position % messageBits == shift }
            // A few rows are scaled, which makes their ranges wide; many share one copy of x with shifted digits.
            let isScaled =
                shift > 0 && rows.count < 3
                && Double(1 << (2 * shift)) <= noiseLimit && (messageModulus - 1) << shift < capacity
            let digits =
                shift == 0 || rows.isEmpty
                ? x : isScaled ? x.map { $0.scaled(by: 1 << shift) } : shiftedDigits(x, by: shift)
            for (position, sign) in rows {
                for (index, digit) in digits.enumerated() where index + position / messageBits < layout.count
                {
                    columns[index + position / messageBits].append(digit.scaled(by: sign))
                }
            }
        }
        return self.digits(ofColumns: columns, layout)
    }

    /// The digits of x·2^shift for 0 < shift < bits of a message, one more than x has.
    func shiftedDigits(_ x: [EncryptedBlock], by shift: Int) -> [EncryptedBlock] {
        let (bits, mask) = (messageBits, messageModulus - 1)
        return lookUp(
            (0...x.count).map { index in
                LookUpRequest(
                    high: index < x.count ? x[index] : known(0), low: index > 0 ? x[index - 1] : known(0),
                    lowModulus: messageModulus
                ) { ($0 << shift | $1 >> (bits - shift)) & mask }
            })
    }

    /// The non-adjacent form of `value` modulo 2^width: few powers of two, added or subtracted.
    func signedBits(of value: UInt64, width: Int) -> [(position: Int, sign: Int)] {
        var rest = UInt128(value)
        if width < 64 { rest &= (1 << UInt128(width)) - 1 }
        var rows: [(position: Int, sign: Int)] = []
        var position = 0
        while rest != 0 && position < width {
            if rest & 1 == 1 {
                let sign = rest & 3 == 3 ? -1 : 1
                rows.append((position, sign))
                if sign > 0 { rest -= 1 } else { rest += 1 }
            }
            rest >>= 1
            position += 1
        }
        return rows
    }

    /// x · y modulo 2^width, and whether the product does not fit.
    ///
    /// Unsigned: it does not fit if digits meet whose product lies above, or a column's carry leaves the top. Signed: the
    /// magnitudes are multiplied, and then signs are compared.
    ///
    /// - Throws: `.parametersDiffer`.
    public func multiplyReportingOverflow<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> (result: EncryptedInteger<Clear>, overflow: EncryptedBool) {
        let (left, right) = try operands(x, y)
        let layout = layout(Clear.self)
        guard Clear.isSigned else {
            let (digits, overflow) = multiplyUnsigned(left, right, layout)
            return (integer(digits), truth(overflow))
        }
        let signs = lookUp([signRequest(left, layout, weight: 1), signRequest(right, layout, weight: 1)])
        let negative = lookUp(signs[0] + signs[1]) { $0 & 1 }
        let (magnitude, tooLarge) = multiplyUnsigned(
            negated(left, if: signs[0], layout), negated(right, if: signs[1], layout), layout)
        let digits = negated(magnitude, if: negative, layout)
        // Wrong if the magnitude was too large, or if the sign is not the one it must have and the result is not zero.
        let half = layout.modulus(layout.count - 1) / 2
        let hasWrongSign = lookUp([
            LookUpRequest(high: digits[layout.count - 1], low: negative, lowModulus: 2) {
                ($0 >= half) == ($1 == 1) ? 0 : 1
            }
        ])[0]
        let flag = lookUp(hasWrongSign - equals(digits.map { (1, $0) }) + tooLarge.scaled(by: 2)) {
            $0 > 0 ? 1 : 0
        }
        return (integer(digits), truth(flag))
    }

    /// The product's digits and whether there were more.
    func multiplyUnsigned(
        _ x: [EncryptedBlock], _ y: [EncryptedBlock], _ layout: RadixLayout
    ) -> (digits: [EncryptedBlock], overflow: EncryptedBlock) {
        let count = layout.count
        let (bits, modulus) = (messageBits, messageModulus)
        var requests: [LookUpRequest] = []
        // x_i·y_j with i + j ≥ count is not zero if neither is.
        var suffix = known(0)
        for i in 1..<count {
            suffix = lookUp(y[count - i] + suffix) { $0 == 0 ? 0 : modulus }
            requests.append(LookUpRequest(x[i] + suffix) { $0 > modulus ? 1 : 0 })
        }
        for i in 0..<count {
            requests.append(
                LookUpRequest(high: x[i], low: y[count - 1 - i], lowModulus: modulus) {
                    $0 * $1 < modulus ? 0 : 1
                })
        }
        var flags = lookUp(requests)
        // Above the top, columns for what is carried there: less than 2·count + 2.
        var above = 1
        while 1 << (above * bits) < 2 * count + 2 { above += 1 }
        let wide = RadixLayout(width: (count + above) * bits, messageBits: bits)
        let columns =
            products(x, y, columns: count) + [[EncryptedBlock]](repeating: [], count: above)
        var digits = self.digits(ofColumns: columns, wide)
        flags += digits[count...]
        digits.removeLast(above)
        // A short top digit leaves bits of the product within its column.
        let topModulus = layout.modulus(count - 1)
        if topModulus < modulus {
            let top = lookUp([
                LookUpRequest(digits[count - 1]) { $0 & (topModulus - 1) },
                LookUpRequest(digits[count - 1]) { $0 >= topModulus ? 1 : 0 },
            ])
            digits[count - 1] = top[0]
            flags.append(top[1])
        }
        return (digits, any(flags))
    }
}
