internal import LWECore
internal import SecretMemory

/// Whole look-ups with real keys: key generation, encryption, single bootstraps, batches on one and two cores.
enum TFHEServer {
    /// For each set whose keys fit a small machine.
    static let all: [Benchmark] = TFHELookUps.sets.filter { $0.polynomialSize <= 4096 }.map { set in
        let families = ["keygen", "encrypt", "batch"].map { "\($0)/\(set.name)" } + ["pbs/\(set.name)/total"]
        return Benchmark(families, "Keys, encryption and look-ups of \(set.name), single and in batches.") {
            effort throws(BenchmarkError) in
            do {
                return set.modulusBits == 32
                    ? try measure(set, UInt32.self, effort) : try measure(set, UInt64.self, effort)
            } catch { throw BenchmarkError("\(set.name): \(error)") }
        }
    }

    private static func measure<Word: TorusInteger>(
        _ set: TFHEParameters, _: Word.Type, _ effort: Effort
    ) throws -> [BenchmarkResult] {
        let entropy = try SeededEntropy(seed: 1, stream: set.name)
        let client = try ClientKey<Word>(set, using: entropy)
        let samples = effort.choose(quick: 1, full: 5)
        let generation = try Stopwatch.measure(samples: samples) {
            _ = try client.makeSeededServerKey(using: entropy)
        }
        let seeded = try client.makeSeededServerKey(using: entropy)
        let expansion = try Stopwatch.measure(samples: samples) { _ = try ServerKey(seeded, threadCount: 1) }
        let both = try Stopwatch.measure(samples: samples) {
            _ = try ServerKey(client.makeSeededServerKey(using: entropy), threadCount: 1)
        }
        let block: [Word] = [0]
        let encryption = try Stopwatch.measure(samples: effort.choose(quick: 3, full: 101)) {
            _ = try client.encrypt(block.span, using: entropy)
        }
        let inputs = try client.encrypt([Word](repeating: 0, count: 16).span, using: entropy).expanded()
        return [
            BenchmarkResult("keygen/\(set.name)/seeded", .duration(generation)),
            BenchmarkResult("keygen/\(set.name)/expand", .duration(expansion)),
            BenchmarkResult("keygen/\(set.name)/server", .duration(both)),
            BenchmarkResult("encrypt/\(set.name)/block", .duration(encryption)),
        ]
            + lookUps(
                of: inputs, one: try ServerKey(seeded, threadCount: 1),
                two: try ServerKey(seeded, threadCount: 2), samples: effort.choose(quick: 3, full: 31))
    }

    /// Durations are those of one look-up; the batches are as large as one pass over the keys takes.
    private static func lookUps<Word: TorusInteger>(
        of inputs: [LWECiphertext<Word>], one: ServerKey<Word>, two: ServerKey<Word>, samples: Int
    ) -> [BenchmarkResult] {
        let name = one.parameters.name
        let table = LookUpTable<Word>(constant: 1, polynomialSize: one.parameters.polynomialSize)
        func time(_ key: ServerKey<Word>, _ count: Int, threads: Int) -> Durations {
            let (batch, tables) = (Array(inputs[..<count]), Array(repeating: table, count: count))
            return Stopwatch.measure(samples: samples, operations: count, threads: threads) {
                _ = key.bootstrap(batch, tables)
            }
        }
        return [
            BenchmarkResult("pbs/\(name)/total", .duration(time(one, 1, threads: 1))),
            BenchmarkResult("batch/\(name)/threads_1", .duration(time(one, 8, threads: 1))),
            BenchmarkResult("batch/\(name)/threads_2", .duration(time(two, 16, threads: 2))),
        ]
    }
}
