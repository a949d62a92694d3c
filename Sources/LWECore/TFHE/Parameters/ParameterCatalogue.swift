extension TFHEParameters {
    /// All named sets that pass the checks, the default first.
    public static let catalogue: [TFHEParameters] = [
        message2Carry2, message2Carry2KeySwitch32, message1Carry1, message3Carry3, message4Carry4,
        message1Carry1Gaussian, message2Carry2Gaussian, message3Carry3Gaussian,
        message1Carry1GaussianOld, message2Carry2GaussianOld, message3Carry3GaussianOld,
        booleanDefault, booleanDefaultKeySwitchFirst, boolean165, boolean165KeySwitchFirst,
        booleanKMS, message1Carry1KMS, message2Carry2KMS,
    ]

    /// Sets for comparisons of speed only; their names begin with "insecure", and every check refuses them.
    public static let insecure: [TFHEParameters] = [insecureFirstLibrary]

    /// The set called `name`; never an insecure one.
    public static func named(_ name: String) -> TFHEParameters? { catalogue.first { $0.name == name } }

    private static func integers(
        _ name: String, bits: Int, n: Int, k: Int, N: Int, lwe: NoiseDistribution, glwe: NoiseDistribution,
        pbs: (Int, Int), ks: (Int, Int), norm: Double, _ modulusSwitch: ModulusSwitch = .centredMean,
        failure: Double, smallModulusBits: Int = 64
    ) -> TFHEParameters {
        TFHEParameters(
            name: name, lweDimension: n, glweDimension: k, polynomialSize: N, modulusBits: 64,
            smallModulusBits: smallModulusBits, lweNoise: lwe, glweNoise: glwe,
            bootstrap: Gadget(baseLog: pbs.0, levelCount: pbs.1),
            keySwitch: Gadget(baseLog: ks.0, levelCount: ks.1),
            plaintext: .integer(messageModulus: 1 << bits, carryModulus: 1 << bits), order: .keySwitchFirst,
            modulusSwitch: modulusSwitch, squaredNorm: norm * norm, publishedFailureLog2: failure)
    }

    /// Two message and two carry bits, failure 2^-129.6, small ciphertexts modulo 2^64.
    public static let message2Carry2 = integers(
        "2_2", bits: 2, n: 918, k: 1, N: 2048, lwe: .tUniform(boundLog2: 45), glwe: .tUniform(boundLog2: 17),
        pbs: (23, 1), ks: (4, 4), norm: 5, failure: -129.581)

    /// The same with small ciphertexts modulo 2^32: half the key-switching key, half the time to read it.
    public static let message2Carry2KeySwitch32 = integers(
        "2_2-ks32", bits: 2, n: 918, k: 1, N: 2048, lwe: .tUniform(boundLog2: 13),
        glwe: .tUniform(boundLog2: 17),
        pbs: (23, 1), ks: (4, 4), norm: 5, failure: -129.581, smallModulusBits: 32)

    /// 1_1 at 2^-150 and 132 bits, found for this engine (`kms params --search 1_1 --bits 132`).
    public static let message1Carry1KMS: TFHEParameters = {
        var set = integers(
            "1_1-kms", bits: 1, n: 785, k: 2, N: 1024, lwe: .tUniform(boundLog2: 16),
            glwe: .tUniform(boundLog2: 17), pbs: (23, 1), ks: (4, 3), norm: 3, failure: 0,
            smallModulusBits: 32)
        set.publishedFailureLog2 = nil
        return set
    }()

    /// 2_2 at 2^-134 and 128 bits, found for this engine: a smaller small key (`kms params --search 2_2`).
    public static let message2Carry2KMS: TFHEParameters = {
        var set = integers(
            "2_2-kms", bits: 2, n: 882, k: 1, N: 2048, lwe: .tUniform(boundLog2: 13),
            glwe: .tUniform(boundLog2: 16), pbs: (23, 1), ks: (4, 4), norm: 5, failure: 0,
            smallModulusBits: 32)
        set.publishedFailureLog2 = nil
        return set
    }()

    /// One message and one carry bit.
    public static let message1Carry1 = integers(
        "1_1", bits: 1, n: 879, k: 4, N: 512, lwe: .tUniform(boundLog2: 46), glwe: .tUniform(boundLog2: 17),
        pbs: (23, 1), ks: (5, 3), norm: 3, failure: -144.322)

    /// Three message and three carry bits.
    public static let message3Carry3 = integers(
        "3_3", bits: 3, n: 1077, k: 1, N: 8192, lwe: .tUniform(boundLog2: 41), glwe: .tUniform(boundLog2: 3),
        pbs: (15, 2), ks: (4, 5), norm: 9, failure: -128.992)

    /// Four message and four carry bits: for the estimator; its polynomials are larger than the kernels take.
    public static let message4Carry4 = integers(
        "4_4", bits: 4, n: 1117, k: 1, N: 65536, lwe: .tUniform(boundLog2: 40), glwe: .tUniform(boundLog2: 3),
        pbs: (11, 3), ks: (3, 7), norm: 17, failure: -141.559)

    /// 1_1 with Gaussian noise.
    public static let message1Carry1Gaussian = integers(
        "1_1-gaussian", bits: 1, n: 837, k: 4, N: 512,
        lwe: .gaussian(standardDeviation: 3.374_714_248_183_739_7e-06),
        glwe: .gaussian(standardDeviation: 2.845_267_479_601_915e-15), pbs: (23, 1), ks: (5, 3), norm: 3,
        failure: -128.186)

    /// 2_2 with Gaussian noise.
    public static let message2Carry2Gaussian = integers(
        "2_2-gaussian", bits: 2, n: 866, k: 1, N: 2048,
        lwe: .gaussian(standardDeviation: 2.046_151_696_979_124e-06),
        glwe: .gaussian(standardDeviation: 2.845_267_479_601_915e-15), pbs: (23, 1), ks: (3, 5), norm: 5,
        failure: -128.597)

    /// 3_3 with Gaussian noise.
    public static let message3Carry3Gaussian = integers(
        "3_3-gaussian", bits: 3, n: 1006, k: 1, N: 8192,
        lwe: .gaussian(standardDeviation: 1.827_710_129_421_597_8e-07),
        glwe: .gaussian(standardDeviation: 2.168_404_344_971_009e-19), pbs: (15, 2), ks: (3, 7), norm: 9,
        failure: -128.115)

    /// 1_1 at 2^-64: never behind a decryption service.
    public static let message1Carry1GaussianOld = integers(
        "1_1-gaussian-64", bits: 1, n: 781, k: 4, N: 512,
        lwe: .gaussian(standardDeviation: 8.868_480_365_938_865e-06),
        glwe: .gaussian(standardDeviation: 2.845_267_479_601_915e-15), pbs: (23, 1), ks: (4, 3), norm: 3,
        .standard, failure: -64.01)

    /// 2_2 at 2^-64: never behind a decryption service.
    public static let message2Carry2GaussianOld = integers(
        "2_2-gaussian-64", bits: 2, n: 833, k: 1, N: 2048,
        lwe: .gaussian(standardDeviation: 3.615_840_837_330_933_6e-06),
        glwe: .gaussian(standardDeviation: 2.845_267_479_601_915e-15), pbs: (23, 1), ks: (3, 5), norm: 5,
        .standard, failure: -64.014)

    /// 3_3 at 2^-64: never behind a decryption service.
    public static let message3Carry3GaussianOld = integers(
        "3_3-gaussian-64", bits: 3, n: 977, k: 1, N: 8192,
        lwe: .gaussian(standardDeviation: 3.014_438_970_685_828_6e-07),
        glwe: .gaussian(standardDeviation: 2.168_404_344_971_009e-19), pbs: (15, 2), ks: (3, 6), norm: 9,
        .standard, failure: -64.177)
}
