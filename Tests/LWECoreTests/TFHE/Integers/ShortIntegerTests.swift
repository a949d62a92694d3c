import LWECore
import Testing

@testable import LWECore

/// Short integers: no sequence of calls overflows.
struct ShortIntegerTests {
    @Test(arguments: IntegerSetting.sets)
    func `messages stay right whatever is called`(setting: IntegerSetting) throws {
        let bench = try IntegerBench(setting)
        let integers = bench.integers
        let modulus = integers.messageModulus
        var pool: [(block: EncryptedBlock, message: Int)] = try (0..<6).map { index in
            let value = index % modulus
            return (try integers.block(bench.ciphertext(of: value), degree: modulus - 1), value)
        }
        pool.append((try integers.trivialBlock(modulus - 1), modulus - 1))
        for _ in 0..<4000 {
            let a = pool[Int.random(in: pool.indices, using: &bench.generator)]
            let b = pool[Int.random(in: pool.indices, using: &bench.generator)]
            let factor = Int.random(in: 0..<modulus, using: &bench.generator)
            let result: (EncryptedBlock, Int)
            switch Int.random(in: 0..<8, using: &bench.generator) {
            case 0: result = (try integers.add(a.block, b.block), a.message + b.message)
            case 1: result = (try integers.subtract(a.block, b.block), a.message - b.message)
            case 2: result = (try integers.multiply(a.block, factor), a.message * factor)
            case 3: result = (try integers.multiply(a.block, b.block), a.message * b.message)
            case 4: result = (try integers.negate(a.block), -a.message)
            case 5: result = (try integers.message(a.block), a.message)
            case 6: result = (try integers.add(a.block, factor), a.message + factor)
            default:
                result = (try integers.evaluate(a.block, b.block) { max($0, $1) }, max(a.message, b.message))
            }
            let message = result.1 & (modulus - 1)
            #expect(bench.decrypt(result.0) % modulus == message)
            pool[Int.random(in: 0..<pool.count, using: &bench.generator)] = (result.0, message)
        }
        bench.expectNoiseWithinLimit()
    }

