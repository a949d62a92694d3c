import Foundation
import TFHEKernelInterface
import Testing

@testable import LWECore

/// A shape with the size and level to try it at.
struct GadgetCase: CustomTestStringConvertible, Sendable {
    let level: VectorLevel
    let n: Int
    let shape: GadgetShape
    var testDescription: String {
        "\(level) N=\(n) k=\(shape.polynomialCount - 1) l=\(shape.levelCount) 2^\(shape.baseLog)"
    }

    /// The shapes of all offered parameter sets and some odd ones.
    static func all(wordBits: Int) -> [GadgetCase] {
        let shapes: [(Int, Int, Int, Int)] =
            wordBits == 64
            ? [
                (2048, 1, 1, 23), (512, 4, 1, 23), (8192, 1, 2, 15), (512, 3, 1, 17), (256, 6, 1, 17),
                (1024, 2, 1, 23), (4096, 1, 1, 20), (1024, 1, 5, 5), (256, 1, 2, 31),
            ]
            : [
                (512, 3, 2, 10), (1024, 2, 2, 10), (1024, 1, 3, 7), (1024, 1, 1, 8), (256, 2, 4, 8),
                (2048, 1, 2, 10),
            ]
        return vectorLevels.flatMap { level in
            shapes.map { n, k, l, base in
                GadgetCase(
                    level: level, n: n,
                    shape: GadgetShape(polynomialCount: k + 1, levelCount: l, baseLog: base))
            }
        }
    }
}

/// One step of a key, standard and in the Fourier domain, and an accumulator.
struct ProductFixture<Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable> {
    let kernels: any TorusKernelSet
    let shape: GadgetShape
    let n: Int
    var rows: [[[[Word]]]] = []
    let key: AlignedBuffer<Double>
    let workspace: RotationWorkspace

    init(_ gadget: GadgetCase, steps: Int, seed: UInt64) throws {
        n = gadget.n
        shape = gadget.shape
        kernels = try #require(gadget.level.torusKernels(polynomialSize: n))
        workspace = RotationWorkspace(polynomialSize: n, shape: shape)
        var random = SplitMix(seed)
        let stepCount = kernels.stepDoubleCount(shape)
        key = AlignedBuffer(steps * stepCount, 0.0)
        let points = AlignedBuffer(n, 0.0)
        for step in 0..<steps {
            var stepRows: [[[Word]]] = []
            for input in 0..<shape.polynomialCount * shape.levelCount {
                var row: [[Word]] = []
                for output in 0..<shape.polynomialCount {
                    let words = random.words(Word.self, gadget.n)
                    row.append(words)
                    unsafe transform(words, to: points.pointer)
                    unsafe kernels.storeKeyPolynomial(
                        points.pointer, input: input, output: output, shape,
                        to: key.pointer + step * stepCount)
                }
                stepRows.append(row)
            }
            rows.append(stepRows)
        }
    }

    private func transform(_ words: [Word], to points: UnsafeMutablePointer<Double>) {
        let scale = 1 / Double(n / 2)
        if Word.bitWidth == 64 {
            let source = AlignedBuffer(words.map { UInt64(truncatingIfNeeded: $0) })
            unsafe kernels.forward(source.pointer, scale: scale * 0x1p-64, to: points)
        } else {
            let source = AlignedBuffer(words.map { UInt32(truncatingIfNeeded: $0) })
            unsafe kernels.forward(source.pointer, scale: scale * 0x1p-32, to: points)
        }
    }

    func accumulator(_ polynomials: [[Word]]) -> AlignedBuffer<Word> {
        AlignedBuffer(polynomials.flatMap { p in p + p.prefix(accumulatorTailCount).map { 0 &- $0 } })
    }

    func polynomials(_ accumulator: AlignedBuffer<Word>) -> [[Word]] {
        let pitch = n + accumulatorTailCount
        let values = accumulator.values
        return (0..<shape.polynomialCount).map { Array(values[$0 * pitch..<$0 * pitch + n]) }
    }

