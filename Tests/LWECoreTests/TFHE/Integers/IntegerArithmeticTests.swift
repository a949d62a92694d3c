import LWECore
import Testing

/// Encrypted arithmetic against Swift's own, in the clear.
struct IntegerArithmeticTests {
    @Test(arguments: IntegerSetting.all)
    func `adds, subtracts and negates`(setting: IntegerSetting) throws {
        func check<Clear: FixedWidthInteger & Sendable>(_ type: Clear.Type, _ count: Int) throws {
            let bench = try IntegerBench(setting)
            for (a, b) in bench.pairs(type, count) {
                let (x, y) = (try bench.encrypt(a), try bench.encrypt(b))
                let integers = bench.integers
                #expect(try bench.decrypt(integers.add(x, y)) == a &+ b)
                #expect(try bench.decrypt(integers.add(x, b)) == a &+ b)
                #expect(try bench.decrypt(integers.add(x, x)) == a &+ a)
                #expect(try bench.decrypt(integers.subtract(x, y)) == a &- b)
                #expect(try bench.decrypt(integers.subtract(x, b)) == a &- b)
                #expect(try bench.decrypt(integers.subtract(a, y)) == a &- b)
                #expect(try bench.decrypt(integers.negate(x)) == 0 &- a)
                #expect(try bench.decrypt(integers.absolute(x)) == (a < 0 ? 0 &- a : a))
            }
            bench.expectNoiseWithinLimit()
        }
        try check(UInt8.self, 60)
        try check(Int8.self, 60)
        try check(UInt16.self, 20)
        try check(Int16.self, 20)
        try check(UInt32.self, 12)
        try check(Int32.self, 12)
        try check(UInt64.self, 8)
        try check(Int64.self, 8)
    }

    @Test(arguments: IntegerSetting.all)
    func `tells overflows`(setting: IntegerSetting) throws {
        func check<Clear: FixedWidthInteger & Sendable>(_ type: Clear.Type, _ count: Int) throws {
            let bench = try IntegerBench(setting)
            for (a, b) in bench.pairs(type, count) {
                let (x, y) = (try bench.encrypt(a), try bench.encrypt(b))
                let sum = try bench.integers.addReportingOverflow(x, y)
                let (clearSum, sumOverflow) = a.addingReportingOverflow(b)
                #expect(try bench.decrypt(sum.result) == clearSum)
                #expect(bench.decrypt(sum.overflow) == sumOverflow, "\(a) + \(b)")
                let difference = try bench.integers.subtractReportingOverflow(x, y)
                let (clearDifference, differenceOverflow) = a.subtractingReportingOverflow(b)
                #expect(try bench.decrypt(difference.result) == clearDifference)
                #expect(bench.decrypt(difference.overflow) == differenceOverflow, "\(a) - \(b)")
                let product = try bench.integers.multiplyReportingOverflow(x, y)
                let (clearProduct, productOverflow) = a.multipliedReportingOverflow(by: b)
                #expect(try bench.decrypt(product.result) == clearProduct, "\(a) * \(b)")
                #expect(bench.decrypt(product.overflow) == productOverflow, "\(a) * \(b)")
            }
            bench.expectNoiseWithinLimit()
        }
        try check(UInt8.self, 60)
        try check(Int8.self, 60)
        try check(UInt16.self, 10)
        try check(Int16.self, 10)
        try check(UInt32.self, 2)
        try check(Int32.self, 2)
    }

    @Test(arguments: IntegerSetting.all)
    func `multiplies`(setting: IntegerSetting) throws {
        func check<Clear: FixedWidthInteger & Sendable>(_ type: Clear.Type, _ count: Int) throws {
            let bench = try IntegerBench(setting)
            for (a, b) in bench.pairs(type, count) {
                let (x, y) = (try bench.encrypt(a), try bench.encrypt(b))
                #expect(try bench.decrypt(bench.integers.multiply(x, y)) == a &* b, "\(a) * \(b)")
                #expect(try bench.decrypt(bench.integers.multiply(x, x)) == a &* a)
                #expect(try bench.decrypt(bench.integers.multiply(x, b)) == a &* b, "\(a) * \(b)")
            }
            bench.expectNoiseWithinLimit()
        }
        try check(UInt8.self, 60)
        try check(Int8.self, 30)
        try check(UInt16.self, 20)
        try check(UInt32.self, 4)
        try check(Int64.self, 1)
    }

    @Test(arguments: IntegerSetting.all)
    func `divides, by zero too`(setting: IntegerSetting) throws {
        func check<Clear: FixedWidthInteger & Sendable>(_ type: Clear.Type, _ count: Int) throws {
            let bench = try IntegerBench(setting)
            for (a, b) in bench.pairs(type, count) {
                let (x, y) = (try bench.encrypt(a), try bench.encrypt(b))
                let expected: (quotient: Clear, remainder: Clear) =
                    b == 0
                    ? (a < 0 ? 1 : ~0, a)
                    : (
                        a.dividedReportingOverflow(by: b).partialValue,
                        a.remainderReportingOverflow(dividingBy: b).partialValue
                    )
                for result in [try bench.integers.divide(x, by: y), try bench.integers.divide(x, by: b)] {
                    #expect(try bench.decrypt(result.quotient) == expected.quotient, "\(a) / \(b)")
                    #expect(try bench.decrypt(result.remainder) == expected.remainder, "\(a) % \(b)")
                }
            }
            bench.expectNoiseWithinLimit()
        }
        try check(UInt8.self, 60)
        try check(Int8.self, 40)
        try check(UInt16.self, 10)
        try check(Int32.self, 1)
        try check(UInt64.self, 1)
    }

    @Test(arguments: IntegerSetting.all)
    func `sums many`(setting: IntegerSetting) throws {
        let bench = try IntegerBench(setting)
        for count in [0, 1, 2, 3, 7, 20] {
            let clear = (0..<count).map { _ in UInt16(truncatingIfNeeded: bench.generator.next()) }
            let terms = try clear.map { try bench.encrypt($0) }
            #expect(try bench.decrypt(bench.integers.sum(terms)) == clear.reduce(0, &+))
            let same = [EncryptedInteger<UInt16>](repeating: try bench.encrypt(0xFFFF), count: count)
            #expect(try bench.decrypt(bench.integers.sum(same)) == 0 &- UInt16(count))
        }
        bench.expectNoiseWithinLimit()
    }
}
