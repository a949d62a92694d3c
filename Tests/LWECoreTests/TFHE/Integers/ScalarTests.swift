import LWECore
import Testing

/// Operations with a known operand, on both sides, against Swift's own.
struct ScalarTests {
    @Test(arguments: IntegerSetting.all)
    func `every operation takes a known operand`(setting: IntegerSetting) throws {
        func check<Clear: FixedWidthInteger & Sendable>(
            _ type: Clear.Type, _ count: Int, products: Bool = true
        ) throws {
            let bench = try IntegerBench(setting, seed: 3)
            let integers = bench.integers
            for (a, b) in bench.pairs(type, count) {
                let x = try bench.encrypt(a)
                #expect(try bench.decrypt(integers.and(x, b)) == a & b)
                #expect(try bench.decrypt(integers.or(x, b)) == a | b)
                #expect(try bench.decrypt(integers.xor(x, b)) == a ^ b)
                #expect(bench.decrypt(try integers.isEqual(x, b)) == (a == b))
                #expect(bench.decrypt(try integers.isNotEqual(x, b)) == (a != b))
                #expect(bench.decrypt(try integers.isLess(x, b)) == (a < b))
                #expect(bench.decrypt(try integers.isLessOrEqual(x, b)) == (a <= b))
                #expect(bench.decrypt(try integers.isGreater(x, b)) == (a > b))
                #expect(bench.decrypt(try integers.isGreaterOrEqual(x, b)) == (a >= b))
                #expect(try bench.decrypt(integers.minimum(x, b)) == min(a, b))
                #expect(try bench.decrypt(integers.maximum(x, b)) == max(a, b))
                for truth in [true, false] {
                    let c = try bench.encrypt(truth)
                    #expect(try bench.decrypt(integers.select(c, x, b)) == (truth ? a : b))
                    #expect(try bench.decrypt(integers.select(c, b, x)) == (truth ? b : a))
                    #expect(try bench.decrypt(integers.select(c, a, b)) == (truth ? a : b))
                }
                let amount = Int(truncatingIfNeeded: b) & (Clear.bitWidth - 1)
                #expect(
                    try bench.decrypt(integers.shiftLeft(b, by: x)) == b << (a & Clear(Clear.bitWidth - 1)))
                #expect(
                    try bench.decrypt(integers.shiftRight(b, by: x)) == b >> (a & Clear(Clear.bitWidth - 1)))
                #expect(try bench.decrypt(integers.shiftLeft(x, by: amount - Clear.bitWidth)) == a << amount)
                let sum = try integers.addReportingOverflow(x, b)
                #expect(try bench.decrypt(sum.result) == a &+ b)
                #expect(bench.decrypt(sum.overflow) == a.addingReportingOverflow(b).overflow, "\(a) + \(b)")
                for (difference, left, right) in [
                    (try integers.subtractReportingOverflow(x, b), a, b),
                    (try integers.subtractReportingOverflow(b, x), b, a),
                ] {
                    #expect(try bench.decrypt(difference.result) == left &- right)
                    #expect(
                        bench.decrypt(difference.overflow)
                            == left.subtractingReportingOverflow(right).overflow,
                        "\(left) - \(right)")
                }
                guard products else { continue }
                let product = try integers.multiplyReportingOverflow(x, b)
                #expect(try bench.decrypt(product.result) == a &* b, "\(a) * \(b)")
                #expect(
                    bench.decrypt(product.overflow) == a.multipliedReportingOverflow(by: b).overflow,
                    "\(a) * \(b)")
                let division = try integers.divide(b, by: x)
                let expected: (quotient: Clear, remainder: Clear) =
                    a == 0
                    ? (b < 0 ? 1 : ~0, b)
                    : (
                        b.dividedReportingOverflow(by: a).partialValue,
                        b.remainderReportingOverflow(dividingBy: a).partialValue
                    )
                #expect(try bench.decrypt(division.quotient) == expected.quotient, "\(b) / \(a)")
                #expect(try bench.decrypt(division.remainder) == expected.remainder, "\(b) % \(a)")
            }
            bench.expectNoiseWithinLimit()
        }
        try check(UInt8.self, 40)
        try check(Int8.self, 40)
        try check(UInt16.self, 6, products: false)
        try check(Int32.self, 4, products: false)
        try check(UInt64.self, 3, products: false)
        try check(Int64.self, 3, products: false)
    }
}
