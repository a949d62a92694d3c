/// The noise that a companion's operations end with, beside the compute set it serves, relative to the squared modulus.
public struct CompanionBudget: Sendable {
    /// One operation: what noise its result has, and how often the next look-up or decryption then fails.
    public struct Step: Hashable, Sendable {
        /// What was done.
        public let name: String
        /// The variance of the result.
        public let variance: Double
        /// log2 of the chance that it goes wrong; nil where nothing is decided yet.
        public let failureLog2: Double?
    }

    /// The operations, in the order of use.
    public let steps: [Step]

    /// The budget of `companion` beside `set`, with this engine's transform.
    public init(_ companion: Companion, beside set: TFHEParameters) {
        steps =
            switch companion {
            case .compactPublicKey(let parameters): Self.steps(parameters, set)
            case .noiseSquashing(let parameters): Self.steps(parameters, set)
            case .listCompression(let parameters): Self.steps(parameters, set)
            }
    }

    private static func step(_ name: String, _ variance: Double, halfBox: Double? = nil) -> Step {
        let failure = halfBox.map { FailureProbability.log2(halfBox: $0, variance: variance) }
        return Step(name: name, variance: variance, failureLog2: failure)
    }

    /// The decryption error is e·r + e₂ − e₁·s with r and s binary: (N + 1)·V.
    private static func steps(_ encryption: CompactPublicKeyParameters, _ set: TFHEParameters) -> [Step] {
        let fresh =
            Double(encryption.dimension + 1) * encryption.noise.variance(modulusBits: encryption.modulusBits)
        let rounding = NoiseFormulas.modulusSwitch(
            set.modulusSwitch, dimension: set.lweDimension, modulusBits: set.smallModulusBits,
            polynomialSize: set.polynomialSize)
        return [step("encrypted", fresh)]
            + encryption.casts.flatMap { cast in
                let isSmall = cast.target == .small
                let variance =
                    fresh
                    + NoiseFormulas.keySwitch(
                        cast.gadget, inputDimension: encryption.dimension,
                        keyVariance: isSmall ? set.lweVariance : set.glweVariance,
                        modulusBits: encryption.modulusBits,
                        outputModulusBits: isSmall ? set.smallModulusBits : set.modulusBits)
                let name = "cast to the \(cast.target.rawValue)"
                return isSmall
                    ? [step(name, variance), step("and rounded", variance + rounding, halfBox: set.halfBox)]
                    : [step(name, variance)]
            }
    }

    private static func steps(_ squashing: NoiseSquashingParameters, _ set: TFHEParameters) -> [Step] {
        let budget = NoiseBudget(set)
        let rounding = NoiseFormulas.modulusSwitch(
            squashing.modulusSwitch, dimension: squashing.inputDimension, modulusBits: set.smallModulusBits,
            polynomialSize: squashing.polynomialSize)
        let input = set.squaredNorm * budget.bootstrap + budget.keySwitch + rounding
        let variance = squashing.noise.variance(modulusBits: squashing.modulusBits)
        // Two doubles hold 106 bits: next to the key's noise the rounding of the transform is nothing.
        let squashed = NoiseFormulas.bootstrap(
            squashing.bootstrap, lweDimension: squashing.inputDimension,
            glweDimension: squashing.glweDimension, polynomialSize: squashing.polynomialSize,
            keyVariance: variance, modulusBits: squashing.modulusBits, .exact)
        let packing = squashing.packing
        let packed =
            squashed
            + NoiseFormulas.packingKeySwitch(
                packing.keySwitch, inputDimension: squashing.key.dimension, count: packing.count,
                keyVariance: packing.noise.variance(modulusBits: packing.modulusBits),
                modulusBits: packing.modulusBits)
        return [
            step("before squashing", input, halfBox: set.halfBox), step("squashed", squashed),
            step("packed", packed),
        ]
    }

    /// Carries are empty when a list is packed, and messages are moved up into their place: multiplied by the carry
    /// modulus, in boxes as much wider.
    private static func steps(_ compression: ListCompressionParameters, _ set: TFHEParameters) -> [Step] {
        let packing = compression.packing
        var carry = 1.0
        if case .integer(_, let carryModulus) = set.plaintext { carry = Double(carryModulus) }
        let moved = carry * carry * NoiseBudget(set).bootstrap
        let packed =
            moved
            + NoiseFormulas.packingKeySwitch(
                packing.keySwitch, inputDimension: set.bigDimension, count: packing.count,
                keyVariance: packing.noise.variance(modulusBits: packing.modulusBits),
                modulusBits: packing.modulusBits)
        // Rounding to 2^storedBits is a modulus switch; its result is looked up directly.
        let stored =
            packed
            + NoiseFormulas.modulusSwitch(
                .standard, dimension: packing.key.dimension, modulusBits: packing.modulusBits,
                polynomialSize: 1 << (packing.storedBits - 1))
        let unpacked = NoiseFormulas.bootstrap(
            compression.bootstrap, lweDimension: packing.key.dimension, glweDimension: set.glweDimension,
            polynomialSize: set.polynomialSize, keyVariance: set.glweVariance, modulusBits: set.modulusBits,
            .ours)
        return [
            step("packed", packed), step("stored", stored, halfBox: carry * set.halfBox),
            step("unpacked", unpacked),
        ]
    }
}
