internal import LWECore
internal import SecretMemory

/// Operations on encrypted integers with 2_2-ks32, on one core and on all.
enum TFHEIntegers {
    /// One benchmark for each width and operation.
    static let all: [Benchmark] =
        operations(UInt8.self, "fheuint8") + operations(UInt16.self, "fheuint16")
        + operations(UInt32.self, "fheuint32") + operations(UInt64.self, "fheuint64")
        + operations(Int8.self, "fheint8") + operations(Int64.self, "fheint64")

    private typealias Work<Clear: FixedWidthInteger & Sendable> =
        @Sendable (IntegerEvaluator, IntegerOperands<Clear>) throws -> Void

    /// Operations whose look-ups grow faster than the width.
    private static let deep: Set = ["mul", "div_rem", "shl", "shr", "rotl", "rotr"]

    private static func operations<Clear: FixedWidthInteger & Sendable>(
        _: Clear.Type, _ type: String
    ) -> [Benchmark] {
        let works: [(String, Work<Clear>)] = [
            ("add", { _ = try $0.add($1.a, $1.b) }), ("sub", { _ = try $0.subtract($1.a, $1.b) }),
            ("neg", { _ = try $0.negate($1.a) }), ("mul", { _ = try $0.multiply($1.a, $1.b) }),
            ("div_rem", { _ = try $0.divide($1.a, by: $1.b) }), ("and", { _ = try $0.and($1.a, $1.b) }),
            ("or", { _ = try $0.or($1.a, $1.b) }), ("xor", { _ = try $0.xor($1.a, $1.b) }),
            ("not", { _ = try $0.not($1.a) }), ("shl", { _ = try $0.shiftLeft($1.a, by: $1.b) }),
            ("shr", { _ = try $0.shiftRight($1.a, by: $1.b) }),
            ("rotl", { _ = try $0.rotateLeft($1.a, by: $1.b) }),
            ("rotr", { _ = try $0.rotateRight($1.a, by: $1.b) }),
            ("eq", { _ = try $0.isEqual($1.a, $1.b) }), ("lt", { _ = try $0.isLess($1.a, $1.b) }),
            ("min", { _ = try $0.minimum($1.a, $1.b) }), ("max", { _ = try $0.maximum($1.a, $1.b) }),
            ("select", { _ = try $0.select($1.condition, $1.a, $1.b) }),
            ("add_clear", { _ = try $0.add($1.a, 3) }), ("mul_clear", { _ = try $0.multiply($1.a, 3) }),
            ("shl_clear", { _ = try $0.shiftLeft($1.a, by: 3) }),
            ("overflowing_add", { _ = try $0.addReportingOverflow($1.a, $1.b) }),
        ]
        let encryption = Benchmark("\(type)/encrypt", "An integer of \(Clear.bitWidth) bits encrypted.") {
            effort throws(BenchmarkError) in
            do {
                let keys = try IntegerKeys.shared.get()
                let entropy = try SeededEntropy(seed: 1, stream: type)
                let time = try Stopwatch.measure(samples: effort.choose(quick: 3, full: 101)) {
                    _ = try keys.encrypt(Clear(3), using: entropy)
                }
                return [BenchmarkResult("\(type)/encrypt", .duration(time))]
            } catch { throw BenchmarkError("\(error)") }
        }
        return [encryption]
            + works.map { name, work in
                Benchmark(
                    "\(type)/\(name)", "\(name) of \(type), on one core and on all.",
                    isLong: Clear.bitWidth > 16 && deep.contains(name)
                ) { effort throws(BenchmarkError) in
                    do { return try measure("\(type)/\(name)", effort, work) } catch {
                        throw BenchmarkError("\(error)")
                    }
                }
            }
    }

    private static func measure<Clear: FixedWidthInteger & Sendable>(
        _ name: String, _ effort: Effort, _ work: Work<Clear>
    ) throws -> [BenchmarkResult] {
        let keys = try IntegerKeys.shared.get()
        let operands = try keys.operands(Clear.self)
        // Long ones need fewer samples: a product of 64 bits takes ten seconds.
        let isDeep = deep.contains { name.hasSuffix("/" + $0) }
        let samples = effort.choose(
            quick: 1, full: Clear.bitWidth <= 16 ? 9 : Clear.bitWidth > 32 && isDeep ? 1 : 3)
        let one = try IntegerEvaluator(OneCore(key: keys.oneCore))
        let all = try IntegerEvaluator(keys.server)
        return [
            BenchmarkResult(
                name, .duration(try Stopwatch.measure(samples: samples) { try work(one, operands) })),
            BenchmarkResult(
                "\(name)/all_cores",
                .duration(
                    try Stopwatch.measure(samples: samples, threads: keys.server.threadCount) {
                        try work(all, operands)
                    })),
        ]
    }
}

/// Two encrypted integers and a truth value.
private struct IntegerOperands<Clear: FixedWidthInteger & Sendable>: Sendable {
    let a: EncryptedInteger<Clear>
    let b: EncryptedInteger<Clear>
    let condition: EncryptedBool
}

/// The keys that all integer benchmarks share.
private final class IntegerKeys: Sendable {
    static let shared = Result { try IntegerKeys() }

    private let client: ClientKey<UInt64>
    let server: ServerKey<UInt64>
    /// The same for one thread, in memory of its own.
    let oneCore: ServerKey<UInt64>

    private init() throws {
        let entropy = try SeededEntropy(seed: 1, stream: "integers")
        client = try ClientKey<UInt64>(.message2Carry2KeySwitch32, using: entropy)
        let seeded = try client.makeSeededServerKey(using: entropy)
        server = try ServerKey(seeded)
        oneCore = try ServerKey(seeded, threadCount: 1)
    }

    func encrypt<Clear: FixedWidthInteger & Sendable>(
        _ value: Clear, using entropy: SeededEntropy
    ) throws -> EncryptedInteger<Clear> { try client.encrypt(value, using: entropy) }

    func operands<Clear: FixedWidthInteger & Sendable>(_: Clear.Type) throws -> IntegerOperands<Clear> {
        let entropy = try SeededEntropy(seed: 1, stream: "operands")
        return IntegerOperands(
            a: try encrypt(Clear(truncatingIfNeeded: 0x5A5A_1234_5A5A_1234 as UInt64), using: entropy),
            b: try encrypt(Clear(13), using: entropy),
            condition: try client.encrypt(true, using: entropy))
    }
}

/// A server key that looks up on the calling core alone: eight, as many as share a pass over the keys, after eight.
private struct OneCore: TableEvaluator {
    let key: ServerKey<UInt64>

    var parameters: TFHEParameters { key.parameters }
    var identifier: UInt64 { key.identifier }
    var threadCount: Int { 1 }

    func lookUp(
        _ inputs: [LWECiphertext<UInt64>], in tables: [LookUpTable<UInt64>]
    ) -> [LWECiphertext<UInt64>] {
        stride(from: 0, to: inputs.count, by: 8).flatMap { start in
            let range = start..<min(start + 8, inputs.count)
            return key.bootstrap(Array(inputs[range]), Array(tables[range]))
        }
    }
}
