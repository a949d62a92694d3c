internal import Glibc

/// Looks for the cheapest set that does what a given one does.
///
/// Small ciphertexts are modulo 2^32 and noise is TUniform, as both serve this engine best; everything else is tried:
/// both orders, moduli of 32 and 64 bits, all k and N, all decompositions; bootstraps first only where both keys have the small modulus. The modulus switch is the centred one, which
/// costs nothing.
public struct ParameterSearch: Sendable {
    /// What ciphertexts hold, the largest combination, and a name for what is found.
    public var model: TFHEParameters
    /// Each key must have so many bits by the curves and by the primal attack, less what better attacks save.
    public var leastBits = 128.0
    /// log2 of the failure that is allowed.
    public var failureLog2 = -128.0
    /// How many sets are wanted, each of another shape (q, k, N, ℓ, order).
    public var resultCount = 5

    /// A search for something that can replace `model`.
    public init(replacing model: TFHEParameters) { self.model = model }

    /// The cheapest sets by `CostEstimate`, the cheapest first; takes seconds.
    public func run() -> [TFHEParameters] {
        let smallNoise = smallNoise()
        let found = shapes().compactMap { cheapest($0, smallNoise) }
        let ordered = found.sorted { CostEstimate($0).total < CostEstimate($1).total }
        return Array(ordered.prefix(resultCount))
    }

    /// Dimensions of the small key with the least noise of each.
    private func smallNoise() -> [(dimension: Int, bound: Int)] {
        (KeyStrength.curveRange.lowerBound...1200).compactMap { dimension in
            let bound = leastBound(dimension: dimension, modulusBits: 32)
            return bound < 28 ? (dimension, bound) : nil
        }
    }

    /// All bootstraps that are worth looking at, without n and key switch.
    private func shapes() -> [TFHEParameters] {
        var shapes: [TFHEParameters] = []
        for modulusBits in [32, 64] {
            for polynomialSize in [256, 512, 1024, 2048, 4096, 8192] {
                for glweDimension in 1...8
                where (900...8192).contains(glweDimension * polynomialSize)
                    && (glweDimension == 1 || glweDimension * polynomialSize <= 3072)
                {
                    for levelCount in 1...3 {
                        for order in [TFHEParameters.Order.keySwitchFirst, .bootstrapFirst]
                        where order == .keySwitchFirst || modulusBits == 32 {
                            var set = model
                            set.publishedFailureLog2 = nil
                            set.modulusBits = modulusBits
                            set.smallModulusBits = 32
                            set.polynomialSize = polynomialSize
                            set.glweDimension = glweDimension
                            set.bootstrap = Gadget(baseLog: 1, levelCount: levelCount)
                            set.order = order
                            set.modulusSwitch = .centredMean
                            let bound = leastBound(dimension: set.bigDimension, modulusBits: modulusBits)
                            guard bound < modulusBits - 4 else { continue }
                            set.glweNoise = .tUniform(boundLog2: bound)
                            shapes.append(withBestBase(set))
                        }
                    }
                }
            }
        }
        return shapes
    }

    /// The base with the least noise does not depend on n, which only multiplies it.
    private func withBestBase(_ set: TFHEParameters) -> TFHEParameters {
        let limit = min(31, set.modulusBits / set.bootstrap.levelCount)
        var best = (set: set, variance: Double.infinity)
        for baseLog in 1...limit {
            var candidate = set
            candidate.bootstrap = Gadget(baseLog: baseLog, levelCount: set.bootstrap.levelCount)
            let variance = NoiseFormulas.bootstrap(candidate, .ours)
            if variance < best.variance { best = (candidate, variance) }
        }
        return best.set
    }

    /// The cheapest n and key switch for one bootstrap; nil when none is reliable enough.
    private func cheapest(
        _ base: TFHEParameters, _ smallNoise: [(dimension: Int, bound: Int)]
    ) -> TFHEParameters? {
        var best: (set: TFHEParameters, cost: Double)?
        for (dimension, bound) in smallNoise {
            var set = base
            set.lweDimension = dimension
            set.lweNoise = .tUniform(boundLog2: bound)
            if let best, CostEstimate(set).blindRotation >= best.cost { break }
            for baseLog in 1...10 {
                for levelCount in 1...10 where baseLog * levelCount <= 24 {
                    set.keySwitch = Gadget(baseLog: baseLog, levelCount: levelCount)
                    let cost = CostEstimate(set).total
                    guard cost < best?.cost ?? .infinity, NoiseBudget(set).failureLog2 <= failureLog2
                    else { continue }
                    best = (set, cost)
                }
            }
        }
        return best?.set
    }

    /// The least TUniform bound that gives `leastBits` by both estimates, at least 3.
    private func leastBound(dimension: Int, modulusBits: Int) -> Int {
        let curve = SecurityEstimate.deviationLog2At132(dimension: Double(dimension))
        var bound = max(3, Int((curve + Double(modulusBits)).rounded(.down)) - 3)
        while bound < modulusBits {
            let strength = KeyStrength(
                LatticeKey(
                    .only, dimension: dimension, modulusBits: modulusBits, noise: .tUniform(boundLog2: bound))
            )
            if strength.bits >= leastBits, strength.adjustedPrimalBits ?? .infinity >= leastBits { break }
            bound += 1
        }
        return bound
    }
}
