import Foundation
import SecretMemory
import Testing

@testable import LWECore

/// Measured noise against `NoiseFormulas`: few samples as a rule, all of them with `KMS_SLOW_TESTS=1` (make test-slow).
@Suite(.serialized) struct TorusNoiseTests {
    private static let isSlow = ProcessInfo.processInfo.environment["KMS_SLOW_TESTS"] == "1"

    /// Mean and variance of differences on the torus, collected one by one.
    private struct Moments {
        var count = 0.0
        var mean = 0.0
        private var squares = 0.0

        /// Adds a sample (Welford).
        mutating func add(_ sample: Double) {
            count += 1
            let difference = sample - mean
            mean += difference / count
            squares += difference * (sample - mean)
        }

        var variance: Double { squares / (count - 1) }

        /// Within 1/16, or what so few samples allow at 4.5 standard errors.
        func expectVariance(_ expected: Double, _ what: String) {
            let tolerance = max(1.0 / 16, 4.5 * (2 / count).squareRoot())
            #expect(
                abs(variance / expected - 1) < tolerance, "\(what): \(variance / expected) of the formula")
        }

        /// Within the 99.9 % interval of chi-square (Wilson and Hilferty).
        func expectVarianceByChiSquare(_ expected: Double, _ what: String) {
            let freedom = count - 1
            func quantile(_ z: Double) -> Double {
                let spread = 2 / (9 * freedom)
                return pow(1 - spread + z * spread.squareRoot(), 3)
            }
            let ratio = variance / expected
            #expect(
                (quantile(-3.2905)...quantile(3.2905)).contains(ratio), "\(what): \(ratio) of the formula")
        }

        /// Within 4.5 standard errors, those of the samples and those of what all samples share.
        func expectMean(_ expected: Double, sharedVariance: Double = 0, _ what: String) {
            let error = (variance / count + sharedVariance).squareRoot()
            #expect(abs(mean - expected) < 4.5 * error, "\(what): mean \(mean), standard error \(error)")
        }
    }

    /// A word as a fraction of a turn from −1/2 to 1/2.
    private static func turns<Word: TorusInteger>(_ word: Word) -> Double {
        let bits = Int64(truncatingIfNeeded: word) << Int64(64 - Word.bitWidth)
        return Double(bits) * 0x1p-64
    }

    @Test(arguments: [
        TFHEParameters.message2Carry2, .message2Carry2Gaussian, .booleanKMS,
    ])
    func `fresh ciphertexts have the noise of the set`(set: TFHEParameters) throws {
        let entropy = try SeededEntropy(seed: 11, stream: set.name)
        let client = try ClientKey<UInt64>(set, using: entropy)
        var moments = Moments()
        for _ in 0..<(Self.isSlow ? 16 : 4) {
            let plaintexts = [UInt64](repeating: 1 << 62, count: 1000)
            for ciphertext in try client.encrypt(plaintexts.span, using: entropy).expanded() {
                moments.add(Self.turns(try client.phase(of: ciphertext) &- (1 << 62)))
            }
        }
        moments.expectVariance(set.glweVariance, set.name)
        moments.expectMean(0, set.name)
    }

    /// Small ciphertexts of `count` fresh zeros, with their errors after the key switch.
    private static func switched<Small: TorusInteger>(
        _ keys: borrowing KeyFixture<UInt64>, _: Small.Type, count: Int,
        _ body: ([Small], _ error: Double) -> Void
    ) throws {
        let inputs = try keys.encrypt([UInt64](repeating: 0, count: count))
        let phases = try inputs.map { try keys.client.phase(of: $0) }
        var results: [(Int, [Small])] = []
        keys.server.workspaces.withWorkspace { workspace in
            unsafe keys.server.switchKeys(inputs[...], to: Small.self, workspace) { index, small in
                results.append((index, unsafe Array(small)))
            }
        }
        for (index, words) in results {
            let phase = LWECiphertext(words: words).phase(under: keys.client.small.masks)
            body(words, turns(phase) - turns(phases[index]))
        }
    }

    private static func keySwitchVariance(_ set: TFHEParameters) -> Double { NoiseBudget(set).keySwitch }

    @Test func `a 32-bit key switch adds the noise of the formula`() throws {
        // The second has a key modulo 2^64, which is rounded.
        for set in [TFHEParameters.message2Carry2KeySwitch32, .message2Carry2, .booleanKMS] {
            let keys = try KeyFixture<UInt64>(set, seed: 12)
            var moments = Moments()
            for _ in 0..<(Self.isSlow ? 16 : 1) {
                try Self.switched(keys, UInt32.self, count: 1000) { moments.add($1) }
            }
            moments.expectVariance(Self.keySwitchVariance(set), set.name)
            // Digits have the mean −1/2, so half the sum of one key's errors is in all its results.
            let rowCount = Double(set.keySwitch.levelCount * set.bigDimension)
            moments.expectMean(0, sharedVariance: rowCount * set.lweVariance / 4, set.name)
        }
    }

    @Test func `a 64-bit key switch adds the noise of the formula`() throws {
        // So little noise that a rounded key would be seen.
        var set = TFHEParameters.message2Carry2
        set.name = "insecure-quiet"
        set.lweNoise = .tUniform(boundLog2: 24)
        set.keySwitch = Gadget(baseLog: 4, levelCount: 7)
        #expect(set.switchingWordBits == 64)
        let keys = try KeyFixture<UInt64>(set, seed: 13)
        var moments = Moments()
        for _ in 0..<(Self.isSlow ? 16 : 1) {
            try Self.switched(keys, UInt64.self, count: 1000) { moments.add($1) }
        }
        moments.expectVariance(Self.keySwitchVariance(set), set.name)
    }

    /// Phase of rotations in units of 1/2N, from −N to N.
    private static func phase(
        _ rotations: [UInt32], _ key: borrowing SecretBytes, polynomialSize: Int
    ) -> Int {
        // As words whose top bits are the rotation, so that the sum wraps where it must.
        let shift = UInt64(64 - (2 * polynomialSize).trailingZeroBitCount)
        let words = rotations.map { UInt64($0) << shift }
        let phase = LWECiphertext(words: words).phase(under: key)
        return Int(Int64(bitPattern: phase) >> Int64(shift))
    }

    @Test(arguments: [TFHEParameters.ModulusSwitch.standard, .centredMean])
    func `a modulus switch adds the noise of the formula`(kind: TFHEParameters.ModulusSwitch) throws {
        let set = TFHEParameters.message2Carry2KeySwitch32
        let entropy = try SeededEntropy(seed: 14, stream: "modulus switch")
        let key = try LWESecretKey(dimension: set.lweDimension, using: entropy)
        var random = SplitMix(15)
        var moments = Moments()
        for _ in 0..<(Self.isSlow ? 16_000 : 4000) {
            var words = random.words(UInt32.self, set.lweDimension)
            words.append(0)
            words[set.lweDimension] = 0 &- LWECiphertext(words: words).phase(under: key.masks)
            var rotations = [UInt32](repeating: 0, count: words.count)
            unsafe words.withUnsafeBufferPointer { words in
                unsafe rotations.withUnsafeMutableBufferPointer {
                    unsafe switchModulus(words, polynomialSize: set.polynomialSize, kind, to: $0)
                }
            }
            moments.add(
                Double(Self.phase(rotations, key.masks, polynomialSize: set.polynomialSize))
                    / Double(2 * set.polynomialSize))
        }
        let expected = NoiseFormulas.modulusSwitch(
            kind, dimension: set.lweDimension, modulusBits: 32, polynomialSize: set.polynomialSize)
        moments.expectVariance(expected, "\(kind)")
        // The centred one leaves half a rotation, which tables make up for; the standard one's mean depends on the key.
        if kind == .centredMean { moments.expectMean(-0.25 / Double(set.polynomialSize), "\(kind)") }
    }

    @Test func `a 64-bit bootstrap ends with the noise of the formula`() throws {
        for set in [TFHEParameters.message2Carry2KeySwitch32, .booleanKMS] {
            try expectBootstrapNoise(set, UInt64.self)
        }
    }

    @Test func `a 32-bit bootstrap ends with the noise of the formula, its transform adding nothing`() throws
    {
        try expectBootstrapNoise(.booleanDefaultKeySwitchFirst, UInt32.self)
    }

    private func expectBootstrapNoise<Word: TorusInteger>(_ set: TFHEParameters, _: Word.Type) throws {
        let keys = try KeyFixture<Word>(set, seed: 16, threads: Threads.available)
        let value = Word(1) << Word(Word.bitWidth - 3)
        let table = LookUpTable<Word>(constant: value, polynomialSize: set.polynomialSize)
        let plaintexts = [Word](repeating: value, count: 100)
        var moments = Moments()
        for _ in 0..<(Self.isSlow ? 10 : 2) {
            let inputs = try keys.client.encrypt(plaintexts.span, using: keys.entropy).expanded()
            for output in keys.server.bootstrap(inputs, Array(repeating: table, count: inputs.count)) {
                moments.add(Self.turns(try keys.client.phase(of: output) &- value))
            }
        }
        moments.expectVarianceByChiSquare(NoiseBudget(set).bootstrap, set.name)
    }

    /// Key switch and modulus switch alone, in boxes so narrow that one in some two hundred fails.
    @Test(.enabled(if: isSlow)) func `look-ups fail as often as predicted`() throws {
        let set = TFHEParameters.message2Carry2KeySwitch32
        let keys = try KeyFixture<UInt64>(set, seed: 17)
        let budget = NoiseBudget(set)
        let variance = budget.keySwitch + budget.modulusSwitch
        // A whole number of rotations: phases lie half-way between.
        let turn = Double(2 * set.polynomialSize)
        let halfBox = (2.85 * variance.squareRoot() * turn).rounded() / turn
        let expected = exp2(FailureProbability.log2(halfBox: halfBox, variance: variance))
        let centre = -0.25 / Double(set.polynomialSize)
        var (failures, count) = (0, 0)
        while Double(count) * expected < 260 {
            try Self.switched(keys, UInt32.self, count: 1000) { words, _ in
                var rotations = [UInt32](repeating: 0, count: words.count)
                unsafe words.withUnsafeBufferPointer { words in
                    unsafe rotations.withUnsafeMutableBufferPointer {
                        unsafe switchModulus(
                            words, polynomialSize: set.polynomialSize, set.modulusSwitch, to: $0)
                    }
                }
                let phase = Self.phase(rotations, keys.client.small.masks, polynomialSize: set.polynomialSize)
                let error = Double(phase) / turn - centre
                failures += abs(error) > halfBox ? 1 : 0
                count += 1
            }
        }
        // At 260 expected failures the interval of Clopper and Pearson is that of a normal one, 99 %.
        let spread = 2.576 * (Double(count) * expected).squareRoot()
        #expect(
            abs(Double(failures) - Double(count) * expected) < spread,
            "\(failures) of \(count), expected \(Double(count) * expected)")
        #expect(failures >= 200)
    }
}
