import Foundation
import Testing

@testable import LWECore

/// Security estimates against those of the lattice estimator, and the keys that must be refused.
struct SecurityTests {
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

    /// FrodoKEM, and ternary and wide keys: the estimator's usvp.
    private static let otherSchemes: [(LatticeKey, Double, String)] = [
        (frodo(640, 15, 2.8), 166.4, "FrodoKEM-640"), (frodo(976, 16, 2.3), 228.7, "FrodoKEM-976"),
        (frodo(1344, 16, 1.4), 291.5, "FrodoKEM-1344"), (ternary(1024, 27), 128.8, "ternary 1024"),
        (ternary(2048, 54), 127.2, "ternary 2048"), (ternary(4096, 109), 125.6, "ternary 4096"),
        (
            LatticeKey(
                dimension: 1024, modulusLog2: 32, deviationLog2: 10 - 32,
                secret: .gaussian(standardDeviation: 3.2)), 162.2, "wide"
        ),
    ]

    private static func frodo(_ n: Int, _ modulusLog2: Double, _ deviation: Double) -> LatticeKey {
        LatticeKey(
            dimension: n, modulusLog2: modulusLog2, deviationLog2: log2(deviation) - modulusLog2,
            secret: .gaussian(standardDeviation: deviation), sampleCount: n)
    }

    private static func ternary(_ n: Int, _ modulusLog2: Double) -> LatticeKey {
        LatticeKey(
            dimension: n, modulusLog2: modulusLog2, deviationLog2: log2(3.19) - modulusLog2, secret: .ternary)
    }

    @Test(arguments: otherSchemes)
    func `agrees with the estimator on other schemes`(key: LatticeKey, bits: Double, name: String) throws {
        let strength = KeyStrength(key)
        #expect(abs(try #require(strength.primalBits) - bits) < 1, "\(name): \(strength.primalBits ?? 0)")
    }

    @Test func `accepts FrodoKEM`() {
        for (key, _, name) in Self.otherSchemes.prefix(3) {
            #expect(KeyStrength(key).refusals == [], "\(name)")
        }
    }

    private static func binary(_ n: Int, _ modulusLog2: Double, _ deviationLog2: Double) -> LatticeKey {
        LatticeKey(dimension: n, modulusLog2: modulusLog2, deviationLog2: deviationLog2)
    }

    private static func belowCurve(_ n: Int) -> LatticeKey {
        binary(n, 64, SecurityEstimate.deviationLog2At132(dimension: Double(n)) - 4)
    }

    /// The keys that every check must refuse, with the estimator's bits.
    private static let weak: [(LatticeKey, Double)] = [
        (binary(512, 32, log2(3.2) - 32), 54.3), (binary(256, 12, log2(3.2) - 12), 72.0),
        (
            LatticeKey(
                dimension: 1024, modulusLog2: 32, deviationLog2: log2(3.2) - 32, secret: .ternary), 106.4
        ),
        (belowCurve(512), 102.3), (belowCurve(600), 105.5), (belowCurve(742), 109.4),
        (belowCurve(841), 111.5), (belowCurve(918), 112.8), (belowCurve(1024), 114.4),
        (belowCurve(2048), 123.3), (binary(630, 32, -15), 118.3), (binary(1024, 32, -25), 122.2),
    ]

    @Test(arguments: weak) func `refuses weak keys and never calls them better`(key: LatticeKey, bits: Double)
    {
        let strength = KeyStrength(key)
        #expect(strength.refusals.count == 1, "\(strength)")
        #expect(strength.bits < bits + 0.5, "\(strength)")
        #expect((strength.adjustedPrimalBits ?? .infinity) < 127.5, "\(strength)")
        // In a set, either key may be the weak one.
        guard key.secret == .binary else { return }
        var set = TFHEParameters.message2Carry2
        set.lweDimension = key.dimension
        set.lweNoise = .gaussian(standardDeviation: exp2(key.deviationLog2))
        set.smallModulusBits = key.modulusLog2 == 64 ? 64 : 32
        #expect(!ParameterCheck(set).isAccepted)
    }

    @Test(arguments: [
        (512, 256 - 68, false), (512, 256 - 67, true), (512, 256 + 67, true), (512, 400, false),
    ])
    func `refuses lopsided keys`(n: Int, weight: Int, isAccepted: Bool) {
        let curve = SecurityEstimate.deviationLog2At132(dimension: Double(n))
        var key = Self.binary(n, 64, curve)
        key.hammingWeight = weight
        #expect(KeyStrength(key).refusals.isEmpty == isAccepted)
        if !isAccepted {
            #expect(KeyStrength(key).refusals == [.hammingWeight(.only, weight: weight, dimension: n)])
        }
    }

    @Test func `knows only the curve beyond dimension 2048`() {
        #expect(KeyStrength(Self.binary(4096, 128, -98.8)).refusals == [])
        let weaker = KeyStrength(Self.binary(4096, 128, -99.4))
        #expect(weaker.isLowerBound)
        #expect(weaker.refusals == [.weak(.only, bits: 0)])
        #expect(KeyStrength(Self.binary(8192, 64, -62)).refusals == [])
        #expect(KeyStrength(Self.binary(8192, 64, -62.5)).refusals.count == 1)
    }

    @Test func `says why`() {
        let reasons: [ParameterRefusal] = [
            .weak(.small, bits: 112.84), .dimensionTooSmall(.big, dimension: 256),
            .unsafeForDecryptionService(failureLog2: -64.014), .unreliable(failureLog2: -12),
        ]
        #expect(
            reasons.map(\.description) == [
                "the small key has 112.8 bits of security: fewer than 128",
                "the big key has dimension 256: below 450 no estimate holds",
                "one look-up in 2^64.0 fails: behind a decryption service that must be below 2^-128, "
                    + "since wrong results leak the key",
                "one look-up in 2^12.0 fails: more than one in 2^40",
            ])
    }
}
