import LWECore
import Testing

@testable import LWECore

/// A parameter set's integers in the clear, on so many threads.
struct IntegerSetting: CustomTestStringConvertible, Sendable {
    let set: TFHEParameters
    let threads: Int
    var testDescription: String { "\(set.name) on \(threads)" }

    /// The sets with one, two and three message bits, on one, two and many threads.
    static let all = [TFHEParameters.message2Carry2, .message1Carry1, .message3Carry3].flatMap { set in
        [1, 2, 64].map { IntegerSetting(set: set, threads: $0) }
    }
    static let sets = all.filter { $0.threads == 1 }
}

/// Encrypts, computes and decrypts in the clear.
final class IntegerBench {
    let evaluator: ClearEvaluator
    let integers: IntegerEvaluator
    var generator: SplitMix
    let parameters: TFHEParameters

    init(_ setting: IntegerSetting, seed: UInt64 = 1) throws {
        evaluator = ClearEvaluator(setting.set, threads: setting.threads)
        integers = try IntegerEvaluator(evaluator)
        generator = SplitMix(seed)
        parameters = evaluator.parameters
    }

    func encrypt<Clear>(_ value: Clear) throws -> EncryptedInteger<Clear> {
        let digits = try EncryptedInteger<Clear>.digits(of: value, parameters)
        return try EncryptedInteger(ciphertexts: digits.map { ciphertext(of: $0) }, integers.label)
    }

    func encrypt(_ value: Bool) throws -> EncryptedBool {
        try EncryptedBool(ciphertext: ciphertext(of: value ? 1 : 0), integers.label)
    }

    func ciphertext(of value: Int) -> LWECiphertext<UInt64> {
        evaluator.ciphertext(
            of: UInt64(value) &* parameters.delta, noise: SplitMix(generator.next()))
    }

    /// The plaintext, and an issue where it is not in the range that its block claims.
    func decrypt(_ block: EncryptedBlock, _ location: SourceLocation = #_sourceLocation) -> Int {
        let value = Int((block.ciphertext.body &+ parameters.delta / 2) / parameters.delta)
        #expect(
            block.range.contains(value) && block.range.lowerBound >= 0
                && block.range.upperBound < parameters.boxCount, "\(value) in \(block.range)",
            sourceLocation: location)
        #expect(block.squaredNoise <= parameters.squaredNorm, sourceLocation: location)
        if let known = block.knownValue { #expect(known == value, sourceLocation: location) }
        return value
    }

    func decrypt<Clear>(
        _ integer: EncryptedInteger<Clear>, _ location: SourceLocation = #_sourceLocation
    ) throws -> Clear {
        let layout = try EncryptedInteger<Clear>.layout(parameters)
        let digits = integer.blocks.map { decrypt($0, location) }
        for (index, digit) in digits.enumerated() {
            #expect(digit < layout.modulus(index), "digit \(index)", sourceLocation: location)
        }
        return Clear(truncatingIfNeeded: layout.value(of: digits))
    }

    func decrypt(_ truth: EncryptedBool, _ location: SourceLocation = #_sourceLocation) -> Bool {
        #expect(truth.block.range.upperBound <= 1, sourceLocation: location)
        return decrypt(truth.block, location) == 1
    }

    /// Edge values and some random ones.
    func samples<Clear: FixedWidthInteger>(_ type: Clear.Type, random: Int) -> [Clear] {
        var samples: [Clear] = [
            0, 1, 2, 3, .max, .max - 1, .min, .min + 1, ~0, ~1, 5, 1 << (Clear.bitWidth - 1),
        ]
        samples.append(Clear(truncatingIfNeeded: 0x5555_5555_5555_5555 as UInt64))
        samples.append(Clear(truncatingIfNeeded: 0xAAAA_AAAA_AAAA_AAAA as UInt64))
        for _ in 0..<random {
            // All lengths, so that small ones meet large ones.
            let length = UInt64.random(in: 0..<UInt64(Clear.bitWidth), using: &generator)
            samples.append(Clear(truncatingIfNeeded: generator.next()) >> Clear(truncatingIfNeeded: length))
        }
        return samples
    }

    /// `count` pairs: of edge values first.
    func pairs<Clear: FixedWidthInteger>(_ type: Clear.Type, _ count: Int) -> [(Clear, Clear)] {
        let samples = samples(type, random: 8)
        return (0..<count).map { _ in
            (
                samples[Int.random(in: samples.indices, using: &generator)],
                samples[Int.random(in: samples.indices, using: &generator)]
            )
        } + [
            (.min, ~0), (.max, .max), (.min, .min), (0, 0), (.max, 1), (.min, 1),
            (1 << (Clear.bitWidth - 1), 1 << (Clear.bitWidth - 1)), (~0, 1 << (Clear.bitWidth - 1)),
        ]
    }

    /// Whether every look-up's noise was within the limit; by 256 signs, a variance is known to ±9 %.
    func expectNoiseWithinLimit(_ location: SourceLocation = #_sourceLocation) {
        #expect(evaluator.tally.worstNoise < 1.4, sourceLocation: location)
    }
}
