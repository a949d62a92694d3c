internal import LWECore

/// What look-ups cost, part by part, for each set that the kernels take.
enum TFHELookUps {
    /// The sets, the ones that matter first.
    static let sets: [TFHEParameters] = [
        .message2Carry2KeySwitch32, .message2Carry2, .message2Carry2KMS, .message1Carry1,
        .message1Carry1KMS, .booleanKMS, .booleanDefault, .insecureFirstLibrary, .message3Carry3,
    ]

    /// One external product with a key in the cache.
    static let products: [Benchmark] = sets.map { set in
        Benchmark("product/\(set.name)", "One external product of \(set.name), its key in the cache.") {
            effort throws(BenchmarkError) in
            let workload = try ProductWorkload(set, stepCount: 1)
            let operations = effort.choose(quick: 20, full: 200)
            let time = Stopwatch.measure(
                samples: effort.choose(quick: 5, full: 51), operations: operations
            ) { for _ in 0..<operations { workload.multiply() } }
            return [BenchmarkResult("product/\(set.name)", .duration(time))]
        }
    }

    /// Blind rotation and key switch, their keys streamed from memory.
    static let parts: [Benchmark] = sets.map { set in
        Benchmark("pbs/\(set.name)", "Blind rotation and key switch of \(set.name), keys from memory.") {
            effort throws(BenchmarkError) in
            let samples = effort.choose(quick: 3, full: set.polynomialSize > 4096 ? 11 : 51)
            let workload = try ProductWorkload(set, stepCount: set.lweDimension)
            let rotation = Stopwatch.measure(samples: samples) { workload.rotate() }
            let switching = SwitchWorkload(set)
            let keySwitch = Stopwatch.measure(samples: samples) { switching.run() }
            return [
                BenchmarkResult("pbs/\(set.name)/blind_rotation", .duration(rotation)),
                BenchmarkResult("pbs/\(set.name)/keyswitch", .duration(keySwitch)),
            ]
        }
    }

    /// Keys and ciphertexts in memory, and server keys to send.
    static let sizes = Benchmark("size", "Ciphertexts and server keys, as computed from the sets.") {
        _ throws(BenchmarkError) in
        sets.flatMap { set in
            [
                ("ciphertext", set.ciphertextByteCount),
                ("server", set.bootstrappingKeyByteCount + set.keySwitchingKeyByteCount),
                ("seeded", set.seededBootstrappingKeyByteCount + set.seededKeySwitchingKeyByteCount),
            ].map { name, bytes in
                BenchmarkResult("size/\(set.name)/\(name)", .value(Double(bytes) / 1000, unit: "kB"))
            }
        }
    }
}
