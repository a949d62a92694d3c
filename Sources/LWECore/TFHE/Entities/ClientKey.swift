public import SecretMemory

/// The secret keys of one owner: a small LWE key and a GLWE key, whose bits in order are the big LWE key.
///
/// `Word` is the word of big ciphertexts and bootstraps, 32 or 64 bits as `parameters.modulusBits` says.
public struct ClientKey<Word: TorusInteger>: ~Copyable, Sendable {
    /// The parameter set.
    public let parameters: TFHEParameters
    /// Public number of the key, random: ciphertexts and evaluation keys of different keys are told apart by it.
    public let identifier: UInt64
    /// s, dimension n.
    let small: LWESecretKey
    /// S, k polynomials of N.
    let big: GLWESecretKey
    let level: VectorLevel

    /// Fresh keys: one draw of 8 bytes, then the bits of the small and of the big key.
    ///
    /// - Throws: `.unsupportedParameters` when the checks refuse the set or the kernels do not know its polynomials;
    ///   `.secretMemory`.
    public init(
        _ parameters: TFHEParameters, using entropy: some EntropySource, level: VectorLevel = .best
    ) throws(LWEError) {
        try Self.expectUsable(parameters, level)
        var number: UInt64 = 0
        unsafe withUnsafeMutableBytes(of: &number) { unsafe entropy.fill($0) }
        let small = try LWESecretKey(dimension: parameters.lweDimension, using: entropy)
        let big = try GLWESecretKey(
            glweDimension: parameters.glweDimension, polynomialSize: parameters.polynomialSize, using: entropy
        )
        self.init(parameters, identifier: number, small: small, big: big, level: level)
    }

    init(
        _ parameters: TFHEParameters, identifier: UInt64, small: consuming LWESecretKey,
        big: consuming GLWESecretKey, level: VectorLevel
    ) {
        self.parameters = parameters
        self.identifier = identifier
        self.small = small
        self.big = big
        self.level = level
    }

    static func expectUsable(_ parameters: TFHEParameters, _ level: VectorLevel) throws(LWEError) {
        guard parameters.modulusBits == Word.bitWidth else {
            throw .unsupportedParameters("\(parameters.name) is modulo 2^\(parameters.modulusBits)")
        }
        // Sets for comparisons and tests may be weak or unreliable, but not what the engine cannot work with.
        let isInsecure = parameters.name.hasPrefix("insecure")
        let refusal = ParameterCheck(parameters).refusals.first { !isInsecure || $0.isStructural }
        if let refusal { throw .unsupportedParameters("\(parameters.name): \(refusal)") }
        for (noise, bits) in [
            (parameters.lweNoise, parameters.smallModulusBits),
            (parameters.glweNoise, parameters.modulusBits),
        ] where !NoiseSampler.draws(noise, modulusBits: bits) {
            throw .unsupportedParameters("\(parameters.name): normal noise wider than 2^47.5 units")
        }
        guard level.torusKernels(polynomialSize: parameters.polynomialSize) != nil else {
            throw .unsupportedParameters("\(parameters.name): polynomials of \(parameters.polynomialSize)")
        }
    }
}