    /// log2 of the largest difference, as signed words.
    static func distance(_ a: [[Word]], _ b: [[Word]]) -> Double {
        let worst =
            zip(a.joined(), b.joined()).map { x, y in
                let d = x &- y
                return Double(min(d, 0 &- d))
            }.max() ?? 0
        return log2(max(worst, 0.5))
    }

    /// What the doubles may err by, largest of all coefficients, in bits.
    ///
    /// Products of b-bit digits with words lose √(N·inputs)·2^b·2^(w − 53) and the transform's own rounding.
    var errorBound: Double {
        let inputs = Double(shape.polynomialCount * shape.levelCount)
        let growth = 0.5 * log2(Double(n) * inputs) + 0.5 * log2(log2(Double(n)))
        return max(0, Double(Word.bitWidth) - 53 + Double(shape.baseLog) + growth)
    }
}

/// The external product and the blind rotation against exact arithmetic.
struct ExternalProductTests {
    @Test(arguments: GadgetCase.all(wordBits: 64))
    func `adds a product within the error of doubles`(gadget: GadgetCase) throws {
        let fixture = try ProductFixture<UInt64>(gadget, steps: 1, seed: 1)
        var random = SplitMix(2)
        let count = gadget.shape.polynomialCount
        let input = (0..<count).map { _ in random.words(UInt64.self, gadget.n) }
        let start = (0..<count).map { _ in random.words(UInt64.self, gadget.n) }
        let x = fixture.accumulator(input)
        let sum = fixture.accumulator(start)
        unsafe fixture.kernels.addExternalProduct(
            x.pointer, to: sum.pointer, key: fixture.key.pointer, gadget.shape, fixture.workspace)
        let product = PlainTorus.externalProduct(fixture.rows[0], input, gadget.shape)
        let expected = zip(start, product).map { zip($0, $1).map { $0 &+ $1 } }
        let result = fixture.polynomials(sum)
        #expect(ProductFixture<UInt64>.distance(result, expected) < fixture.errorBound)
        #expect(fixture.accumulator(result).values == sum.values, "tails are renewed")
    }

    @Test(arguments: GadgetCase.all(wordBits: 32))
    func `adds a product of 32-bit words`(gadget: GadgetCase) throws {
        let fixture = try ProductFixture<UInt32>(gadget, steps: 1, seed: 3)
        var random = SplitMix(4)
        let count = gadget.shape.polynomialCount
        let input = (0..<count).map { _ in random.words(UInt32.self, gadget.n) }
        let x = fixture.accumulator(input)
        let sum = fixture.accumulator(input)
        unsafe fixture.kernels.addExternalProduct(
            x.pointer, to: sum.pointer, key: fixture.key.pointer, gadget.shape, fixture.workspace)
        let product = PlainTorus.externalProduct(fixture.rows[0], input, gadget.shape)
        let expected = zip(input, product).map { zip($0, $1).map { $0 &+ $1 } }
        #expect(ProductFixture<UInt32>.distance(fixture.polynomials(sum), expected) <= 1)
    }

    /// One step: later steps would decompose words that already differ.
    @Test(arguments: GadgetCase.all(wordBits: 64))
    func `rotates one step as exact arithmetic does`(gadget: GadgetCase) throws {
        let fixture = try ProductFixture<UInt64>(gadget, steps: 1, seed: 5)
        var random = SplitMix(6)
        let n = gadget.n
        for rotation in n > 2048 ? [n + 5] : [1, n - 1, n, n + 5, 2 * n - 1] {
            let start = (0..<gadget.shape.polynomialCount).map { _ in random.words(UInt64.self, n) }
            let result = rotated(fixture, start, masks: [UInt32(rotation)])
            let expected = PlainTorus.controlledRotation(start, by: rotation, fixture.rows[0], gadget.shape)
            #expect(ProductFixture<UInt64>.distance(result, expected) < fixture.errorBound)
        }
    }

