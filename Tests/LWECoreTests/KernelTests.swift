import SecretMemory
import Testing

@testable import LWECore

/// Every kernel computes what its plain twin computes, at every level that this processor has.
@Suite struct KernelTests {
    static let levels = VectorLevel.allCases.filter { $0 <= .supported }
    /// Empty, odd, just below, at and above the widths of all levels, and those of the parameter sets.
    static let lengths = [0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 100, 640, 976, 1344]

    static func words(_ count: Int, _ seed: Int) throws -> [UInt16] {
        let entropy = try SeededEntropy(seed: UInt64(seed), stream: "KernelTests")
        var words = [UInt16](repeating: 0, count: count)
        unsafe words.withUnsafeMutableBytes { unsafe entropy.fill($0) }
        return words
    }

    /// Random words, zeros, ones and the extremes.
    static func inputs(_ count: Int, _ seed: Int) throws -> [[UInt16]] {
        [try words(count, seed)]
            + [0, 1, 0x7FFF, 0x8000, 0xFFFF].map { [UInt16](repeating: $0, count: count) }
    }

    @Test(arguments: levels)
    func `row products equal their plain twin`(_ level: VectorLevel) throws {
        for columns in Self.lengths {
            for rows in [0, 1, 2, 3, 5, 16] {
                for (a, s) in zip(
                    try Self.inputs(rows * columns, columns), try Self.inputs(8 * columns, rows))
                {
                    var expected = try Self.words(8 * rows, 1)
                    var sums = expected
                    unsafe PlainKernels.addRowProducts(
                        a, rowCount: rows, columns: columns, sTransposed: s, to: &expected)
                    unsafe Kernels(level).addRowProducts(
                        a, rowCount: rows, columns: columns, sTransposed: s, to: &sums)
                    #expect(sums == expected, "\(rows) × \(columns)")
                }
            }
        }
    }

    @Test(arguments: levels)
    func `column products equal their plain twin`(_ level: VectorLevel) throws {
        for columns in Self.lengths {
            for rows in [0, 1, 3, 4, 5, 8, 16] {
                let stride = rows + 3
                for (a, s) in zip(try Self.inputs(rows * columns, columns), try Self.inputs(8 * stride, rows))
                {
                    var expected = try Self.words(8 * columns, 1)
                    var sums = expected
                    unsafe PlainKernels.addColumnProducts(
                        s, stride: stride, a, rowCount: rows, columns: columns, to: &expected)
                    unsafe Kernels(level).addColumnProducts(
                        s, stride: stride, a, rowCount: rows, columns: columns, to: &sums)
                    #expect(sums == expected, "\(rows) × \(columns)")
                }
            }
        }
    }

    @Test(arguments: levels, FrodoParameterSet.allCases)
    func `samples equal their plain twin for every word`(_ level: VectorLevel, _ set: FrodoParameterSet)
        throws
    {
        let table = [UInt16](set.errorTable.dropLast())
        var expected = (0...UInt16.max).map { $0 }
        var samples = expected
        unsafe expected.withUnsafeMutableBufferPointer { unsafe PlainKernels.sampleErrors($0, table: table) }
        unsafe samples.withUnsafeMutableBufferPointer { unsafe Kernels(level).sampleErrors($0, table: table) }
        #expect(samples == expected)
        for length in Self.lengths {
            var short = try Self.words(length, 2)
            var shortExpected = short
            unsafe shortExpected.withUnsafeMutableBufferPointer {
                unsafe PlainKernels.sampleErrors($0, table: table)
            }
            unsafe short.withUnsafeMutableBufferPointer {
                unsafe Kernels(level).sampleErrors($0, table: table)
            }
            #expect(short == shortExpected)
        }
    }

    @Test(arguments: FrodoParameterSet.allCases)
    func `samples have exactly the distribution of the table`(_ set: FrodoParameterSet) throws {
        var samples = (0...UInt16.max).map { $0 }
        unsafe samples.withUnsafeMutableBufferPointer {
            unsafe Kernels(.best).sampleErrors($0, table: [UInt16](set.errorTable.dropLast()))
        }
        var counts: [Int16: Int] = [:]
        for sample in samples { counts[Int16(bitPattern: sample), default: 0] += 1 }
        for (magnitude, probability) in ErrorDistribution(set).magnitudes.enumerated() {
            let count = magnitude == 0 ? counts[0, default: 0] : counts[Int16(magnitude), default: 0] * 2
            #expect(Double(count) / 65536 == probability)
            #expect(counts[Int16(magnitude)] == counts[Int16(-magnitude)])
        }
    }

    @Test(arguments: levels)
    func `rows of SHAKE equal those of OpenSSL`(_ level: VectorLevel) throws {
        let seed = (0..<16).map { UInt8($0 * 17) }
        for columns in [4, 8, 80, 84, 88, 168, 640, 976, 1344] {
            for (firstRow, rows) in [(0, 1), (0, 7), (3, 8), (65520, 16), (1, 9)] {
                var expected = [UInt16](repeating: 0, count: rows * columns + 8)
                var entries = expected
                try unsafe PlainKernels.shakeRows(
                    seed: seed, firstRow: firstRow, rowCount: rows, columns: columns, into: &expected)
                unsafe Kernels(level).shakeRows(
                    seed: seed, firstRow: firstRow, rowCount: rows, columns: columns, into: &entries)
                #expect(entries == expected, "\(rows) rows of \(columns) from \(firstRow)")
            }
        }
    }
}
