extension IntegerEvaluator {
    /// Quotient, rounded towards zero, and remainder, with the dividend's sign.
    ///
    /// Division by zero gives a quotient of ones (of a negative dividend: 1) and the dividend as remainder. The least
    /// signed integer divided by −1 is itself.
    ///
    /// - Throws: `.parametersDiffer`.
    /// - Complexity: about two look-ups for each pair of digits and each bit of a digit.
    public func divide<Clear>(
        _ x: EncryptedInteger<Clear>, by y: EncryptedInteger<Clear>
    ) throws(LWEError) -> (quotient: EncryptedInteger<Clear>, remainder: EncryptedInteger<Clear>) {
        let (x, y) = try operands(x, y)
        let layout = layout(Clear.self)
        guard Clear.isSigned else {
            let (quotient, remainder) = dividedUnsigned(x, by: y, layout)
            return (integer(quotient), integer(remainder))
        }
        let signs = lookUp([signRequest(x, layout, weight: 1), signRequest(y, layout, weight: 1)])
        let differ = lookUp(signs[0] + signs[1]) { $0 & 1 }
        let (quotient, remainder) = dividedUnsigned(
            negated(x, if: signs[0], layout), by: negated(y, if: signs[1], layout), layout)
        return (
            integer(negated(quotient, if: differ, layout)), integer(negated(remainder, if: signs[0], layout))
        )
    }

    /// Restoring division, bit by bit from the top.
    ///
    /// The divisor moves down, the remainder stays in place, so that only digits from the bit on are looked at.
    private func dividedUnsigned(
        _ x: [EncryptedBlock], by divisor: [EncryptedBlock], _ layout: RadixLayout
    ) -> (quotient: [EncryptedBlock], remainder: [EncryptedBlock]) {
        let count = layout.count
        let modulus = messageModulus
        // The divisor times 2^s for each bit s of a digit, from bootstraps of their own.
        let divisors = (0..<min(messageBits, layout.width)).map { shift in
            shift == 0 ? independent(divisor) + [known(0)] : shiftedDigits(divisor, by: shift)
        }
        let excess = divisorExcess(divisors, count)
        var remainder = x
        var bits = [[EncryptedBlock]](repeating: [], count: count)
        for position in (0..<layout.width).reversed() {
            let (low, shift) = position.quotientAndRemainder(dividingBy: messageBits)
            // M if the moved divisor has digits above the dividend's.
            let above = excess[shift][count - low]
            let weight = 2 * modulus - 1 + (shift == 0 ? 0 : 1 << (shift - 1))
            guard above.knownValue != modulus else {
                bits[low].append(known(0))
                continue
            }
            let moved = Array(divisors[shift][..<(count - low)])
            let window = Array(remainder[low...])
            let step =
                carryModulus < 4
                ? subtractIfLarger(window, moved, above, weight: weight)
                : restore(window, moved, above, weight: weight)
            remainder[low...] = step.remainder[...]
            bits[low].append(step.bit)
        }
        let quotient = lookUp(
            bits.enumerated().map { index, bits in
                // Highest bit first. Sums of weights tell the bits.
                let weights = (0..<bits.count).reversed().map {
                    2 * modulus - 1 + ($0 == 0 ? 0 : 1 << ($0 - 1))
                }
                var digits: [Int: Int] = [:]
                for digit in 0..<1 << bits.count {
                    let sum = weights.enumerated().reduce(0) { sum, weight in
                        sum + (digit >> (bits.count - 1 - weight.offset) & 1) * weight.element
                    }
                    digits[sum] = digit
                }
                return LookUpRequest(bits.reduce(known(0), +)) { digits[$0] ?? 0 }
            })
        return (quotient, refreshed(remainder))
    }

    /// The blocks, each from a bootstrap of its own.
    private func independent(_ blocks: [EncryptedBlock]) -> [EncryptedBlock] {
        lookUp(
            blocks.map { block in
                var request = LookUpRequest(block) { $0 }
                request.isForced = block.noise.foreign > 0 || block.squaredNoise > 1
                return request
            })
    }

    /// For each shift s and each k from 1 to `count`: M if 2^s times the divisor has a digit that is not zero from k on.
    private func divisorExcess(_ divisors: [[EncryptedBlock]], _ count: Int) -> [[EncryptedBlock]] {
        let test = { [messageModulus] (value: Int) in value == 0 ? 0 : messageModulus }
        var plain = [EncryptedBlock](repeating: known(0), count: count + 2)
        for k in stride(from: count - 1, through: 1, by: -1) {
            plain[k] = lookUp(divisors[0][k] + plain[k + 1], test)
        }
        // Shifted: what the divisor has from k on, and what the shift moves into digit k.
        let shifted = lookUp(
            divisors.dropFirst().flatMap { digits in
                (1...count).map { k in LookUpRequest(digits[k] + plain[k], test) }
            })
        return divisors.indices.map { shift in
            shift == 0 ? plain : [known(0)] + shifted[(shift - 1) * count..<shift * count]
        }
    }