    @Test(arguments: GadgetCase.all(wordBits: 32))
    func `rotates one step of 32-bit words`(gadget: GadgetCase) throws {
        let fixture = try ProductFixture<UInt32>(gadget, steps: 1, seed: 7)
        var random = SplitMix(8)
        let n = gadget.n
        let start = (0..<gadget.shape.polynomialCount).map { _ in random.words(UInt32.self, n) }
        let accumulator = fixture.accumulator(start)
        let mask = AlignedBuffer([UInt32(n + 7)])
        var accumulators = unsafe [accumulator.pointer]
        var masks = unsafe [UnsafePointer(mask.pointer)]
        unsafe fixture.kernels.rotate(
            &accumulators, masks: &masks, count: 1, stepCount: 1, key: fixture.key.pointer, gadget.shape,
            fixture.workspace)
        let expected = PlainTorus.controlledRotation(start, by: n + 7, fixture.rows[0], gadget.shape)
        #expect(ProductFixture<UInt32>.distance(fixture.polynomials(accumulator), expected) <= 1)
    }

    @Test(arguments: vectorLevels) func `skips rotations by zero`(level: VectorLevel) throws {
        let gadget = GadgetCase(
            level: level, n: 512, shape: GadgetShape(polynomialCount: 2, levelCount: 1, baseLog: 20))
        let fixture = try ProductFixture<UInt64>(gadget, steps: 3, seed: 9)
        var random = SplitMix(10)
        let start = (0..<2).map { _ in random.words(UInt64.self, 512) }
        #expect(rotated(fixture, start, masks: [0, 0, 0]) == start)
    }

    /// A batch must be what each rotation is alone, bit by bit.
    @Test(arguments: vectorLevels, [1, 2, 3, 8])
    func `rotates a batch as each alone`(level: VectorLevel, count: Int) throws {
        let gadget = GadgetCase(
            level: level, n: 512, shape: GadgetShape(polynomialCount: 4, levelCount: 1, baseLog: 17))
        let fixture = try ProductFixture<UInt64>(gadget, steps: 5, seed: 11)
        var random = SplitMix(12)
        let starts = (0..<count).map { _ in (0..<4).map { _ in random.words(UInt64.self, 512) } }
        let masks = (0..<count).map { _ in (0..<5).map { _ in UInt32.random(in: 0..<1024, using: &random) } }
        let buffers = starts.map { fixture.accumulator($0) }
        let maskBuffers = masks.map { AlignedBuffer($0) }
        var pointers = unsafe buffers.map { unsafe $0.pointer }
        var maskPointers = unsafe maskBuffers.map { unsafe UnsafePointer($0.pointer) }
        unsafe fixture.kernels.rotate(
            &pointers, masks: &maskPointers, count: count, stepCount: 5, key: fixture.key.pointer,
            gadget.shape, fixture.workspace)
        for index in 0..<count {
            let alone = rotated(fixture, starts[index], masks: masks[index])
            let same = fixture.polynomials(buffers[index]) == alone
            #expect(same)
        }
        withExtendedLifetime((buffers, maskBuffers, fixture)) {}
    }

    private func rotated(
        _ fixture: ProductFixture<UInt64>, _ start: [[UInt64]], masks: [UInt32]
    ) -> [[UInt64]] {
        let accumulator = fixture.accumulator(start)
        let mask = AlignedBuffer(masks)
        var accumulators = unsafe [accumulator.pointer]
        var maskPointers = unsafe [UnsafePointer(mask.pointer)]
        unsafe fixture.kernels.rotate(
            &accumulators, masks: &maskPointers, count: 1, stepCount: masks.count, key: fixture.key.pointer,
            fixture.shape, fixture.workspace)
        defer { withExtendedLifetime((accumulator, mask, fixture)) {} }
        return fixture.polynomials(accumulator)
    }
}
