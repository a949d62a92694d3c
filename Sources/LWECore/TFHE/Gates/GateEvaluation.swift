/// One gate to evaluate.
public struct GateInput<Word: TorusInteger>: Sendable {
    let gate: Gate
    let first: EncryptedBit<Word>
    let second: EncryptedBit<Word>

    /// `gate` of two bits.
    public init(_ gate: Gate, _ first: EncryptedBit<Word>, _ second: EncryptedBit<Word>) {
        self.gate = gate
        self.first = first
        self.second = second
    }
}

extension ServerKey {
    /// One gate: one bootstrap.
    ///
    /// - Throws: as `evaluate` of many.
    public func evaluate(
        _ gate: Gate, _ first: EncryptedBit<Word>, _ second: EncryptedBit<Word>
    ) throws(LWEError) -> EncryptedBit<Word> { try evaluate([GateInput(gate, first, second)])[0] }

    /// Independent gates, in parallel; one bootstrap each.
    ///
    /// Inputs whose noise the gate would carry beyond the set's ν² are bootstrapped first. Both may be one and the same bit,
    /// so their deviations are added, not their variances. The sum is checked for every gate, so no sequence of them
    /// decrypts wrongly more often than the set says.
    ///
    /// - Throws: `.parametersDiffer` for a bit of another key or set, `.unsupportedParameters` for a set that is not one
    ///   for gates.
    public func evaluate(_ gates: [GateInput<Word>]) throws(LWEError) -> [EncryptedBit<Word>] {
        let limit = parameters.squaredNorm * (1 + 1e-9)
        for gate in gates { try expect([gate.first, gate.second]) }
        var gates = gates
        let noisy = gates.indices.filter { gates[$0].noise > limit }
        if !noisy.isEmpty {
            let renewed = try refresh(noisy.flatMap { [gates[$0].first, gates[$0].second] })
            for (index, gate) in noisy.enumerated() {
                gates[gate] = GateInput(gates[gate].gate, renewed[2 * index], renewed[2 * index + 1])
            }
        }
        return signs(gates.map(\.combination)).map { EncryptedBit($0, identifier) }
    }

    /// `condition ? first : second` in two bootstraps: (condition ∧ first) + (¬condition ∧ second) + 1/8.
    ///
    /// One of the two is false, so the sum is ±1/8; its noise counts twice.
    ///
    /// - Throws: as `evaluate`.
    public func multiplex(
        _ condition: EncryptedBit<Word>, _ first: EncryptedBit<Word>, _ second: EncryptedBit<Word>
    ) throws(LWEError) -> EncryptedBit<Word> {
        let halves = try evaluate([
            GateInput(.and, condition, first), GateInput(.andNotFirst, condition, second),
        ])
        var result = halves[0]
        result.ciphertext += halves[1].ciphertext
        result.ciphertext += Word(1) << Word(Word.bitWidth - 3)
        result.noise = 2
        return result
    }

    /// The same values with the noise of a bootstrap.
    ///
    /// - Throws: as `evaluate`.
    public func refresh(_ bits: [EncryptedBit<Word>]) throws(LWEError) -> [EncryptedBit<Word>] {
        try expect(bits)
        return signs(bits.map(\.ciphertext)).map { EncryptedBit($0, identifier) }
    }

    private func expect(_ bits: [EncryptedBit<Word>]) throws(LWEError) {
        guard parameters.plaintext == .boolean else {
            throw .unsupportedParameters("\(parameters.name) is no set for gates")
        }
        for bit in bits { try bit.expect(identifier, parameters) }
    }

    /// ±1/8 by the sign of each phase.
    private func signs(_ inputs: [LWECiphertext<Word>]) -> [LWECiphertext<Word>] {
        let table = LookUpTable(
            constant: Word(1) << Word(Word.bitWidth - 3), polynomialSize: parameters.polynomialSize)
        return bootstrap(inputs, Array(repeating: table, count: inputs.count))
    }
}

extension GateInput {
    /// Variance of the combination, in units of a bootstrap's output, in boxes of 1/8.
    ///
    /// XOR doubles both inputs, into boxes twice as wide.
    fileprivate var noise: Double {
        let deviation = Double(first.noise).squareRoot() + Double(second.noise).squareRoot()
        return deviation * deviation
    }

    fileprivate var combination: LWECiphertext<Word> {
        let (eighths, a, b) = gate.combination
        var sum = first.ciphertext
        sum *= Word(truncatingIfNeeded: a)
        var other = second.ciphertext
        other *= Word(truncatingIfNeeded: b)
        sum += other
        sum += Word(truncatingIfNeeded: eighths) << Word(Word.bitWidth - 3)
        return sum
    }
}
