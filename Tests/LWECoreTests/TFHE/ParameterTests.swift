import Foundation
import Testing

@testable import LWECore

/// Parameter sets against the values that their authors publish, and the sets that must be refused.
struct ParameterTests {
    private static let published = TFHEParameters.catalogue.filter {
        $0.modulusBits == 64 && $0.publishedFailureLog2 != nil
    }

    @Test(arguments: published) func `gives the published failure probability`(set: TFHEParameters) throws {
        let failure = NoiseBudget(set, transform: .peer).failureLog2
        #expect(abs(failure - (try #require(set.publishedFailureLog2))) < 0.02, "\(set.name): \(failure)")
    }

    /// log2 of standard deviations in units of 2^-64.
    @Test func `splits the noise of 2_2 as known`() {
        let set = TFHEParameters.message2Carry2
        let budget = NoiseBudget(set, transform: .peer)
        func scaled(_ variance: Double) -> Double { log2(variance) / 2 + 64 }
        #expect(abs(scaled(budget.bootstrap) - 49.17) < 0.01)
        #expect(abs(scaled(budget.keySwitch) - 52.98) < 0.01)
        #expect(abs(scaled(budget.modulusSwitch) - 54.13) < 0.01)
        #expect(abs(scaled(budget.total) - 54.278) < 0.001)
        #expect(abs(budget.halfBox / budget.total.squareRoot() - 13.192) < 0.001)
        let fourier = NoiseFormulas.transform(
            .peer, set.bootstrap, glweDimension: 1, polynomialSize: 2048, modulusBits: 64)
        #expect(abs(scaled(fourier * 918) - 48.07) < 0.01)
        #expect(NoiseFormulas.bootstrap(set, .exact) < NoiseFormulas.bootstrap(set, .peer))
        #expect(abs(scaled(NoiseBudget(set, transform: .ours).bootstrap) - 49.29) < 0.02)
        #expect(abs(NoiseBudget(set, transform: .ours).failureLog2 + 129.1) < 0.1)
    }

    @Test func `computes erfc without underflow`() {
        for x in [0.0, 0.5, 3, 4.999, 5.001, 8, 20] {
            let exact = log(erfc(x))
            #expect(abs(FailureProbability.naturalLogOfErfc(x) - exact) < 1e-5 * max(1, abs(exact)))
        }
        #expect(abs(FailureProbability.naturalLogOfErfc(40) + 1604.2616) < 0.001)
    }

    /// Dimension; bits of the lattice estimator at offsets −4, −1, 0 and +2 from the 132-bit curve, and on the
    /// 128-bit curve.
    private static let estimator: [(Int, [Double])] = [
        (512, [102.3, 123.3, 133.0, 155.3, 129.0]), (600, [105.5, 124.3, 132.6, 151.9, 128.5]),
        (700, [108.5, 125.2, 132.5, 148.8, 128.3]), (742, [109.4, 125.7, 132.1, 147.7, 128.6]),
        (841, [111.5, 126.3, 132.1, 145.8, 128.4]), (918, [112.8, 126.7, 132.0, 144.6, 128.3]),
        (1024, [114.4, 127.5, 132.5, 143.6, 128.3]), (1280, [117.8, 128.6, 132.6, 141.6, 128.4]),
        (1536, [120.1, 129.5, 132.8, 140.2, 128.7]), (2048, [123.3, 130.7, 133.1, 138.9, 128.9]),
    ]

    @Test(arguments: estimator) func `stays below the lattice estimator`(dimension: Int, bits: [Double]) {
        let curve = SecurityEstimate.deviationLog2At132(dimension: Double(dimension))
        func ours(_ offset: Double) -> Double {
            SecurityEstimate.bitsByCurve(dimension: dimension, deviationLog2: curve + offset)
        }
        for (offset, golden) in zip([-1.0, 0, 2], bits[1...3]) {
            #expect((0...2.6).contains(golden - ours(offset)), "offset \(offset): \(ours(offset))")
        }
        #expect((1.5...13.5).contains(bits[0] - ours(-4)))
        let on128 = SecurityEstimate.bitsByCurve(
            dimension: dimension,
            deviationLog2: SecurityEstimate.deviationLog2At128(dimension: Double(dimension)))
        #expect((127.55...127.9).contains(on128))
    }

