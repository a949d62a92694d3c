import Foundation
import TFHEKernelInterface
import Testing

@testable import LWECore

/// The negacyclic transform at every level that the processor has, against schoolbook products.
struct TransformTests {
    static let cases = vectorLevels.flatMap { level in
        [256, 512, 1024, 2048, 4096, 8192].map { (level, $0) }
    }

    @Test func `has no kernels for other sizes`() {
        for size in [-1, 0, 1, 128, 255, 257, 768, 16384] {
            #expect(VectorLevel.baseline.torusKernels(polynomialSize: size) == nil)
        }
    }

    @Test(arguments: cases) func `comes back from its inverse`(level: VectorLevel, n: Int) throws {
        let kernels = try #require(level.torusKernels(polynomialSize: n))
        var random = SplitMix(UInt64(n))
        let values = (0..<n).map { _ in Double.random(in: -1...1, using: &random) }
        let input = AlignedBuffer(values)
        let points = AlignedBuffer(n, 0.0)
        unsafe kernels.forward(input.pointer, to: points.pointer)
        unsafe kernels.inverse(points.pointer, to: input.pointer)
        for (j, value) in input.values.enumerated() {
            #expect(abs(value / Double(n / 2) - values[j]) < 1e-14)
        }
    }

    /// The transform of X^j must be a root of unity at each point, to the last bits: no twiddle is off.
    @Test(arguments: cases) func `keeps monomials on the unit circle`(level: VectorLevel, n: Int) throws {
        let kernels = try #require(level.torusKernels(polynomialSize: n))
        for j in [0, 1, n / 2 - 1, n / 2, n - 1] {
            let input = AlignedBuffer(n, 0.0)
            unsafe input.pointer[j] = 1
            let points = AlignedBuffer(n, 0.0)
            unsafe kernels.forward(input.pointer, to: points.pointer)
            let lanes = kernels.laneCount
            let z = points.values
            for i in stride(from: 0, to: n, by: 2 * lanes) {
                for lane in i..<i + lanes {
                    #expect(abs(z[lane] * z[lane] + z[lane + lanes] * z[lane + lanes] - 1) < 2e-15)
                }
            }
        }
    }

    /// Digits times uniform 64-bit words; the bound is a third of a bit above what is measured, 2^38.1 at N = 2048.
    @Test(arguments: cases, [6, 22])
    func `multiplies within its error`(sized: (VectorLevel, Int), digitBits: Int) throws {
        let (level, n) = sized
        let kernels = try #require(level.torusKernels(polynomialSize: n))
        var random = SplitMix(UInt64(n + digitBits))
        let digits = (0..<n).map { _ in
            UInt64(bitPattern: Int64.random(in: -(1 << digitBits)...(1 << digitBits), using: &random))
        }
        let words = random.words(UInt64.self, n)
        let product = self.product(kernels, digits, words)
        let exact = PlainTorus.product(digits, words)
        let errors = zip(product, exact).map { Double(Int64(bitPattern: $0 &- $1)) }
        let rms = log2((errors.map { $0 * $0 }.reduce(0, +) / Double(n)).squareRoot())
        let bound = 38.1 + 0.55 * log2(Double(n) / 2048) + Double(digitBits - 22) + 0.7
        #expect(rms < bound)
    }

    private func product(_ kernels: any TorusKernelSet, _ digits: [UInt64], _ words: [UInt64]) -> [UInt64] {
        let n = digits.count
        let (a, b) = (AlignedBuffer(n, 0.0), AlignedBuffer(n, 0.0))
        let (x, y) = (AlignedBuffer(digits), AlignedBuffer(words))
        let sum = AlignedBuffer(n, UInt64(0))
        unsafe kernels.forward(x.pointer, scale: 1, to: a.pointer)
        unsafe kernels.forward(y.pointer, scale: 0x1p-64 / Double(n / 2), to: b.pointer)
        unsafe kernels.multiply(a.pointer, b.pointer, to: a.pointer)
        unsafe kernels.inverse(a.pointer, addingTo: sum.pointer)
        return sum.values
    }

    /// With seven-bit digits 32-bit words come out exact.
    @Test(arguments: cases) func `multiplies 32-bit words exactly`(level: VectorLevel, n: Int) throws {
        let kernels = try #require(level.torusKernels(polynomialSize: n))
        var random = SplitMix(UInt64(n) + 7)
        let digits = (0..<n).map { _ in UInt32(bitPattern: Int32.random(in: -64...63, using: &random)) }
        let words = random.words(UInt32.self, n)
        let (a, b) = (AlignedBuffer(n, 0.0), AlignedBuffer(n, 0.0))
        let (x, y) = (AlignedBuffer(digits), AlignedBuffer(words))
        let sum = AlignedBuffer(n, UInt32(5))
        unsafe kernels.forward(x.pointer, scale: 1, to: a.pointer)
        unsafe kernels.forward(y.pointer, scale: 0x1p-32 / Double(n / 2), to: b.pointer)
        unsafe kernels.multiply(a.pointer, b.pointer, to: a.pointer)
        unsafe kernels.inverse(a.pointer, addingTo: sum.pointer)
        #expect(sum.values == PlainTorus.product(digits, words).map { $0 &+ 5 })
    }

    /// What key generation rests on: a binary key times either half of 64-bit words is exact.
    @Test(arguments: cases) func `multiplies binary keys exactly, half word by half word`(
        level: VectorLevel, n: Int
    ) throws {
        let kernels = try #require(level.torusKernels(polynomialSize: n))
        var random = SplitMix(UInt64(n) + 9)
        for weight in [0, n / 2, n] {
            let key = (0..<n).map { UInt64($0 < weight ? 1 : 0) }.shuffled(using: &random)
            let halves = (0..<n).map { _ in UInt32(truncatingIfNeeded: random.next()) }
            let (a, b) = (AlignedBuffer(n, 0.0), AlignedBuffer(n, 0.0))
            let (x, y) = (AlignedBuffer(key), AlignedBuffer(halves))
            let sum = AlignedBuffer(n, UInt64(0))
            unsafe kernels.forward(x.pointer, scale: 1, to: a.pointer)
            unsafe kernels.forward(y.pointer, scale: 1 / Double(n / 2), to: b.pointer)
            unsafe kernels.multiply(a.pointer, b.pointer, to: a.pointer)
            unsafe kernels.inverse(a.pointer, addingIntegersTo: sum.pointer, shift: 32)
            let signed = halves.map { UInt64(bitPattern: Int64(Int32(bitPattern: $0))) }
            #expect(sum.values == PlainTorus.product(key, signed).map { $0 << 32 })
        }
    }
}
