internal import SystemDescription

/// How fast descriptions are checked.
enum CheckBenchmark {
    /// A valid description of 4,000,000 bytes, which is nearly the largest that is accepted.
    static let large = Benchmark("check", "A valid description of 4,000,000 bytes, checked.") {
        effort throws(BenchmarkError) in
        let text = GeneratedDescription.text(byteCount: 4_000_000)
        let checker = DescriptionChecker()
        let result = checker.check(text, file: "generated.system")
        guard result.isAccepted, result.diagnostics.isEmpty else {
            throw BenchmarkError(result.diagnostics.first?.message ?? "the generated description is refused")
        }
        let time = Stopwatch.measure(samples: effort.choose(quick: 3, full: 15)) {
            _ = checker.check(text, file: "generated.system")
        }
        return [
            BenchmarkResult("check/time", .duration(time)),
            BenchmarkResult("check/rate", .value(Double(text.count) / time.median, unit: "MB/s")),
        ]
    }
}
