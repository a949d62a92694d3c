internal import LWECore
internal import SecretMemory

/// Gates on encrypted bits.
enum TFHEGates {
    /// With this engine's own set, and NAND with the sets of others.
    static let all: [Benchmark] = [
        Benchmark(
            "gate", "Gates on encrypted bits with boolean-kms; 2_threads is the time of one of sixteen."
        ) {
            effort throws(BenchmarkError) in
            try wrapped { try own(samples: effort.choose(quick: 3, full: 51)) }
        },
        Benchmark("gate-of/boolean", "NAND with the set 'boolean'.") { effort throws(BenchmarkError) in
            try wrapped { try nand(.booleanDefault, samples: effort.choose(quick: 3, full: 51)) }
        },
        Benchmark("gate-of/insecure-tfhe-lib", "NAND with the first library's set, which is weak.") {
            effort throws(BenchmarkError) in
            try wrapped { try nand(.insecureFirstLibrary, samples: effort.choose(quick: 3, full: 51)) }
        },
    ]

    private static func wrapped(
        _ body: () throws -> [BenchmarkResult]
    ) throws(BenchmarkError) -> [BenchmarkResult] {
        do { return try body() } catch { throw BenchmarkError("gates: \(error)") }
    }

    private static func own(samples: Int) throws -> [BenchmarkResult] {
        let entropy = try SeededEntropy(seed: 1, stream: "gates")
        let client = try ClientKey<UInt64>(.booleanKMS, using: entropy)
        let seeded = try client.makeSeededServerKey(using: entropy)
        let key = try ServerKey(seeded, threadCount: 1)
        let bits = try client.encrypt(bits: [true, false, true], using: entropy)
        func time(_ gate: Gate) throws -> Durations {
            try Stopwatch.measure(samples: samples) { _ = try key.evaluate(gate, bits[0], bits[1]) }
        }
        let multiplexer = try Stopwatch.measure(samples: samples) {
            _ = try key.multiplex(bits[0], bits[1], bits[2])
        }
        let both = try ServerKey(seeded, threadCount: 2)
        let many = Array(repeating: GateInput(.nand, bits[0], bits[1]), count: 16)
        let throughput = try Stopwatch.measure(samples: samples, operations: many.count, threads: 2) {
            _ = try both.evaluate(many)
        }
        return [
            BenchmarkResult("gate/nand", .duration(try time(.nand))),
            BenchmarkResult("gate/xor", .duration(try time(.xor))),
            BenchmarkResult("gate/mux", .duration(multiplexer)),
            BenchmarkResult("gate/nand/threads_2", .duration(throughput)),
        ]
    }

    private static func nand(_ set: TFHEParameters, samples: Int) throws -> [BenchmarkResult] {
        let entropy = try SeededEntropy(seed: 1, stream: set.name)
        let client = try ClientKey<UInt32>(set, using: entropy)
        let key = try ServerKey(client.makeSeededServerKey(using: entropy), threadCount: 1)
        let bits = try client.encrypt(bits: [true, false], using: entropy)
        let time = try Stopwatch.measure(samples: samples) { _ = try key.evaluate(.nand, bits[0], bits[1]) }
        return [BenchmarkResult("gate-of/\(set.name)/nand", .duration(time))]
    }
}
