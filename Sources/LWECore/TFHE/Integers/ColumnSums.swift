extension IntegerEvaluator {
    /// Adds the blocks of each column up until one propagation of carries can take the rest.
    ///
    /// Works in batches. In each, columns that are too full hand over their largest terms, as many as fit a ciphertext:
    /// a digit comes back, and a carry for the next column; two look-ups for up to MC/(M − 1) digits.
    ///
    /// - Parameters:
    ///   - columns: little-endian, blocks of any range of at most MC values.
    ///   - layout: the moduli of the columns; what leaves the last one is dropped.
    /// - Returns: columns for `propagate`.
    func summed(_ columns: [[EncryptedBlock]], _ layout: RadixLayout) -> [EncryptedBlock] {
        var columns = columns
        while true {
            var batch: [LookUpRequest] = []
            var destinations: [Int] = []
            var incoming = 0...0
            for index in columns.indices {
                // The range of what comes from below, now and when carries are propagated.
                var outgoing = 0...0
                while !columns[index].isEmpty && !fits(columns[index], incoming) {
                    let group = takeGroup(from: &columns[index])
                    if group.range.lowerBound >= 0, group.range.upperBound < layout.modulus(index),
                        group.squaredNoise <= 1
                    {
                        // A digit already: what is too much comes from below.
                        columns[index].append(group)
                        break
                    }
                    let modulus = layout.modulus(index)
                    let bits = layout.bits(index)
                    batch.append(LookUpRequest(group) { $0 & (modulus - 1) })
                    destinations.append(index)
                    incoming = incoming.sum(0...modulus - 1)
                    if index + 1 < columns.count {
                        batch.append(LookUpRequest(group) { $0 >> bits })
                        destinations.append(index + 1)
                        outgoing = outgoing.sum(
                            group.range.lowerBound >> bits...group.range.upperBound >> bits)
                    }
                }
                let total = range(columns[index]).sum(incoming)
                let bits = layout.bits(index)
                incoming = (total.lowerBound >> bits...total.upperBound >> bits).sum(outgoing)
            }
            if batch.isEmpty { break }
            for (destination, block) in zip(destinations, lookUp(batch)) {
                columns[destination].append(block)
            }
        }
        return columns.map { terms in terms.dropFirst().reduce(terms.first ?? known(0), +) }
    }

    /// Adds columns up and propagates.
    func digits(ofColumns columns: [[EncryptedBlock]], _ layout: RadixLayout) -> [EncryptedBlock] {
        var sums = summed(columns, layout)
        let count = sums.count
        var plan = cheapestPlan(columns: count, carries: count - 1)
        if plan == .parallel, sums.contains(where: { $0.range.upperBound > 2 * messageModulus - 2 }) {
            // With one batch more, is a tree still better?
            let sequential = (0..<count).reduce(0) { $0 + rounds($1 < count - 1 ? 2 : 1) }
            let tree = treeBatches(columns: count, carries: count - 1).reduce(rounds(2 * count)) {
                $0 + rounds($1)
            }
            if tree >= sequential { plan = .sequential }
        }
        if plan == .parallel, sums.contains(where: { $0.range.upperBound > 2 * messageModulus - 2 }) {
            // A tree takes carries of one only: one more batch leaves digits and such carries.
            let results = lookUp(
                sums.enumerated().flatMap { index, sum in
                    let (bits, mask) = (layout.bits(index), layout.modulus(index) - 1)
                    return [LookUpRequest(sum) { $0 & mask }, LookUpRequest(sum) { $0 >> bits }]
                })
            for index in sums.indices {
                sums[index] = results[2 * index] + (index == 0 ? known(0) : results[2 * index - 1])
            }
        }
        return propagate(sums, layout, plan: plan).digits
    }

    /// Whether the terms and what comes in can be one block.
    private func fits(_ terms: [EncryptedBlock], _ incoming: ClosedRange<Int>) -> Bool {
        guard range(terms).sum(incoming).count <= capacity else { return false }
        guard terms.count > 1 else { return true }
        // One for the carry, which is another bootstrap's.
        let noise = terms.reduce(BlockNoise.none) { .combining($0, 1, $1.noise) }
        return noise.squaredNorm + 1 + 2 * noise.foreign <= noiseLimit
    }

    private func range(_ terms: [EncryptedBlock]) -> ClosedRange<Int> {
        terms.reduce(0...0) { $0.sum($1.range) }
    }

    /// Takes the terms with the widest ranges, as many as one block holds, and adds them.
    private func takeGroup(from terms: inout [EncryptedBlock]) -> EncryptedBlock {
        terms.sort { $0.range.count > $1.range.count }
        var sum = terms.removeFirst()
        var rest: [EncryptedBlock] = []
        for term in terms {
            let more = sum + term
            if more.range.count <= capacity && more.squaredNoise <= noiseLimit {
                sum = more
            } else {
                rest.append(term)
            }
        }
        terms = rest
        return sum
    }

    /// Σ terms, modulo 2^width; cheaper than adding one after the other.
    ///
    /// Any number of terms; of none the sum is zero.
    ///
    /// - Throws: `.parametersDiffer`.
    public func sum<Clear>(
        _ terms: [EncryptedInteger<Clear>]
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        let layout = layout(Clear.self)
        var columns = [[EncryptedBlock]](repeating: [], count: layout.count)
        for term in terms {
            for (index, block) in refreshed(try blocks(term)).enumerated() { columns[index].append(block) }
        }
        return integer(digits(ofColumns: columns, layout))
    }
}

extension ClosedRange<Int> {
    fileprivate func sum(_ other: ClosedRange<Int>) -> ClosedRange<Int> {
        lowerBound + other.lowerBound...upperBound + other.upperBound
    }
}
