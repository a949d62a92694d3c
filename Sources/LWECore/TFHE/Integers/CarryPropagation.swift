/// What a carry propagation gives.
struct PropagatedDigits {
    /// Digits below their moduli.
    let digits: [EncryptedBlock]
    /// What left the last column; nil if not asked for.
    let carry: EncryptedBlock?
    /// Results of the requests that went along.
    let companions: [EncryptedBlock]
}

/// How carries run, chosen for the fewest rounds of look-ups on the threads at hand.
enum CarryPlan: Hashable, Sendable {
    /// From column to column: two look-ups for each, the least work.
    case sequential
    /// Through a tree of generate-propagate states: about twice the work, logarithmic depth.
    case parallel
}

extension IntegerEvaluator {
    /// Turns columns into digits: each column keeps its value modulo its modulus and carries the rest upwards.
    ///
    /// - Parameters:
    ///   - columns: little-endian; each, with the carry into it, a run of at most MC values. A carry into the first one
    ///     is part of it.
    ///   - layout: the moduli of the columns.
    ///   - wantsCarry: whether the carry out of the last column is of interest.
    ///   - companions: independent requests, which join the first batch.
    ///   - plan: nil chooses.
    /// - Returns: digits, and what was asked for besides.
    /// - Complexity: `CarryPlan`.
    func propagate(
        _ columns: [EncryptedBlock], _ layout: RadixLayout, wantsCarry: Bool = false,
        companions: [LookUpRequest] = [], plan: CarryPlan? = nil
    ) -> PropagatedDigits {
        let carryCount = wantsCarry ? columns.count : columns.count - 1
        let plan = plan ?? cheapestPlan(columns: columns.count, carries: carryCount)
        if plan == .parallel, let direction = carryDirection(columns, layout) {
            return propagateInParallel(columns, layout, direction, carryCount, companions)
        }
        return propagateInSequence(columns, layout, wantsCarry, companions)
    }

    private func propagateInSequence(
        _ columns: [EncryptedBlock], _ layout: RadixLayout, _ wantsCarry: Bool, _ companions: [LookUpRequest]
    ) -> PropagatedDigits {
        var carry = known(0)
        var extra: [EncryptedBlock] = []
        var digits: [EncryptedBlock] = []
        var messages: [LookUpRequest] = []
        for (index, column) in columns.enumerated() {
            let value = column + carry
            let modulus = layout.modulus(index)
            messages.append(LookUpRequest(value) { $0 & (modulus - 1) })
            var batch: [LookUpRequest] = []
            let bits = layout.bits(index)
            if index < columns.count - 1 || wantsCarry { batch.append(LookUpRequest(value) { $0 >> bits }) }
            let isLast = index == columns.count - 1
            // One thread takes all digits in one batch at the end, several take each beside its carry.
            let digitCount = evaluator.threadCount > 1 || isLast ? messages.count : 0
            let carries = batch.count
            let results = lookUp(batch + messages.prefix(digitCount) + (index == 0 ? companions : []))
            if carries == 1 { carry = results[0] }
            digits += results[carries..<carries + digitCount]
            messages.removeFirst(digitCount)
            if index == 0 { extra = Array(results[(carries + digitCount)...]) }
        }
        return PropagatedDigits(digits: digits, carry: wantsCarry ? carry : nil, companions: extra)
    }

    /// +1 where all carries are 0 or 1, −1 where they are 0 or −1 (borrows), nil where there are others.
    private func carryDirection(_ columns: [EncryptedBlock], _ layout: RadixLayout) -> Int? {
        func fits(_ least: Int, _ most: Int) -> Bool {
            columns.indices.allSatisfy { index in
                let (range, modulus) = (columns[index].range, layout.modulus(index))
                // The carry into the first column is part of it already.
                let carries = index == 0 ? 0...0 : least...most
                return range.lowerBound + carries.lowerBound >= modulus * least
                    && range.upperBound + carries.upperBound < modulus * (most + 1)
            }
        }
        return fits(0, 1) ? 1 : fits(-1, 0) ? -1 : nil
    }
}

// The tree. A column's state is +1 if it generates a carry, 0 if it passes one on, −1 if it swallows it; the state of a
// run of columns is the sign of Σ 2^i·state_i, so one look-up takes as many columns as MC has bits. A state that knows
// what comes into its run is a carry: 0 or 1.
extension IntegerEvaluator {
    /// Rounds of look-ups that a batch takes.
    func rounds(_ batch: Int) -> Int { (batch + evaluator.threadCount - 1) / evaluator.threadCount }

    /// The plan with the fewest rounds.
    func cheapestPlan(columns: Int, carries: Int) -> CarryPlan {
        let sequential =
            evaluator.threadCount == 1
            ? columns + carries : (0..<columns).reduce(0) { $0 + rounds($1 < carries ? 2 : 1) }
        let parallel = treeBatches(columns: columns, carries: carries).reduce(0) { $0 + rounds($1) }
        return parallel < sequential ? .parallel : .sequential
    }

    /// Sizes of the batches of `propagateInParallel`.
    func treeBatches(columns: Int, carries: Int) -> [Int] {
        var batches: [Int] = []
        var extra = (0..<columns).count { needsDigitFirst($0, of: carries) }
        var elements = carries
        var conversions: [Int] = []
        while elements > capacityBits {
            batches.append(elements + extra)
            let groups = (elements + capacityBits - 1) / capacityBits
            extra = elements - groups - (groups - 1)
            conversions.append(groups - 1 > capacityBits ? groups - 1 - capacityBits : 0)
            elements = groups - 1
        }
        batches.append(elements + extra)
        batches.append(elements - 1)
        batches += conversions.reversed()
        batches.append(columns)
        return batches.filter { $0 > 0 }
    }

