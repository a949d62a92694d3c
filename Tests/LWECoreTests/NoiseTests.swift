import Foundation
import SecretMemory
import Testing

@testable import LWECore

/// The noise budget: its bound against the exact tail, its formula against measurement, and what happens beyond it.
@Suite struct NoiseTests {
    @Test func `six standard deviations allow the textbook's numbers of additions`() {
        let limits = FrodoParameterSet.allCases.map { set in
            FrodoNoise(set).squaredWeightLimit(
                plaintextBits: set.plaintextBits, policy: .sixStandardDeviations)
        }
        #expect(limits == [5, 8, 10])
    }

    @Test func `the strict policy allows fewer additions, more with fewer plaintext bits`() {
        let limits = FrodoParameterSet.allCases.map { set in
            (1...set.plaintextBits).map {
                FrodoNoise(set).squaredWeightLimit(plaintextBits: $0, policy: .strict)
            }
        }
        #expect(limits == [[8, 2], [47, 11, 2], [238, 59, 14, 3]])
    }

    @Test(arguments: FrodoParameterSet.allCases)
    func `errors are sub-Gaussian with the variance proxy`(_ set: FrodoParameterSet) {
        let errors = ErrorDistribution(set)
        #expect(abs(errors.magnitudes.reduce(0, +) - 1) < 1e-12)
        #expect(errors.varianceProxy >= errors.variance)
        #expect(errors.varianceProxy < 1.001 * errors.variance)
        for step in 1...4000 {
            let z = Double(step) / 613
            #expect(errors.logMoment(z) <= errors.varianceProxy * z * z / 2 + 1e-12)
        }
    }

    struct Combination: Sendable {
        let set: FrodoParameterSet
        let factors: [Double]
    }

    @Test(arguments: [
        Combination(set: .frodo640, factors: [1]), Combination(set: .frodo640, factors: [1, 1]),
        Combination(set: .frodo640, factors: [1, 1, 1, 1, 1]), Combination(set: .frodo640, factors: [2]),
        Combination(set: .frodo976, factors: [1]), Combination(set: .frodo976, factors: [1, -1, 2]),
        Combination(set: .frodo1344, factors: [1]), Combination(set: .frodo1344, factors: [3, 1]),
    ])
    func `the bound lies above the exact tail, by a few bits`(_ combination: Combination) {
        let bits = combination.set.plaintextBits
        let noise = FrodoNoise(combination.set)
        let weight = UInt64(combination.factors.reduce(0) { $0 + $1 * $1 })
        let exact = ExactTail(combination.set, factors: combination.factors)
            .failureLog2(threshold: noise.threshold(plaintextBits: bits))
        let bound = noise.failureLog2(squaredWeight: weight, plaintextBits: bits)
        #expect(bound >= exact)
        #expect(bound < exact + 10)
    }

    @Test func `the exact tail of a fresh ciphertext is the failure probability of the specification`() {
        // FrodoKEM's published decryption failure rates: 2^-138.7, 2^-199.6, 2^-252.5.
        for (set, published) in zip(FrodoParameterSet.allCases, [-138.7, -199.6, -252.5]) {
            let threshold = FrodoNoise(set).threshold(plaintextBits: set.plaintextBits)
            #expect(abs(ExactTail(set, factors: [1]).failureLog2(threshold: threshold) - published) < 1)
        }
    }

    /// Noise of all entries of a ciphertext whose message is zero.
    static func noise(
        _ ciphertext: FrodoPKECiphertext, _ pke: FrodoPKE, _ key: borrowing FrodoPKESecretKey
    ) -> [Double] {
        var words = [UInt16](repeating: 0, count: 64)
        unsafe words.withUnsafeMutableBufferPointer { unsafe pke.removeMask(ciphertext, key, into: $0) }
        let shift = 16 - UInt16(pke.variant.parameters.modulusBits)
        return words.map { Double(Int16(bitPattern: $0 << shift) >> Int16(shift)) }
    }

