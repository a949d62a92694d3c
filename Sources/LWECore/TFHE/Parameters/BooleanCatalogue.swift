extension TFHEParameters {
    /// Gate sets modulo 2^32; the worst gate adds two ciphertexts and doubles them, ν = 2√2.
    private static func gates(
        _ name: String, n: Int, k: Int, N: Int, lwe: Double, glwe: Double, ks: (Int, Int), _ order: Order,
        failure: Double
    ) -> TFHEParameters {
        TFHEParameters(
            name: name, lweDimension: n, glweDimension: k, polynomialSize: N, modulusBits: 32,
            smallModulusBits: 32, lweNoise: .gaussian(standardDeviation: lwe),
            glweNoise: .gaussian(standardDeviation: glwe), bootstrap: Gadget(baseLog: 10, levelCount: 2),
            keySwitch: Gadget(baseLog: ks.0, levelCount: ks.1), plaintext: .boolean, order: order,
            modulusSwitch: .standard, squaredNorm: 8, publishedFailureLog2: failure)
    }

    /// Gates at 2^-64.
    public static let booleanDefault = gates(
        "boolean", n: 805, k: 3, N: 512, lwe: 5.861_589_664_267_133_6e-06, glwe: 9.315_272_083_503_367e-10,
        ks: (3, 5), .bootstrapFirst, failure: -64.344)

    /// Gates at 2^-64, key switch first.
    public static let booleanDefaultKeySwitchFirst = gates(
        "boolean-ks-first", n: 739, k: 3, N: 512, lwe: 1.830_452_073_350_730_5e-05,
        glwe: 9.315_272_083_503_367e-10, ks: (3, 4), .keySwitchFirst, failure: -64.017)

    /// Gates at 2^-165.
    public static let boolean165 = gates(
        "boolean-165", n: 837, k: 2, N: 1024, lwe: 3.374_714_376_692_653e-06, glwe: 9.313_225_746_198_247e-10,
        ks: (3, 5), .bootstrapFirst, failure: -165.434)

    /// Gates at 2^-165, key switch first.
    public static let boolean165KeySwitchFirst = gates(
        "boolean-165-ks-first", n: 770, k: 2, N: 1024, lwe: 1.072_193_169_648_034_2e-05,
        glwe: 9.313_225_746_198_247e-10, ks: (3, 5), .keySwitchFirst, failure: -166.826)

    /// Gates at 2^-130 and 132 bits, found for this engine: one level, three masks and words of 64 bits make the
    /// cheapest rotation (`kms params --search boolean --bits 132`), and small ciphertexts of 32 bits the cheapest key switch.
    public static let booleanKMS = TFHEParameters(
        name: "boolean-kms", lweDimension: 703, glweDimension: 3, polynomialSize: 512, modulusBits: 64,
        smallModulusBits: 32, lweNoise: .tUniform(boundLog2: 18), glweNoise: .tUniform(boundLog2: 30),
        bootstrap: Gadget(baseLog: 17, levelCount: 1), keySwitch: Gadget(baseLog: 3, levelCount: 4),
        plaintext: .boolean, order: .keySwitchFirst, modulusSwitch: .centredMean, squaredNorm: 8,
        publishedFailureLog2: nil)

    /// The gate set of the first TFHE library, 118 bits: for comparisons of speed only, refused elsewhere.
    public static let insecureFirstLibrary: TFHEParameters = {
        var set = gates(
            "insecure-tfhe-lib", n: 630, k: 1, N: 1024, lwe: 0x1p-15, glwe: 0x1p-25, ks: (2, 8),
            .bootstrapFirst, failure: -60)
        set.bootstrap = Gadget(baseLog: 7, levelCount: 3)
        set.publishedFailureLog2 = nil
        return set
    }()
}
