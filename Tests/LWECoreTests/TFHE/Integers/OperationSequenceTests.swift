import LWECore
import Testing

@testable import LWECore

/// Long sequences of any operations on each other's results: right against Swift's own numbers, and no look-up is ever asked
/// for that range or noise forbid, whatever noise operands come with.
struct OperationSequenceTests {
    /// The catalogue's sets, and some with more carry than message.
    static let settings: [IntegerSetting] = {
        func set(_ message: Int, _ carry: Int) -> TFHEParameters {
            var set = TFHEParameters.message2Carry2
            set.name = "\(message)x\(carry)"
            set.plaintext = .integer(messageModulus: message, carryModulus: carry)
            set.squaredNorm = Double(max(25, (message + 1) * (message + 1)))
            return set
        }
        let sets = [
            TFHEParameters.message2Carry2, .message1Carry1, .message3Carry3, set(2, 4), set(2, 16),
            set(4, 16),
        ]
        return sets.flatMap { set in [1, 2, 3, 16, 64].map { IntegerSetting(set: set, threads: $0) } }
    }()

    @Test(arguments: settings) func `bytes`(setting: IntegerSetting) throws {
        try run(setting, UInt8.self, count: 300)
        try run(setting, Int8.self, count: 300)
    }

    @Test(arguments: settings) func `wider numbers`(setting: IntegerSetting) throws {
        try run(setting, UInt32.self, count: 40)
        try run(setting, Int16.self, count: 80)
    }

    private func run<Clear: FixedWidthInteger & Sendable>(
        _ setting: IntegerSetting, _ type: Clear.Type, count: Int
    ) throws {
        let bench = try IntegerBench(setting, seed: UInt64(count + setting.threads))
        let integers = bench.integers
        typealias Value = (cipher: EncryptedInteger<Clear>, clear: Clear)
        typealias Truth = (cipher: EncryptedBool, clear: Bool)
        var pool: [Value] = try bench.samples(type, random: 4).prefix(10).map { (try bench.encrypt($0), $0) }
        pool.append((integers.trivial(3), 3))
        var truths: [Truth] = [(try bench.encrypt(true), true), (integers.trivial(false), false)]
        func pick<Element>(_ elements: [Element]) -> Element {
            elements[Int.random(in: elements.indices, using: &bench.generator)]
        }
        for step in 0..<count {
            let ((x, a), (y, b), (c, t)) = (pick(pool), pick(pool), pick(truths))
            let amount = Int.random(in: 0..<2 * Clear.bitWidth, using: &bench.generator)
            let shift = amount % Clear.bitWidth
            var values: [Value] = []
            var flags: [Truth] = []
            let operation = Int.random(in: 0..<26, using: &bench.generator)
            switch operation {
            case 0: values = [(try integers.add(x, y), a &+ b)]
            case 1: values = [(try integers.subtract(x, y), a &- b)]
            case 2: values = [(try integers.negate(x), 0 &- a)]
            case 3: values = [(try integers.multiply(x, y), a &* b)]
            case 4: values = [(try integers.multiply(x, b), a &* b)]
            case 5: values = [(try integers.and(x, y), a & b)]
            case 6: values = [(try integers.xor(x, y), a ^ b)]
            case 7: values = [(try integers.not(x), ~a)]
            case 8: values = [(try integers.shiftLeft(x, by: amount), a << shift)]
            case 9:
                let encrypted = try bench.encrypt(UInt8(amount))
                values = [(try integers.shiftRight(x, by: encrypted), a >> shift)]
            case 10: flags = [(try integers.isEqual(x, y), a == b)]
            case 11: flags = [(try integers.isLess(x, y), a < b)]
            case 12: flags = [(try integers.isGreaterOrEqual(x, b), a >= b)]
            case 13: values = [(try integers.minimum(x, y), min(a, b))]
            case 14: values = [(try integers.maximum(x, y), max(a, b))]
            case 15: values = [(try integers.select(c, x, y), t ? a : b)]
            case 16:
                let terms = (0..<Int.random(in: 1...9, using: &bench.generator)).map { _ in pick(pool) }
                values = [(try integers.sum(terms.map(\.cipher)), terms.reduce(0) { $0 &+ $1.clear })]
            case 17:
                guard Clear.bitWidth <= 16 else { continue }
                let (quotient, remainder) = try integers.divide(x, by: y)
                guard b != 0 else { values = [(remainder, a)]; break }
                values = [
                    (quotient, a.dividedReportingOverflow(by: b).partialValue),
                    (remainder, a.remainderReportingOverflow(dividingBy: b).partialValue),
                ]
            case 18:
                let wide = try integers.cast(x, to: Int64.self)
                values = [(try integers.cast(integers.subtract(wide, 1), to: type), a &- 1)]
            case 19: values = [(try integers.absolute(x), a < 0 ? 0 &- a : a)]
            case 20:
                values = [(try integers.leadingZeros(x), Clear(truncatingIfNeeded: a.leadingZeroBitCount))]
            case 21: values = [(try integers.countOnes(x), Clear(truncatingIfNeeded: a.nonzeroBitCount))]
            case 22:
                let sum = try integers.addReportingOverflow(x, y)
                values = [(sum.result, a &+ b)]
                flags = [(sum.overflow, a.addingReportingOverflow(b).overflow)]
            case 23:
                let difference = try integers.subtractReportingOverflow(x, y)
                values = [(difference.result, a &- b)]
                flags = [(difference.overflow, a.subtractingReportingOverflow(b).overflow)]
            case 24:
                guard Clear.bitWidth <= 16 else { continue }
                let product = try integers.multiplyReportingOverflow(x, y)
                values = [(product.result, a &* b)]
                flags = [(product.overflow, a.multipliedReportingOverflow(by: b).overflow)]
            default:
                let (d, u) = pick(truths)
                flags = [(try integers.xor(c, integers.not(d)), t == u), (try integers.and(c, d), t && u)]
            }
            for value in values {
                #expect(
                    try bench.decrypt(value.cipher) == value.clear, "step \(step), operation \(operation)")
                // As some other party has it: how its noise came about is forgotten.
                let encoded = try AnyEncryptedInteger(value.cipher).encoded()
                let read = try AnyEncryptedInteger(decoding: encoded, under: integers.label)
                let isForeign = bench.generator.next() & 3 == 0
                let kept = isForeign ? try #require(read.integer(type)) : value.cipher
                pool[Int.random(in: pool.indices, using: &bench.generator)] = (kept, value.clear)
            }
            for flag in flags {
                #expect(bench.decrypt(flag.cipher) == flag.clear, "step \(step), operation \(operation)")
                if truths.count < 8 {
                    truths.append(flag)
                } else {
                    truths[Int(bench.generator.next() & 7)] = flag
                }
            }
        }
        bench.expectNoiseWithinLimit()
    }
}