    @Test(arguments: FrodoParameterSet.allCases)
    func `the measured variance is that of the formula`(_ set: FrodoParameterSet) throws {
        let pke = try FrodoPKE(FrodoVariant(set, .aes), policy: .failureAtMost(log2: 0))
        let entropy = try SeededEntropy(seed: 11, stream: "NoiseTests")
        let zeros = [UInt16](repeating: 0, count: 64)
        for factor in [1, 3] as [Int32] {
            var squares: [Double] = []
            for _ in 0..<12 {
                let pair = try pke.generateKeyPair(using: entropy)
                for _ in 0..<12 {
                    let fresh = try pke.encrypt(zeros.span, through: 0, to: pair.publicKey, using: entropy)
                    let scaled = try pke.multiply(fresh, by: factor)
                    squares += Self.noise(scaled, pke, pair.secretKey).map { $0 * $0 }
                }
            }
            let measured = squares.reduce(0, +) / Double(squares.count)
            let predicted = FrodoNoise(set).variance(squaredWeight: UInt64(factor * factor))
            #expect(abs(measured / predicted - 1) < 0.05)
        }
    }

    @Test(arguments: FrodoParameterSet.allCases)
    func `sums up to the budget always decrypt`(_ set: FrodoParameterSet) throws {
        let pke = try FrodoPKE(FrodoVariant(set, .aes))
        let entropy = try SeededEntropy(seed: 12, stream: "NoiseTests")
        let pair = try pke.generateKeyPair(using: entropy)
        for _ in 0..<40 {
            var sum: FrodoPKECiphertext?
            var expected = [Int32](repeating: 0, count: 64)
            for _ in 0..<min(pke.squaredWeightLimit, pke.plaintextModulus - 1) {
                let entries = FrodoPKETests.entries(below: 2, from: entropy)
                let fresh = try pke.encrypt(entries.span, through: 1, to: pair.publicKey, using: entropy)
                sum = try sum.map { try pke.add($0, fresh) } ?? fresh
                expected = zip(expected, entries).map { $0 + Int32($1) }
                let decrypted = try pke.decrypt(try #require(sum), with: pair.secretKey)
                #expect(FrodoPKETests.values(decrypted) == expected)
            }
        }
    }

    @Test func `far beyond the budget errors appear at the predicted rate`() throws {
        let variant = FrodoVariant(.frodo640, .aes)
        let pke = try FrodoPKE(variant, policy: .failureAtMost(log2: 0))
        let entropy = try SeededEntropy(seed: 13, stream: "NoiseTests")
        let zeros = [UInt16](repeating: 0, count: 64)
        var (wrong, total) = (0, 0)
        for _ in 0..<12 {
            let pair = try pke.generateKeyPair(using: entropy)
            var sum = try pke.encrypt(zeros.span, through: 0, to: pair.publicKey, using: entropy)
            for _ in 1..<100 {
                sum = try pke.add(
                    sum, try pke.encrypt(zeros.span, through: 0, to: pair.publicKey, using: entropy))
            }
            #expect(sum.combination.squaredWeight == 100)
            let noise = Self.noise(sum, pke, pair.secretKey)
            let decrypted = FrodoPKETests.values(try pke.decrypt(sum, with: pair.secretKey))
            for (noise, value) in zip(noise, decrypted) {
                total += 1
                if value != 0 { wrong += 1 }
                // A wrap around q could hide an error: noise is far below q / 2 even here.
                #expect((value != 0) == (noise >= 4096 || noise < -4096))
            }
        }
        let deviation = FrodoNoise(.frodo640).variance(squaredWeight: 100).squareRoot()
        let predicted = erfc(4096 / deviation / 2.0.squareRoot())
        #expect(predicted > 0.1)
        #expect(abs(Double(wrong) / Double(total) / predicted - 1) < 0.25)
    }
}
