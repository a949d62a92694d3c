extension IntegerEvaluator {
    /// x with its bits moved by a known amount, modulo the width.
    ///
    /// - Throws: `.parametersDiffer`.
    /// - Complexity: at most one look-up for each block (one more where three digits meet), none where bits move by
    ///   whole digits.
    public func shiftLeft<Clear>(
        _ x: EncryptedInteger<Clear>, by amount: Int
    ) throws(LWEError) -> EncryptedInteger<Clear> { try move(x, .left, by: amount) }

    /// x with its bits moved down by a known amount, modulo the width; signed ones keep their sign.
    ///
    /// - Throws: `.parametersDiffer`.
    public func shiftRight<Clear>(
        _ x: EncryptedInteger<Clear>, by amount: Int
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        try move(x, Clear.isSigned ? .arithmeticRight : .right, by: amount)
    }

    /// x rotated towards the higher bits by a known amount, modulo the width.
    ///
    /// - Throws: `.parametersDiffer`.
    public func rotateLeft<Clear>(
        _ x: EncryptedInteger<Clear>, by amount: Int
    ) throws(LWEError) -> EncryptedInteger<Clear> { try move(x, .rotateLeft, by: amount) }

    /// x rotated towards the lower bits by a known amount, modulo the width.
    ///
    /// - Throws: `.parametersDiffer`.
    public func rotateRight<Clear>(
        _ x: EncryptedInteger<Clear>, by amount: Int
    ) throws(LWEError) -> EncryptedInteger<Clear> { try move(x, .rotateRight, by: amount) }

    /// x with its bits moved by an encrypted amount, modulo the width.
    ///
    /// - Throws: `.parametersDiffer`.
    /// - Complexity: see docs/encrypted-integers.md; a stage for each bit of the amount, or for several bits of one digit.
    public func shiftLeft<Clear, Amount>(
        _ x: EncryptedInteger<Clear>, by amount: EncryptedInteger<Amount>
    ) throws(LWEError) -> EncryptedInteger<Clear> { try move(x, .left, by: amount) }

    /// x with its bits moved down by an encrypted amount, modulo the width; signed ones keep their sign.
    ///
    /// - Throws: `.parametersDiffer`.
    public func shiftRight<Clear, Amount>(
        _ x: EncryptedInteger<Clear>, by amount: EncryptedInteger<Amount>
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        try move(x, Clear.isSigned ? .arithmeticRight : .right, by: amount)
    }

    /// x rotated towards the higher bits by an encrypted amount, modulo the width.
    ///
    /// - Throws: `.parametersDiffer`.
    public func rotateLeft<Clear, Amount>(
        _ x: EncryptedInteger<Clear>, by amount: EncryptedInteger<Amount>
    ) throws(LWEError) -> EncryptedInteger<Clear> { try move(x, .rotateLeft, by: amount) }

    /// x rotated towards the lower bits by an encrypted amount, modulo the width.
    ///
    /// - Throws: `.parametersDiffer`.
    public func rotateRight<Clear, Amount>(
        _ x: EncryptedInteger<Clear>, by amount: EncryptedInteger<Amount>
    ) throws(LWEError) -> EncryptedInteger<Clear> { try move(x, .rotateRight, by: amount) }

    func move<Clear>(
        _ x: EncryptedInteger<Clear>, _ move: BitMove, by amount: Int
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        let layout = layout(Clear.self)
        return integer(moved(refreshed(try blocks(x)), move, by: amount & (layout.width - 1), layout))
    }

    /// x moved by a known amount below the width.
    func moved(
        _ x: [EncryptedBlock], _ move: BitMove, by amount: Int, _ layout: RadixLayout
    ) -> [EncryptedBlock] {
        if amount == 0 { return x }
        let pieces = layout.pieces(move, by: amount)
        var requests: [LookUpRequest] = []
        var owners: [Int] = []
        for to in 0..<layout.count {
            var sources = pieces.keys.filter { $0.to == to }.map(\.from).sorted()
            // Two digits fit a look-up.
            while !sources.isEmpty {
                let (low, high) = (sources.removeFirst(), sources.isEmpty ? nil : sources.removeFirst())
                let lowBits = pieces[.init(from: low, to: to), default: []]
                let highBits = high.map { pieces[.init(from: $0, to: to), default: []] } ?? []
                requests.append(
                    LookUpRequest(
                        high: high.map { x[$0] } ?? known(0), low: x[low], lowModulus: messageModulus
                    ) { movedBits($0, highBits) | movedBits($1, lowBits) })
                owners.append(to)
            }
        }
        var digits = [EncryptedBlock](repeating: known(0), count: layout.count)
        for (owner, block) in zip(owners, lookUp(requests)) {
            digits[owner] = (digits[owner] + block).assuming(0...layout.modulus(owner) - 1)
        }
        return digits
    }

    func move<Clear, Amount>(
        _ x: EncryptedInteger<Clear>, _ move: BitMove, by amount: EncryptedInteger<Amount>
    ) throws(LWEError) -> EncryptedInteger<Clear> {
        let layout = layout(Clear.self)
        let amountLayout = self.layout(Amount.self)
        let bits = min(layout.width.trailingZeroBitCount, amountLayout.width)
        var x = try blocks(x)
        let amount = refreshed(try blocks(amount))
        if amount.allSatisfy({ $0.knownValue != nil }) {
            let value = amountLayout.value(of: amount.compactMap(\.knownValue))
            return integer(
                moved(refreshed(x), move, by: Int(value & UInt64(layout.width - 1)), layout))
        }
        var bit = 0
        while bit < bits {
            // As many bits of one amount digit as pay, at most log2 C.
            let left = min(
                amountLayout.bits(bit / messageBits) - bit % messageBits, bits - bit,
                carryModulus.trailingZeroBitCount)
            let stages = (1...left).map { self.stage(move, firstBit: bit, bits: $0, layout) }
            guard let stage = stages.min(by: { $0.costPerBit < $1.costPerBit }) else { break }
            let (digit, shift) = (amount[bit / messageBits], bit % messageBits)
            x = run(stage, on: x, digit, shift: shift, layout)
            bit += stage.bits
        }
        return integer(x)
    }

    /// One stage of a move by an encrypted amount: those by r·2^firstBit, r < 2^bits.
    private struct MoveStage {
        let bits: Int
        /// For each r.
        let pieces: [[RadixLayout.DigitPair: [(from: Int, to: Int)]]]
        /// All pairs that occur, in order.
        let pairs: [RadixLayout.DigitPair]
        /// Of single bits that move whole digits: the digit that each comes from.
        let exchange: [Int?]?
        var costPerBit: Double { Double(exchange?.count ?? pairs.count) / Double(bits) }
    }

    private func stage(_ move: BitMove, firstBit: Int, bits: Int, _ layout: RadixLayout) -> MoveStage {
        let pieces = (0..<1 << bits).map { layout.pieces(move, by: $0 << firstBit) }
        let pairs = Set(pieces.flatMap(\.keys)).sorted { ($0.to, $0.from) < ($1.to, $1.from) }
        var exchange: [Int?]?
        let isWhole =
            bits == 1 && carryModulus >= 4 && layout.width % messageBits == 0
            && (1 << firstBit) % messageBits == 0 && move != .arithmeticRight
        if isWhole {
            exchange = (0..<layout.count).map { to in pieces[1].keys.first { $0.to == to }?.from }
        }
        return MoveStage(bits: bits, pieces: pieces, pairs: pairs, exchange: exchange)
    }

    private func run(
        _ stage: MoveStage, on x: [EncryptedBlock], _ amount: EncryptedBlock, shift: Int,
        _ layout: RadixLayout
    ) -> [EncryptedBlock] {
        let mask = (1 << stage.bits) - 1
        let modulus = messageModulus
        if let exchange = stage.exchange {
            // x_to + bit·(x_from − x_to)
            let scaled = lookUp(amount) { 2 * modulus * ($0 >> shift & mask) }
            let x = refreshed(x, above: max(1, (noiseLimit.squareRoot() - 1) / 2))
            let changes = lookUp(
                exchange.enumerated().map { to, from in
                    guard let from else {
                        return LookUpRequest(scaled + x[to]) { $0 < modulus ? $0 : 0 }
                    }
                    return LookUpRequest(x[from] - x[to] + scaled) { $0 >= modulus ? $0 - 2 * modulus : 0 }
                })
            return exchange.enumerated().map { to, from in
                from == nil ? changes[to] : (x[to] + changes[to]).assuming(0...layout.modulus(to) - 1)
            }
        }
        // Every digit gives every other what it has for it under the amount at hand; bits do not meet.
        let scaled = lookUp(amount) { modulus * ($0 >> shift & mask) }
        let x = refreshed(x, above: noiseLimit.squareRoot() - 1)
        let results = lookUp(
            stage.pairs.map { pair in
                let moves = stage.pieces.map { $0[pair, default: []] }
                return LookUpRequest(x[pair.from] + scaled) { value in
                    movedBits(value & (modulus - 1), moves[value / modulus])
                }
            })
        var digits = [EncryptedBlock](repeating: known(0), count: layout.count)
        for (pair, block) in zip(stage.pairs, results) {
            digits[pair.to] = (digits[pair.to] + block).assuming(0...layout.modulus(pair.to) - 1)
        }
        return digits
    }
}
