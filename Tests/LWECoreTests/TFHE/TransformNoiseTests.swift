import Foundation
import TFHEKernelInterface
import Testing

@testable import LWECore

/// What the doubles of an external product add to the phase, against `NoiseFormulas.transform`.
///
/// The exact product is known, so nothing else is in the difference: neither noise of keys nor rounded digits.
@Suite(.serialized) struct TransformNoiseTests {
    private static let isSlow = ProcessInfo.processInfo.environment["KMS_SLOW_TESTS"] == "1"

    /// A set's external product, and how many samples are taken.
    struct Case: CustomTestStringConvertible, Sendable {
        let level: VectorLevel
        let set: TFHEParameters
        let sampleCount: Int
        var testDescription: String { "\(set.name) \(level)" }
        var gadget: GadgetCase { GadgetCase(level: level, n: set.polynomialSize, shape: set.bootstrapShape) }
    }

    /// Sets of 64-bit words whose polynomials the kernels take, one of each shape.
    static let cases: [Case] = vectorLevels.flatMap { level in
        [TFHEParameters.message2Carry2, .message1Carry1KMS, .booleanKMS, .message1Carry1].map {
            Case(level: level, set: $0, sampleCount: isSlow ? 600 : level == .best ? 60 : 20)
        }
    }

    /// Phase errors in turns, one coefficient of each product, under a fresh random key each time.
    static func errors(
        _ example: Case, transform: (([UInt64], any TorusKernelSet, AlignedBuffer<Double>) -> Void)? = nil
    ) throws -> [Double] {
        let (gadget, n, k) = (example.gadget, example.set.polynomialSize, example.set.glweDimension)
        var random = SplitMix(UInt64(n * k))
        var errors: [Double] = []
        while errors.count < example.sampleCount {
            // One step of a key: uniform words, as all of its words are.
            let fixture = try ProductFixture<UInt64>(gadget, steps: 1, seed: random.next())
            if let transform {
                let points = AlignedBuffer(n, 0.0)
                for (input, row) in fixture.rows[0].enumerated() {
                    for (output, words) in row.enumerated() {
                        transform(words, fixture.kernels, points)
                        unsafe fixture.kernels.storeKeyPolynomial(
                            points.pointer, input: input, output: output, gadget.shape,
                            to: fixture.key.pointer)
                    }
                }
            }
            for _ in 0..<4 {
                let input = (0...k).map { _ in random.words(UInt64.self, n) }
                let source = fixture.accumulator(input)
                let sum = fixture.accumulator((0...k).map { _ in [UInt64](repeating: 0, count: n) })
                withExtendedLifetime(source) {
                    unsafe fixture.kernels.addExternalProduct(
                        source.pointer, to: sum.pointer, key: fixture.key.pointer, gadget.shape,
                        fixture.workspace)
                }
                let exact = PlainTorus.externalProduct(fixture.rows[0], input, gadget.shape)
                let error = zip(fixture.polynomials(sum), exact).map { ours, exact in
                    zip(ours, exact).map { Int64(bitPattern: $0 &- $1) }
                }
                // Coefficient 0 of e_b − Σ e_p·S_p.
                var phase = error[k][0]
                for p in 0..<k {
                    for i in 0..<n where random.next() & 1 == 1 {
                        phase += i == 0 ? -error[p][0] : error[p][n - i]
                    }
                }
                errors.append(Double(phase) * 0x1p-64)
            }
        }
        return errors
    }

    static func ratio(_ example: Case, _ errors: [Double]) -> Double {
        let set = example.set
        let expected = NoiseFormulas.transform(
            .ours, set.bootstrap, glweDimension: set.glweDimension, polynomialSize: set.polynomialSize,
            modulusBits: set.modulusBits)
        return errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count) / expected
    }

    @Test(arguments: cases) func `adds at most the noise of the formula`(example: Case) throws {
        let ratio = Self.ratio(example, try Self.errors(example))
        let error = 4.5 * (2 / Double(example.sampleCount)).squareRoot()
        #expect(ratio < 1 + error)
        // Nor is the formula far from what is measured, at any level.
        #expect(ratio > 0.6 * (1 - error))
    }

    #if arch(x86_64)
        @Test(.enabled(if: isSlow), arguments: cases.filter { $0.level == .best })
        func `a key transformed in extended precision would take off a third or more`(example: Case) throws {
            let n = example.set.polynomialSize
            let kernels = try #require(example.level.torusKernels(polynomialSize: n))
            let slots = Self.slots(of: kernels)
            let errors = try Self.errors(example) { words, _, points in
                let exact = Self.extendedTransform(words)
                let scale = 0x1p-64 * 2 / Float80(n)
                for (root, slot) in slots {
                    unsafe points.pointer[slot] = Double(exact[root].re * scale)
                    unsafe points.pointer[slot + kernels.laneCount] = Double(exact[root].im * scale)
                }
            }
            #expect(Self.ratio(example, errors) < 0.67 * Self.ratio(example, try Self.errors(example)))
        }

        /// Where the value at the root e^(iπ(4u + 1)/N) lies, by the transform of X.
        private static func slots(of kernels: any TorusKernelSet) -> [(root: Int, slot: Int)] {
            let (n, lanes) = (kernels.polynomialSize, kernels.laneCount)
            let (x, points) = (AlignedBuffer(n, 0.0), AlignedBuffer(n, 0.0))
            unsafe x.pointer[1] = 1
            unsafe kernels.forward(x.pointer, to: points.pointer)
            let z = points.values
            return stride(from: 0, to: n, by: 2 * lanes).flatMap { start in
                (start..<start + lanes).map { slot in
                    let turns = atan2(z[slot + lanes], z[slot]) / (2 * Double.pi)
                    let odd = Int((turns * Double(2 * n)).rounded())
                    return (((odd - 1) / 4 + n) % (n / 2), slot)
                }
            }
        }

        private struct Extended {
            var re: Float80
            var im: Float80
            static func + (a: Self, b: Self) -> Self { Self(re: a.re + b.re, im: a.im + b.im) }
            static func - (a: Self, b: Self) -> Self { Self(re: a.re - b.re, im: a.im - b.im) }
            static func * (a: Self, b: Self) -> Self {
                Self(re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re)
            }
            static func root(_ numerator: Int, _ denominator: Int) -> Self {
                let angle = 2 * Float80.pi * Float80(numerator) / Float80(denominator)
                return Self(re: cosl(angle), im: sinl(angle))
            }
        }

        /// The polynomial's values at e^(iπ(4u + 1)/N), u from 0 to N/2 − 1.
        private static func extendedTransform(_ words: [UInt64]) -> [Extended] {
            let m = words.count / 2
            func value(_ word: UInt64) -> Float80 { Float80(Int64(bitPattern: word)) }
            let twisted = (0..<m).map { j in
                Extended(re: value(words[j]), im: value(words[j + m])) * .root(j, 4 * m)
            }
            return fourier(twisted)
        }

        private static func fourier(_ x: [Extended]) -> [Extended] {
            guard x.count > 1 else { return x }
            let half = x.count / 2
            let even = fourier((0..<half).map { x[2 * $0] })
            let odd = fourier((0..<half).map { x[2 * $0 + 1] })
            let turned = (0..<half).map { odd[$0] * .root($0, x.count) }
            return (0..<half).map { even[$0] + turned[$0] } + (0..<half).map { even[$0] - turned[$0] }
        }
    #endif
}