    /// One bit of the quotient, times `weight`, and what is left of `window`.
    ///
    /// Borrows b tell whether the divisor E fits. Then a digit R becomes R − E − b + M·b', which is a digit again; else
    /// it stays. So one look-up gives what to take off, and the remainder's noise grows by one bootstrap's.
    private func restore(
        _ window: [EncryptedBlock], _ divisor: [EncryptedBlock], _ above: EncryptedBlock, weight: Int
    ) -> (bit: EncryptedBlock, remainder: [EncryptedBlock]) {
        let modulus = messageModulus
        let window = refreshed(window, above: max(1, noiseLimit.squareRoot() - 3.0.squareRoot()))
        var columns = self.columns(window, minus: divisor)
        let top = columns.count - 1
        columns[top] = columns[top] - above
        let (borrows, bit) = borrows(columns, weight: weight)
        let changes = lookUp(
            divisor.indices.map { index in
                let into = index == 0 ? divisor[0] : divisor[index] + borrows[index - 1]
                if index == top { return LookUpRequest(into + bit) { $0 > modulus ? $0 - weight : 0 } }
                let out = borrows[index].scaled(by: modulus)
                return LookUpRequest((into - out).assuming(1 - modulus...modulus - 1) + bit) {
                    $0 >= modulus ? $0 - weight : 0
                }
            })
        let remainder = zip(window, changes).map { ($0 - $1).assuming(0...modulus - 1) }
        return (bit, remainder)
    }

    /// The borrows out of all columns but the last, and `weight` if the last one has none.
    private func borrows(
        _ columns: [EncryptedBlock], weight: Int
    ) -> (borrows: [EncryptedBlock], bit: EncryptedBlock) {
        let tree = treeBatches(columns: columns.count, carries: columns.count).reduce(0) { $0 + rounds($1) }
        if tree < columns.count {
            let states = columns.enumerated().map { index, column in
                LookUpRequest(column) { index == 0 ? ($0 < 0 ? 1 : 0) : -$0.signum() }
            }
            let (sums, _) = carries(states, companions: [])
            let results = lookUp(
                sums.dropLast().map { LookUpRequest($0) { $0 >= 1 ? 1 : 0 } }
                    + sums.suffix(1).map { LookUpRequest($0) { $0 >= 1 ? 0 : weight } })
            return (Array(results.dropLast()), results[columns.count - 1])
        }
        var borrows: [EncryptedBlock] = []
        for column in columns.dropLast() {
            borrows.append(
                lookUp(borrows.isEmpty ? column : column - borrows[borrows.count - 1]) { $0 < 0 ? 1 : 0 })
        }
        let last = columns[columns.count - 1]
        return (
            borrows,
            lookUp(borrows.isEmpty ? last : last - borrows[borrows.count - 1]) { $0 < 0 ? 0 : weight }
        )
    }

    /// As `restore`, with less room: the comparison first, then the subtraction of a masked divisor.
    private func subtractIfLarger(
        _ window: [EncryptedBlock], _ divisor: [EncryptedBlock], _ above: EncryptedBlock, weight: Int
    ) -> (bit: EncryptedBlock, remainder: [EncryptedBlock]) {
        let window = refreshed(window)
        var differences = columns(window, minus: divisor)
        differences[differences.count - 1] = differences[differences.count - 1] - above
        let fits = test(differences, .greaterOrEqual)
        let masked = lookUp(
            divisor.map { LookUpRequest(high: $0, low: fits, lowModulus: 2) { $0 * $1 } }
                + [LookUpRequest(fits) { weight * $0 }])
        let layout = RadixLayout(width: window.count * messageBits, messageBits: messageBits)
        let digits = propagate(columns(window, minus: Array(masked.dropLast())), layout).digits
        return (masked[divisor.count], digits)
    }

    /// Quotient and remainder by a known divisor.
    ///
    /// - Throws: `.parametersDiffer`.
    public func divide<Clear>(
        _ x: EncryptedInteger<Clear>, by y: Clear
    ) throws(LWEError) -> (quotient: EncryptedInteger<Clear>, remainder: EncryptedInteger<Clear>) {
        try divide(x, by: trivial(y))
    }
}
