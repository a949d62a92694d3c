import Foundation
import SecretMemory
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
        #expect(abs(scaled(NoiseBudget(set, transform: .ours).bootstrap) - 49.25) < 0.01)
        #expect(abs(NoiseBudget(set, transform: .ours).failureLog2 + 129.28) < 0.02)
    }

    @Test func `computes erfc without underflow`() {
        for x in [0.0, 0.5, 3, 4.999, 5.001, 8, 20] {
            let exact = log(erfc(x))
            #expect(abs(FailureProbability.naturalLogOfErfc(x) - exact) < 1e-5 * max(1, abs(exact)))
        }
        #expect(abs(FailureProbability.naturalLogOfErfc(40) + 1604.2616) < 0.001)
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

    @Test(arguments: [("boolean-kms", 132), ("1_1-kms", 132), ("2_2-kms", 128)])
    func `stands behind its own sets by both estimates`(name: String, bits: Double) throws {
        let set = try #require(TFHEParameters.named(name))
        let check = ParameterCheck(set, exposure: .decryptionService)
        #expect(check.refusals == [])
        #expect(check.noise.failureLog2 < -128)
        for key in [check.small, check.big] {
            #expect(key.bits >= bits)
            let primal = try #require(key.primalBits)
            #expect(primal - SecurityEstimate.dualHybridSaving(dimension: key.dimension) >= bits)
        }
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
            // The small key's modulus bounds what can be switched to it, and is the ciphertexts' where bootstraps come first.
            { set in
                (set.smallModulusBits, set.lweNoise) = (32, .tUniform(boundLog2: 13))
                set.keySwitch = Gadget(baseLog: 4, levelCount: 9)
            },
            { set in
                (set.smallModulusBits, set.lweNoise) = (32, .tUniform(boundLog2: 13))
                set.order = .bootstrapFirst
            },
            { set in set.lweNoise = .tUniform(boundLog2: 63) },
            { set in set.lweNoise = .tUniform(boundLog2: -1) },
            { set in set.glweNoise = .gaussian(standardDeviation: .nan) },
            { set in set.glweNoise = .gaussian(standardDeviation: 0) },
            { set in (set.modulusBits, set.smallModulusBits) = (1, 1) },
            { set in (set.plaintext, set.squaredNorm) = (.boolean, 2) },
        ] {
            var set = TFHEParameters.message2Carry2
            change(&set)
            guard case .unsupported = ParameterCheck(set).refusals.first else {
                Issue.record("accepted \(set)")
                continue
            }
        }
    }

    @Test func `a name makes weak sets usable, impossible ones not`() throws {
        let entropy = try SeededEntropy(seed: 1, stream: "parameters")
        var set = TFHEParameters.message2Carry2KeySwitch32
        set.name = "insecure-small"
        set.lweDimension = 20
        _ = try ClientKey<UInt64>(set, using: entropy)
        for change in [
            { (set: inout TFHEParameters) in set.polynomialSize = 0 }, { set in set.order = .bootstrapFirst },
            { set in set.keySwitch = Gadget(baseLog: 8, levelCount: 5) },
            { set in set.lweNoise = .tUniform(boundLog2: 31) },
            // Normal errors would be cut: the sampler counts in doubles.
            { set in
                set.smallModulusBits = 64
                set.lweNoise = .gaussian(standardDeviation: 0x1p-16)
            },
        ] {
            var impossible = set
            change(&impossible)
            #expect(throws: LWEError.self, "\(impossible)") {
                _ = try ClientKey<UInt64>(impossible, using: entropy)
            }
        }
    }

    @Test func `the search finds only what the engine takes`() {
        var search = ParameterSearch(replacing: .booleanDefault)
        (search.failureLog2, search.resultCount) = (-64, 100)
        let found = search.run()
        #expect(found.count > 5)
        for set in found { #expect(ParameterCheck(set).refusals == [], "\(set)") }
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