    @Test func `finds the known attack on Kyber512`() throws {
        let attack = try #require(
            SecurityEstimate.primalAttack(
                dimension: 512, modulusBits: log2(3329), errorDeviation: 1.5.squareRoot(),
                secretDeviation: 1.5.squareRoot(), sampleCount: 512))
        #expect(attack.blockSize == 406)
        #expect(attack.latticeDimension == 998)
        #expect(abs(attack.bits - 143.8) < 0.1)
        #expect(abs(attack.coreBits - 118.6) < 0.1)
    }

    /// The two estimates may differ by what the dual attack saves and four bits more.
    @Test(arguments: estimator.map(\.0)) func `agrees with the primal attack`(dimension: Int) throws {
        let deviation = SecurityEstimate.deviationLog2At132(dimension: Double(dimension))
        let attack = try #require(
            SecurityEstimate.primalAttack(
                dimension: dimension, modulusBits: 64, errorDeviation: exp2(deviation + 64)))
        let corrected = attack.bits - SecurityEstimate.dualHybridSaving(dimension: dimension)
        #expect(abs(corrected - 132) < 4, "\(attack.bits)")
    }

    @Test func `needs the TUniform bounds that are in use`() {
        #expect(SecurityEstimate.smallestTUniformBound(dimension: 918, modulusBits: 64) == 45)
        #expect(SecurityEstimate.smallestTUniformBound(dimension: 879, modulusBits: 64) == 46)
        #expect(SecurityEstimate.smallestTUniformBound(dimension: 2048, modulusBits: 64) == 17)
        #expect(SecurityEstimate.smallestTUniformBound(dimension: 918, modulusBits: 32) == 13)
        #expect(SecurityEstimate.smallestTUniformBound(dimension: 8192, modulusBits: 64) == 3)
    }

    @Test(arguments: TFHEParameters.catalogue) func `accepts every named set`(set: TFHEParameters) {
        #expect(ParameterCheck(set).refusals == [], "\(set.name)")
    }

    @Test func `has unique names`() {
        #expect(Set(TFHEParameters.catalogue.map(\.name)).count == TFHEParameters.catalogue.count)
        #expect(TFHEParameters.named("2_2") == .message2Carry2)
        #expect(TFHEParameters.named("insecure-tfhe-lib") == nil)
    }

    @Test(arguments: ["1_1-gaussian-64", "2_2-gaussian-64", "3_3-gaussian-64", "boolean"])
    func `refuses 2^-64 behind a decryption service`(name: String) throws {
        let set = try #require(TFHEParameters.named(name))
        let refusals = ParameterCheck(set, exposure: .decryptionService).refusals
        #expect(refusals.count == 1)
        guard case .unsafeForDecryptionService = refusals.first else {
            Issue.record("\(refusals)")
            return
        }
    }

    @Test(arguments: ["2_2", "2_2-ks32", "1_1", "3_3", "boolean-165"])
    func `takes 2^-128 behind a decryption service`(name: String) throws {
        let set = try #require(TFHEParameters.named(name))
        #expect(ParameterCheck(set, exposure: .decryptionService).isAccepted)
    }

    /// (n, log2 q, log2(σ/q)); a nil deviation stands for four below the 132-bit curve.
    private static let weak: [(Int, Int, Double?)] = [
        (512, 32, log2(3.2) - 32), (256, 32, log2(3.2) - 12), (512, 64, nil), (600, 64, nil), (742, 64, nil),
        (841, 64, nil), (918, 64, nil), (1024, 64, nil), (2048, 64, nil), (630, 32, -15),
    ]

    @Test(arguments: weak) func `refuses weak small keys`(
        dimension: Int, modulusBits: Int, deviation: Double?
    ) {
        var set = TFHEParameters.message2Carry2
        set.lweDimension = dimension
        set.smallModulusBits = modulusBits
        let curve = SecurityEstimate.deviationLog2At132(dimension: Double(dimension))
        set.lweNoise = .gaussian(standardDeviation: exp2(deviation ?? curve - 4))
        let refusals = ParameterCheck(set).refusals
        #expect(
            refusals.contains {
                switch $0 {
                case .weak(.small, _), .dimensionTooSmall(.small, _), .noiseBelowModulus(.small, _): true
                default: false
                }
            }, "\(refusals)")
    }

    @Test func `refuses the first library's set, both keys`() {
        let check = ParameterCheck(.insecureFirstLibrary)
        #expect(check.small.bits < 127.5 && check.big.bits < 127.5)
        #expect(!check.isAccepted)
    }

    @Test func `refuses less noise than four units, unreliable sets and nonsense`() {
        var set = TFHEParameters.message2Carry2
        set.glweNoise = .gaussian(standardDeviation: 0x1p-63)
        #expect(ParameterCheck(set).refusals.contains(.noiseBelowModulus(.big, deviationLog2: -63)))
        set = .message2Carry2
        set.squaredNorm = 4000
        guard case .unreliable = ParameterCheck(set).refusals.first else {
            Issue.record("accepted")
            return
        }
        for change in [
            { (set: inout TFHEParameters) in set.polynomialSize = 2000 },
            { set in set.glweDimension = 0 }, { set in set.lweDimension = -3 },
            { set in set.modulusBits = 48 }, { set in set.smallModulusBits = 65 },
            { set in set.bootstrap = Gadget(baseLog: 23, levelCount: 3) },
            { set in set.keySwitch = Gadget(baseLog: 0, levelCount: 3) },
            { set in set.plaintext = .integer(messageModulus: 3, carryModulus: 4) },
            { set in set.squaredNorm = .nan },
        ] {
            var set = TFHEParameters.message2Carry2
            change(&set)
            guard case .unsupported = ParameterCheck(set).refusals.first else {
                Issue.record("accepted \(set)")
                continue
            }
        }
    }

    @Test func `knows the key sizes`() {
        #expect(TFHEParameters.message2Carry2.bootstrappingKeyByteCount / 100_000 == 601)
        #expect(TFHEParameters.message2Carry2.keySwitchingKeyByteCount / 100_000 == 602)
        #expect(TFHEParameters.message2Carry2KeySwitch32.keySwitchingKeyByteCount / 100_000 == 301)
        #expect(TFHEParameters.message1Carry1.bootstrappingKeyByteCount / 100_000 == 900)
        #expect(TFHEParameters.booleanDefault.bootstrappingKeyByteCount / 100_000 == 1055)
        #expect(TFHEParameters.message2Carry2.ciphertextByteCount == 16392)
    }

    @Test func `allows the packing key switch its formula`() {
        let variance = NoiseFormulas.packingKeySwitch(
            Gadget(baseLog: 4, levelCount: 3), inputDimension: 2048, count: 256, keyVariance: 0x1p-100,
            modulusBits: 64)
        let expected =
            3 * 2048 * 256 * 0x1p-100 * (256.0 / 12 + 1.0 / 6) + 1024 * (0x1p-128 / 6 + 0x1p-24 / 12)
        #expect(abs(variance / expected - 1) < 1e-12)
    }
}