    /// Whether carry `index` of `count` comes out of the tree as 0 or 1, not as a sum to compare with 1.
    private func isPlainCarry(_ index: Int, of count: Int) -> Bool {
        if index < capacityBits { return true }
        let groups = (count + capacityBits - 1) / capacityBits
        let (group, position) = index.quotientAndRemainder(dividingBy: capacityBits)
        return position == capacityBits - 1 && group < groups - 1 && isPlainCarry(group, of: groups - 1)
    }

    /// Whether column `index` takes its digit first and a carry's sum on top of it, instead of a plain carry.
    private func needsDigitFirst(_ index: Int, of carries: Int) -> Bool {
        carryModulus >= 4 && index > 0 && !isPlainCarry(index - 1, of: carries)
    }

    private func propagateInParallel(
        _ columns: [EncryptedBlock], _ layout: RadixLayout, _ direction: Int, _ carryCount: Int,
        _ companions: [LookUpRequest]
    ) -> PropagatedDigits {
        let states = (0..<carryCount).map { index in
            let modulus = layout.modulus(index)
            // Above zero: generates. Zero: passes on, but for the first column, into which nothing comes.
            return LookUpRequest(columns[index]) { value in
                let excess = direction > 0 ? value - (modulus - 1) : -value
                return index == 0 ? (excess > 0 ? 1 : 0) : excess.signum()
            }
        }
        let early = columns.indices.filter { needsDigitFirst($0, of: carryCount) }
        let digitsFirst = early.map { index in
            LookUpRequest(columns[index]) { [modulus = layout.modulus(index)] in 4 * ($0 & (modulus - 1)) }
        }
        var (sums, extra) = carries(states, companions: digitsFirst + companions)
        if carryModulus < 4 || carryCount == columns.count {
            let last = carryModulus < 4 ? sums.indices : sums.count - 1..<sums.count
            for (index, carry) in zip(last, plainCarries(sums[last])) { sums[index] = carry }
        }
        let first = Dictionary(uniqueKeysWithValues: zip(early, extra))
        let requests = columns.indices.map { index in
            let modulus = layout.modulus(index)
            if index == 0 { return LookUpRequest(columns[0]) { $0 & (modulus - 1) } }
            if let digit = first[index] {
                return LookUpRequest(digit + sums[index - 1]) { value in
                    let carry = (value + 1) & 3 >= 2 ? direction : 0
                    return ((value + 1) >> 2 + carry) & (modulus - 1)
                }
            }
            return LookUpRequest(columns[index] + sums[index - 1].scaled(by: direction)) {
                $0 & (modulus - 1)
            }
        }
        let digits = lookUp(requests)
        extra.removeFirst(early.count)
        let carry = carryCount == columns.count ? sums.last?.scaled(by: direction) : nil
        return PropagatedDigits(digits: digits, carry: carry, companions: extra)
    }

    /// Carries out of every column, from requests for their states.
    ///
    /// - Returns: sums from −1 to 2 that are at least 1 where there is a carry; and the companions' results.
    func carries(
        _ states: [LookUpRequest], companions: [LookUpRequest]
    ) -> (sums: [EncryptedBlock], companions: [EncryptedBlock]) {
        let groupSize = capacityBits
        let weighted = states.enumerated().map { index, request in
            LookUpRequest(request.input) { request.function($0) << (index % groupSize) }
        }
        let results = lookUp(weighted + companions)
        let companionResults = Array(results[states.count...])
        if states.count <= 1 { return (Array(results[..<states.count]), companionResults) }

        // Runs from the start of each group; where it begins the number, they are carries.
        var runs: [LookUpRequest] = []
        var sum = known(0)
        for index in states.indices {
            sum = index % groupSize == 0 ? results[index] : sum + results[index]
            runs.append(
                LookUpRequest(sum) { index < groupSize ? ($0 >= 1 ? 1 : 0) : $0.signum() })
        }
        let groups = (states.count + groupSize - 1) / groupSize
        let inner = states.indices.filter {
            $0 % groupSize != 0 && ($0 % groupSize != groupSize - 1 || $0 / groupSize == groups - 1)
        }
        var sums = Array(results[..<states.count])
        if groups == 1 {
            let prefixes = lookUp(inner.map { runs[$0] })
            for (index, prefix) in zip(inner, prefixes) { sums[index] = prefix }
            return (sums, companionResults)
        }
        let totals = (0..<groups - 1).map { runs[$0 * groupSize + groupSize - 1] }
        let (groupSums, prefixes) = carries(totals, companions: inner.map { runs[$0] })
        for (index, prefix) in zip(inner, prefixes) { sums[index] = prefix }
        let groupCarries = plainCarries(groupSums[...])
        for index in groupSize..<states.count {
            sums[index] = sums[index] + groupCarries[index / groupSize - 1]
        }
        for group in 0..<groups - 1 { sums[group * groupSize + groupSize - 1] = groupCarries[group] }
        return (sums, companionResults)
    }

    /// The carries that these sums stand for, 0 or 1.
    func plainCarries(_ sums: ArraySlice<EncryptedBlock>) -> [EncryptedBlock] {
        lookUp(
            sums.map { sum in
                // A plain one is its own carry.
                LookUpRequest(sum) { $0 >= 1 ? 1 : 0 }
            })
    }
}
