import LWECore
import Testing

@testable import LWECore

/// Bits, comparisons, selections, casts, tables and random numbers against Swift's own.
struct IntegerLogicTests {
    @Test(arguments: IntegerSetting.all)
    func `compares and selects`(setting: IntegerSetting) throws {
        func check<Clear: FixedWidthInteger & Sendable>(_ type: Clear.Type, _ count: Int) throws {
            let bench = try IntegerBench(setting)
            let integers = bench.integers
            for (a, b) in bench.pairs(type, count) + bench.samples(type, random: 0).map({ ($0, $0) }) {
                let (x, y) = (try bench.encrypt(a), try bench.encrypt(b))
                for y in [y, integers.trivial(b)] {
                    #expect(bench.decrypt(try integers.isEqual(x, y)) == (a == b))
                    #expect(bench.decrypt(try integers.isNotEqual(x, y)) == (a != b))
                    #expect(bench.decrypt(try integers.isLess(x, y)) == (a < b), "\(a) < \(b)")
                    #expect(bench.decrypt(try integers.isLessOrEqual(x, y)) == (a <= b))
                    #expect(bench.decrypt(try integers.isGreater(x, y)) == (a > b))
                    #expect(bench.decrypt(try integers.isGreaterOrEqual(x, y)) == (a >= b))
                    #expect(bench.decrypt(try integers.isGreater(y, x)) == (b > a))
                    #expect(try bench.decrypt(integers.minimum(x, y)) == min(a, b))
                    #expect(try bench.decrypt(integers.maximum(x, y)) == max(a, b))
                    for condition in [true, false] {
                        let c = try bench.encrypt(condition)
                        let chosen = try integers.select(c, x, y)
                        #expect(try bench.decrypt(chosen) == (condition ? a : b))
                        // What a selection gives is noisier, and still an operand like others.
                        #expect(
                            try bench.decrypt(integers.add(chosen, chosen)) == (condition ? a &+ a : b &+ b))
                        #expect(try bench.decrypt(integers.xor(chosen, x)) == (condition ? 0 : a ^ b))
                        #expect(try bench.decrypt(integers.select(c, chosen, x)) == a)
                        #expect(bench.decrypt(try integers.isLess(chosen, y)) == ((condition ? a : b) < b))
                        #expect(
                            try bench.decrypt(integers.select(c, integers.trivial(a), y))
                                == (condition ? a : b))
                    }
                }
            }
            bench.expectNoiseWithinLimit()
        }
        try check(UInt8.self, 40)
        try check(Int8.self, 40)
        try check(UInt16.self, 8)
        try check(Int32.self, 4)
        try check(UInt64.self, 4)
        try check(Int64.self, 4)
    }

    @Test(arguments: IntegerSetting.all)
    func `works on bits`(setting: IntegerSetting) throws {
        func check<Clear: FixedWidthInteger & Sendable>(_ type: Clear.Type, _ count: Int) throws {
            let bench = try IntegerBench(setting)
            let integers = bench.integers
            for (a, b) in bench.pairs(type, count) {
                let (x, y) = (try bench.encrypt(a), try bench.encrypt(b))
                for y in [y, integers.trivial(b)] {
                    #expect(try bench.decrypt(integers.and(x, y)) == a & b)
                    #expect(try bench.decrypt(integers.or(x, y)) == a | b)
                    #expect(try bench.decrypt(integers.xor(x, y)) == a ^ b)
                }
                #expect(try bench.decrypt(integers.not(x)) == ~a)
                #expect(
                    try bench.decrypt(integers.countOnes(x)) == Clear(truncatingIfNeeded: a.nonzeroBitCount))
                #expect(
                    try bench.decrypt(integers.countZeros(x))
                        == Clear(truncatingIfNeeded: (~a).nonzeroBitCount))
                #expect(
                    try bench.decrypt(integers.leadingZeros(x))
                        == Clear(truncatingIfNeeded: a.leadingZeroBitCount))
                #expect(
                    try bench.decrypt(integers.trailingZeros(x))
                        == Clear(truncatingIfNeeded: a.trailingZeroBitCount))
            }
            bench.expectNoiseWithinLimit()
        }
        try check(UInt8.self, 60)
        try check(Int8.self, 30)
        try check(UInt16.self, 20)
        try check(Int32.self, 8)
        try check(UInt64.self, 4)
    }

    @Test(arguments: IntegerSetting.all)
    func `shifts and rotates`(setting: IntegerSetting) throws {
        func check<Clear: FixedWidthInteger & Sendable>(_ type: Clear.Type, _ count: Int) throws {
            let bench = try IntegerBench(setting)
            let integers = bench.integers
            let width = Clear.bitWidth
            for _ in 0..<count {
                let samples = bench.samples(type, random: 5)
                let a = samples[Int.random(in: samples.indices, using: &bench.generator)]
                let amount = Int.random(in: 0..<2 * width, using: &bench.generator)
                let x = try bench.encrypt(a)
                let left = a << (amount % width)
                let right = a >> (amount % width)
                let bits = a.magnitudeBits
                let rotatedLeft = bits << (amount % width) | bits >> ((width - amount % width) % width)
                let expectedLeft = amount % width == 0 ? a : Clear(truncatingIfNeeded: rotatedLeft)
                let expectedRight =
                    amount % width == 0
                    ? a
                    : Clear(truncatingIfNeeded: (bits >> (amount % width)) | bits << (width - amount % width))
                #expect(try bench.decrypt(integers.shiftLeft(x, by: amount)) == left)
                #expect(try bench.decrypt(integers.shiftRight(x, by: amount)) == right)
                #expect(try bench.decrypt(integers.rotateLeft(x, by: amount)) == expectedLeft)
                #expect(try bench.decrypt(integers.rotateRight(x, by: amount)) == expectedRight)
                let encrypted = try bench.encrypt(UInt8(amount))
                for by in [encrypted, integers.trivial(UInt8(amount))] {
                    #expect(try bench.decrypt(integers.shiftLeft(x, by: by)) == left, "\(a) << \(amount)")
                    #expect(try bench.decrypt(integers.shiftRight(x, by: by)) == right, "\(a) >> \(amount)")
                    #expect(try bench.decrypt(integers.rotateLeft(x, by: by)) == expectedLeft)
                    #expect(try bench.decrypt(integers.rotateRight(x, by: by)) == expectedRight)
                }
            }
            bench.expectNoiseWithinLimit()
        }
        try check(UInt8.self, 60)
        try check(Int8.self, 60)
        try check(UInt16.self, 20)
        try check(Int32.self, 10)
        try check(UInt64.self, 6)
        try check(Int64.self, 6)
    }

    @Test(arguments: IntegerSetting.sets)
    func `casts between all types`(setting: IntegerSetting) throws {
        let bench = try IntegerBench(setting)
        func from<From: FixedWidthInteger & Sendable>(_ type: From.Type) throws {
            func to<To: FixedWidthInteger & Sendable>(_ type: To.Type) throws {
                for a in bench.samples(From.self, random: 3) {
                    let cast = try bench.integers.cast(bench.encrypt(a), to: type)
                    #expect(try bench.decrypt(cast) == To(truncatingIfNeeded: a))
                    // Copies of one block in many places are no independent noise.
                    let clear = To(truncatingIfNeeded: a)
                    #expect(try bench.decrypt(bench.integers.add(cast, cast)) == clear &+ clear)
                    if To.bitWidth <= 16 {
                        #expect(try bench.decrypt(bench.integers.multiply(cast, cast)) == clear &* clear)
                    }
                }
            }
            try to(UInt8.self)
            try to(UInt16.self)
            try to(UInt32.self)
            try to(UInt64.self)
            try to(Int8.self)
            try to(Int16.self)
            try to(Int32.self)
            try to(Int64.self)
        }
        try from(UInt8.self)
        try from(UInt16.self)
        try from(UInt32.self)
        try from(UInt64.self)
        try from(Int8.self)
        try from(Int16.self)
        try from(Int32.self)
        try from(Int64.self)
        bench.expectNoiseWithinLimit()
    }

    @Test(arguments: IntegerSetting.sets)
    func `computes on truth values`(setting: IntegerSetting) throws {
        let bench = try IntegerBench(setting)
        let integers = bench.integers
        for a in [false, true] {
            for b in [false, true] {
                let (x, y) = (try bench.encrypt(a), try bench.encrypt(b))
                #expect(bench.decrypt(try integers.not(x)) == !a)
                #expect(bench.decrypt(try integers.and(x, y)) == (a && b))
                #expect(bench.decrypt(try integers.or(x, y)) == (a || b))
                #expect(bench.decrypt(try integers.xor(x, y)) == (a != b))
                #expect(bench.decrypt(try integers.xor(x, integers.trivial(b))) == (a != b))
                for c in [false, true] {
                    #expect(bench.decrypt(try integers.select(bench.encrypt(c), x, y)) == (c ? a : b))
                }
                #expect(try bench.decrypt(integers.cast(x, to: Int16.self)) == (a ? 1 : 0))
            }
        }
        bench.expectNoiseWithinLimit()
    }

    @Test(arguments: IntegerSetting.sets)
    func `looks bytes up in tables`(setting: IntegerSetting) throws {
        let bench = try IntegerBench(setting)
        let random = (0..<256).map { _ in UInt8(truncatingIfNeeded: bench.generator.next()) }
        let wide = (0..<256).map { Int32($0 * $0 * 1009) - 70000 }
        let sparse = (0..<256).map { UInt8($0 == 0x53 ? 0xED : 0) }
        for value in bench.samples(UInt8.self, random: 6) + [0x53] {
            let x = try bench.encrypt(value)
            #expect(try bench.decrypt(bench.integers.lookUp(x, in: random)) == random[Int(value)])
            #expect(try bench.decrypt(bench.integers.lookUp(x, in: sparse)) == sparse[Int(value)])
            #expect(try bench.decrypt(bench.integers.lookUp(x, in: (0..<256).map { UInt8($0) })) == value)
        }
        for value in [0, -1, 77] as [Int8] {
            let x = try bench.encrypt(value)
            #expect(
                try bench.decrypt(bench.integers.lookUp(x, in: wide)) == wide[Int(UInt8(bitPattern: value))])
        }
        bench.expectNoiseWithinLimit()
        #expect(throws: LWEError.self) {
            try bench.integers.lookUp(bench.encrypt(1 as UInt8), in: [1, 2] as [UInt8])
        }
        #expect(throws: LWEError.self) { try bench.integers.lookUp(bench.encrypt(1 as UInt16), in: random) }
    }

    @Test(arguments: IntegerSetting.sets)
    func `draws uniform numbers`(setting: IntegerSetting) throws {
        let bench = try IntegerBench(setting)
        var counts = [Int](repeating: 0, count: 256)
        for draw in 0..<5120 {
            let seed = [UInt8(draw & 255), UInt8(draw >> 8)]
            let x = try bench.integers.random(UInt8.self, seed: seed)
            counts[Int(try bench.decrypt(x))] += 1
        }
        // χ² with 255 degrees of freedom: 330.5 is exceeded once in a thousand; the seeds are fixed.
        let squares = counts.reduce(0.0) { $0 + (Double($1) - 20) * (Double($1) - 20) / 20 }
        #expect(squares < 330.5 && squares > 190)
        let once = try bench.integers.random(UInt32.self, bits: 13, seed: [1, 2, 3])
        #expect(try bench.decrypt(once) < 1 << 13)
        #expect(try bench.integers.random(UInt32.self, bits: 13, seed: [1, 2, 3]) == once)
        #expect(try bench.integers.random(UInt32.self, bits: 0, seed: [1]).knownValue == 0)
        #expect(throws: LWEError.self) { try bench.integers.random(UInt8.self, bits: 9, seed: []) }
    }
}

extension FixedWidthInteger {
    /// The bit pattern.
    fileprivate var magnitudeBits: UInt64 {
        Self.bitWidth == 64
            ? UInt64(truncatingIfNeeded: self)
            : UInt64(truncatingIfNeeded: self) & (1 << UInt64(Self.bitWidth) - 1)
    }
}
