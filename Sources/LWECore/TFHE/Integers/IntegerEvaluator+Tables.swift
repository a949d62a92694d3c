extension IntegerEvaluator {
    /// Any function of an 8-bit integer.
    ///
    /// Two digits are the input of one look-up. For each value of the others there is one table, whose results come out
    /// in pairs of digits; a bit for each such value chooses among them: u·T = T/2 − (−1)^u·T/2, where the sign is the
    /// padding bit's work, so one look-up masks a pair, and ΣT/2 is one more table. Equal tables are one.
    ///
    /// - Parameters:
    ///   - x: of 8 bits.
    ///   - table: entry i is the result for the bit pattern i.
    /// - Returns: the entry at x.
    /// - Throws: `.wrongLength` for a table of another size, `.unsupportedParameters` for other widths,
    ///   `.parametersDiffer`.
    /// - Complexity: with the 2_2 sets and 8-bit results at most 86 look-ups, three rounds deep: 16 bits, 32 + 2 tables, 32
    ///   masks, 4 digits.
    public func lookUp<In, Out>(
        _ x: EncryptedInteger<In>, in table: [Out]
    ) throws(LWEError) -> EncryptedInteger<Out> {
        let bits = table.map { UInt64(truncatingIfNeeded: $0) }
        return integer(try lookUp(x, in: bits, layout(Out.self)))
    }

    /// As above, with the results' digits in `output`.
    func lookUp<In>(
        _ x: EncryptedInteger<In>, in table: [UInt64], _ output: RadixLayout
    ) throws(LWEError) -> [EncryptedBlock] {
        guard In.bitWidth == 8 else {
            throw .unsupportedParameters("tables are for 8 bits, not \(In.bitWidth)")
        }
        guard table.count == 256 else {
            throw .wrongLength(object: .plaintext, expected: 256, actual: table.count)
        }
        if let value = x.knownValue {
            return output.digits(of: table[Int(UInt8(truncatingIfNeeded: value))]).map { known($0) }
        }
        let input = layout(In.self)
        let digits = refreshed(try blocks(x))
        // Two digits each, the last one perhaps alone; a short digit packs as a full one does.
        let pairs = stride(from: 0, to: digits.count, by: 2).map { low in
            (
                block: low + 1 < digits.count ? packed(digits[low + 1], digits[low]) : digits[low],
                bits: input.bits(low) + (low + 1 < digits.count ? input.bits(low + 1) : 0)
            )
        }
        let results = table.map { output.digits(of: $0) }
        let columns = stride(from: 0, to: output.count, by: 2).map { low in
            results.map { $0[low] + (low + 1 < output.count ? messageModulus * $0[low + 1] : 0) }
        }
        let chosen = choose(columns, pairs)
        return lookUp(
            (0..<output.count).map { index in
                let (shift, mask) = (index % 2 * messageBits, messageModulus - 1)
                return LookUpRequest(chosen[index / 2]) { $0 >> shift & mask }
            })
    }

    /// The entries of some tables at the encrypted place that the pairs of digits name; entries below M².
    private func choose(
        _ tables: [[Int]], _ pairs: [(block: EncryptedBlock, bits: Int)]
    ) -> [EncryptedBlock] {
        let first = pairs[0]
        let rowLength = 1 << first.bits
        let rows = tables.map { groupsOf(rowLength, $0) }
        if pairs.count == 1 {
            return lookUp(rows.map { rows in LookUpRequest(first.block) { rows[0][$0] } })
        }
        // The lowest selecting pair works on tables in the clear, further ones on what was chosen.
        let groups = rows.flatMap { groupsOf(1 << pairs[1].bits, $0) }
        var values = choose(groups, at: first.block, by: pairs[1].block)
        for pair in pairs.dropFirst(2) { values = choose(groupsOf(1 << pair.bits, values), by: pair.block) }
        return values
    }

    /// For each group of rows, the entry at `column` of the row that `selector` names.
    private func choose(
        _ groups: [[[Int]]], at column: EncryptedBlock, by selector: EncryptedBlock
    ) -> [EncryptedBlock] {
        let capacity = capacity
        let groups = groups.map { kinds(of: $0) }
        // Of each group: its different rows, a bit for each of them, and half the sum of all.
        let batches = groups.map { kinds, different in
            different.count == 1
                ? [LookUpRequest(column) { different[0][$0] }]
                : different.map { row in LookUpRequest(column) { row[$0] } }
                    + different.indices.map { kind in
                        LookUpRequest(selector) { kinds[$0] == kind ? capacity : 0 }
                    } + [LookUpRequest(column, halves: { place in different.reduce(0) { $0 + $1[place] } })]
        }
        let results = lookUpAll(batches)
        let signs = lookUpAll(
            zip(groups, results).map { group, results in
                let count = group.different.count
                return count == 1
                    ? []
                    : (0..<count).filter { results[$0].knownValue != 0 }.map { kind in
                        signedHalf(results[kind] + results[count + kind])
                    }
            })
        return zip(results, signs).map { results, signs in
            signs.isEmpty ? results[0] : sumOfPairs(signs + results.suffix(1))
        }
    }

    /// Of each group the value that `selector` names.
    private func choose(_ groups: [[EncryptedBlock]], by selector: EncryptedBlock) -> [EncryptedBlock] {
        let capacity = capacity
        let groups = groups.map { kinds(of: $0) }
        let noise = (noiseLimit - 1).squareRoot()
        let settled = refreshed(groups.flatMap(\.different), above: noise)
        var rest = settled[...]
        let inputs = groups.map { group in
            defer { rest.removeFirst(group.different.count) }
            return Array(rest.prefix(group.different.count))
        }
        let bits = lookUpAll(
            groups.map { kinds, different in
                different.indices.map { kind in LookUpRequest(selector) { kinds[$0] == kind ? capacity : 0 } }
            })
        let halves = lookUpAll(
            zip(inputs, bits).map { inputs, bits in
                inputs.count == 1
                    ? []
                    : zip(inputs, bits).flatMap { value, bit in
                        [signedHalf(value + bit), LookUpRequest(value, halves: { $0 })]
                    }
            })
        return zip(inputs, halves).map { inputs, halves in
            halves.isEmpty ? inputs[0] : sumOfPairs(halves)
        }
    }

    /// Looks groups of requests up at once.
    private func lookUpAll(_ groups: [[LookUpRequest]]) -> [[EncryptedBlock]] {
        var results = lookUp(groups.flatMap(\.self))[...]
        return groups.map { group in
            defer { results.removeFirst(group.count) }
            return Array(results.prefix(group.count))
        }
    }

    /// Masked pairs of digits, all but one of them zero.
    private func sumOfPairs(_ terms: [EncryptedBlock]) -> EncryptedBlock {
        terms.dropFirst().reduce(terms[0], +).assuming(0...messageModulus * messageModulus - 1)
    }

    private func groupsOf<Element>(_ size: Int, _ elements: [Element]) -> [[Element]] {
        stride(from: 0, to: elements.count, by: size).map { Array(elements[$0..<$0 + size]) }
    }

    /// The different ones, and which of them each one is: what is equal has the same noise, and is masked once.
    private func kinds<Element: Equatable>(of elements: [Element]) -> (kinds: [Int], different: [Element]) {
        var different: [Element] = []
        let kinds = elements.map { element in
            if let kind = different.firstIndex(of: element) { return kind }
            different.append(element)
            return different.count - 1
        }
        return (kinds, different)
    }

    /// T/2 for T + MC, −T/2 for T.
    private func signedHalf(_ block: EncryptedBlock) -> LookUpRequest {
        LookUpRequest(block, halves: { [capacity] in $0 < capacity ? -$0 : $0 - capacity })
    }
}
