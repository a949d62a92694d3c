import TFHEKernelInterface
import Testing

@testable import LWECore

/// Decomposition and key switch at every level against their plain twins, bit by bit.
struct KeySwitchKernelTests {
    private static let gadgets = [(4, 4), (3, 5), (5, 3), (1, 23), (2, 16), (8, 4), (1, 1)]

    @Test(arguments: vectorLevels, gadgets)
    func `cuts words into the digits of the definition`(level: VectorLevel, gadget: (Int, Int)) {
        let (levelCount, baseLog) = gadget
        var random = SplitMix(1)
        let edges: [UInt64] = [
            0, 1, .max, 1 << 63, (1 << 63) - 1, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_8000_8000_8000,
        ]
        for count in [0, 1, 7, 33] {
            let words = Array((edges + random.words(UInt64.self, 64)).prefix(count))
            let source = AlignedBuffer(words)
            let (narrow, wide) = (
                AlignedBuffer(3 * count * levelCount, UInt32(9)), AlignedBuffer(count * levelCount, UInt64(9))
            )
            unsafe level.switchKernels.decompose(
                source.pointer, count: count, levelCount: levelCount, baseLog: baseLog, to: narrow.pointer,
                stride: 3)
            unsafe level.switchKernels.decompose(
                source.pointer, count: count, levelCount: levelCount, baseLog: baseLog, to: wide.pointer,
                stride: 1)
            let expected = words.flatMap {
                PlainTorus.digits(of: $0, levelCount: levelCount, baseLog: baseLog)
            }
            #expect(wide.values == expected)
            #expect(
                expected.indices.allSatisfy {
                    narrow.values[3 * $0] == UInt32(truncatingIfNeeded: expected[$0])
                })
            #expect((0..<narrow.count).allSatisfy { $0 % 3 == 0 || narrow.values[$0] == 9 })
        }
    }

    @Test(arguments: vectorLevels) func `cuts 32-bit words alike`(level: VectorLevel) {
        var random = SplitMix(2)
        let words = [0, 1, .max, 1 << 31] + random.words(UInt32.self, 30)
        let digits = AlignedBuffer(words.count * 3, UInt32(0))
        let source = AlignedBuffer(words)
        unsafe level.switchKernels.decompose(
            source.pointer, count: words.count, levelCount: 3, baseLog: 5, to: digits.pointer, stride: 1)
        #expect(digits.values == words.flatMap { PlainTorus.digits(of: $0, levelCount: 3, baseLog: 5) })
    }

    @Test(arguments: vectorLevels, [(1, 1), (2, 7), (15, 257), (3, 0)])
    func `subtracts rows modulo 2^32, one and four at a time`(level: VectorLevel, shape: (Int, Int)) {
        let (tileCount, rowCount) = shape
        var random = SplitMix(3)
        let width = 64 * tileCount
        let rows = (0..<rowCount).map { _ in random.words(UInt32.self, width) }
        let key = AlignedBuffer(tiled(rows, tileCount: tileCount, tileWidth: 64))
        let digits = (0..<4).map { _ in random.words(UInt32.self, rowCount) }
        let starts = (0..<4).map { _ in random.words(UInt32.self, width) }
        let expected = (0..<4).map { PlainTorus.keySwitch(starts[$0], digits[$0], rows) }
        for index in 0..<4 {
            let result = AlignedBuffer(starts[index])
            let factors = AlignedBuffer(digits[index])
            unsafe level.switchKernels.subtractRows(
                factors.pointer, rowCount: rowCount, key: key.pointer, tileCount: tileCount,
                from: result.pointer)
            #expect(result.values == expected[index])
        }
        let result = AlignedBuffer(starts.flatMap { $0 })
        let factors = AlignedBuffer((0..<rowCount).flatMap { row in (0..<4).map { digits[$0][row] } })
        unsafe level.switchKernels.subtractRowsOfFour(
            factors.pointer, rowCount: rowCount, key: key.pointer, tileCount: tileCount, from: result.pointer)
        #expect(result.values == expected.flatMap { $0 })
    }

    @Test(arguments: vectorLevels, [(1, 1), (3, 100)])
    func `subtracts rows modulo 2^64`(level: VectorLevel, shape: (Int, Int)) {
        let (tileCount, rowCount) = shape
        var random = SplitMix(4)
        let width = 32 * tileCount
        let rows = (0..<rowCount).map { _ in random.words(UInt64.self, width) }
        let key = AlignedBuffer(tiled(rows, tileCount: tileCount, tileWidth: 32))
        let digits = random.words(UInt64.self, rowCount)
        let start = random.words(UInt64.self, width)
        let (result, factors) = (AlignedBuffer(start), AlignedBuffer(digits))
        unsafe level.switchKernels.subtractRows(
            factors.pointer, rowCount: rowCount, key: key.pointer, tileCount: tileCount, from: result.pointer)
        #expect(result.values == PlainTorus.keySwitch(start, digits, rows))
    }

    private func tiled<Word>(_ rows: [[Word]], tileCount: Int, tileWidth: Int) -> [Word] {
        (0..<tileCount).flatMap { tile in rows.flatMap { $0[tile * tileWidth..<(tile + 1) * tileWidth] } }
    }
}
