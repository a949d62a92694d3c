/// The noise of one bootstrapped operation, step by step, relative to the squared modulus.
public struct NoiseBudget: Hashable, Sendable {
    /// After the bootstrap, of one ciphertext.
    public let bootstrap: Double
    /// What the key switch adds.
    public let keySwitch: Double
    /// What the modulus switch adds.
    public let modulusSwitch: Double
    /// Where the next table is looked up, after the largest allowed linear combination.
    public let total: Double
    /// Half the width of a box.
    public let halfBox: Double

    /// The budget of `set` with this transform.
    public init(_ set: TFHEParameters, transform: NoiseFormulas.Transform = .ours) {
        bootstrap = NoiseFormulas.bootstrap(set, transform)
        keySwitch = NoiseFormulas.keySwitch(
            set.keySwitch, inputDimension: set.bigDimension, keyVariance: set.lweVariance,
            modulusBits: set.modulusBits, outputModulusBits: set.smallModulusBits)
        modulusSwitch = NoiseFormulas.modulusSwitch(
            set.modulusSwitch, dimension: set.lweDimension, modulusBits: set.smallModulusBits,
            polynomialSize: set.polynomialSize)
        halfBox = set.halfBox
        // Under the small key the combination is taken after the key switch, which it then amplifies, too.
        let combined = set.order == .keySwitchFirst ? bootstrap : bootstrap + keySwitch
        let later = set.order == .keySwitchFirst ? keySwitch : 0
        total = set.squaredNorm * combined + later + modulusSwitch
    }

    /// log2 of the chance that one look-up goes wrong.
    public var failureLog2: Double { FailureProbability.log2(halfBox: halfBox, variance: total) }
}