    @Test(arguments: IntegerSetting.sets)
    func `looks carries up, too`(setting: IntegerSetting) throws {
        let bench = try IntegerBench(setting)
        let capacity = bench.parameters.boxCount
        for value in 0..<capacity {
            let x = try bench.integers.block(bench.ciphertext(of: value), degree: capacity - 1)
            #expect(
                bench.decrypt(try bench.integers.evaluate(x) { $0 * $0 + 1 }) == (value * value + 1)
                    % capacity)
            #expect(bench.decrypt(try bench.integers.carry(x)) == value / bench.integers.messageModulus)
        }
    }

    @Test func `the same noise twice is not two noises`() throws {
        let bench = try IntegerBench(.sets[0])
        let integers = bench.integers
        let x = try integers.message(integers.block(bench.ciphertext(of: 1), degree: 15))
        let y = try integers.message(integers.block(bench.ciphertext(of: 1), degree: 15))
        #expect(x.squaredNoise == 1)
        #expect((x + y).squaredNoise == 2)
        #expect((x + x).squaredNoise == 4)
        #expect((x - x).squaredNoise == 0)
        #expect(x.scaled(by: 3).squaredNoise == 9)
        #expect(integers.packed(x, y).squaredNoise == 17)
        #expect(integers.packed(x, x).squaredNoise == 25)
        // Nobody knows where foreign noise comes from.
        let foreign = try integers.block(bench.ciphertext(of: 1), degree: 3)
        let other = try integers.block(bench.ciphertext(of: 1), degree: 3)
        #expect((foreign + other).squaredNoise == 4)
        #expect((foreign - other).squaredNoise == 4)
        #expect(abs((foreign + x).squaredNoise - 4) < 1e-9)
    }

    @Test func `known blocks cost nothing`() throws {
        let bench = try IntegerBench(.sets[0])
        let integers = bench.integers
        let (a, b): (Int32, Int32) = (-123_456, 789)
        let (x, y) = (integers.trivial(a), integers.trivial(b))
        #expect(try integers.add(x, y).knownValue == a &+ b)
        #expect(try integers.multiply(x, y).knownValue == a &* b)
        #expect(try integers.divide(x, by: y).quotient.knownValue == a / b)
        #expect(try integers.isLess(x, y).knownValue == true)
        #expect(try integers.shiftRight(x, by: integers.trivial(3 as UInt8)).knownValue == a >> 3)
        #expect(try integers.select(integers.trivial(false), x, y).knownValue == b)
        #expect(try integers.cast(x, to: UInt64.self).knownValue == UInt64(bitPattern: Int64(a)))
        #expect(try integers.leadingZeros(y).knownValue == Int32(b.leadingZeroBitCount))
        #expect(bench.evaluator.tally.lookUps == 0)
    }

    @Test func `refuses blocks of other sets, keys and sizes`() throws {
        let bench = try IntegerBench(.sets[0])
        let other = try IntegerBench(.sets[1])
        let x = try bench.encrypt(1 as UInt8)
        #expect(throws: LWEError.self) { try bench.integers.add(x, other.encrypt(1 as UInt8)) }
        #expect(throws: LWEError.self) {
            try bench.integers.add(x.blocks[0], other.encrypt(1 as UInt8).blocks[0])
        }
        let stranger = try IntegerEvaluator.relabelled(bench.integers, identifier: 8)
        let strange = try stranger.block(bench.ciphertext(of: 1), degree: 3)
        let own = x.blocks[0]
        #expect(throws: LWEError.self) { try bench.integers.add(own, strange) }
        #expect(throws: LWEError.self) { try bench.integers.subtract(strange, own) }
        #expect(throws: LWEError.self) { try bench.integers.multiply(own, strange) }
        #expect(throws: LWEError.self) { try bench.integers.evaluate(strange, own) { $0 + $1 } }
        #expect(throws: LWEError.self) { try bench.integers.message(strange) }
        #expect(throws: LWEError.self) { try bench.integers.block(bench.ciphertext(of: 1), degree: 16) }
        #expect(throws: LWEError.self) { try bench.integers.trivialBlock(-1) }
        #expect(throws: LWEError.self) { try FheUint8(ciphertexts: [], bench.integers.label) }
        let short = [LWECiphertext<UInt64>](repeating: LWECiphertext(words: [1, 2]), count: 4)
        #expect(throws: LWEError.self) { try FheUint8(ciphertexts: short, bench.integers.label) }
        let foreign = try FheUint8(
            ciphertexts: x.blocks.map(\.ciphertext), KeyLabel(bench.parameters, identifier: 8))
        #expect(throws: LWEError.parametersDiffer("keys")) { try bench.integers.add(x, foreign) }
        // Sets that two messages do not fit.
        var tight = TFHEParameters.message2Carry2
        tight.squaredNorm = 24
        #expect(throws: LWEError.self) { try IntegerEvaluator(ClearEvaluator(tight, threads: 1)) }
        tight.squaredNorm = 9
        tight.plaintext = .integer(messageModulus: 2, carryModulus: 4)
        #expect(throws: LWEError.self) { try IntegerEvaluator(ClearEvaluator(tight, threads: 1)) }
        var narrow = TFHEParameters.message2Carry2
        narrow.plaintext = .integer(messageModulus: 4, carryModulus: 2)
        #expect(throws: LWEError.self) { try IntegerEvaluator(ClearEvaluator(narrow, threads: 1)) }
        #expect(throws: LWEError.self) { try IntegerEvaluator(ClearEvaluator(.booleanDefault, threads: 1)) }
    }
}

extension IntegerEvaluator {
    /// The same evaluator for another key.
    fileprivate static func relabelled(_ integers: IntegerEvaluator, identifier: UInt64) throws
        -> IntegerEvaluator
    {
        try IntegerEvaluator(Relabelled(original: integers.evaluator, identifier: identifier))
    }

    private struct Relabelled: TableEvaluator {
        let original: any TableEvaluator
        let identifier: UInt64
        var parameters: TFHEParameters { original.parameters }
        var threadCount: Int { original.threadCount }
        func lookUp(
            _ inputs: [LWECiphertext<UInt64>], in tables: [LookUpTable<UInt64>]
        ) -> [LWECiphertext<UInt64>] { original.lookUp(inputs, in: tables) }
    }
}
