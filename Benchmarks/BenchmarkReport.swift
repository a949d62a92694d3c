/// All that one run of the benchmarks found.
public struct BenchmarkReport: Hashable, Sendable {
    /// Where it ran.
    public var machine: MachineFacts
    /// What was found, in the catalogue's order.
    public var results: [BenchmarkResult] = []
    /// Long benchmarks that a quick run left out.
    public var leftOut: [String] = []
    /// Benchmarks that could not measure, and why.
    public var failures: [Failure] = []
    /// The limits, held against the results.
    public var verdicts: [Verdict] = []
    /// Results beside those of an earlier run.
    public var comparisons: [Comparison] = []

    /// A benchmark that could not measure.
    public struct Failure: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Why.
        public var reason: String
    }
    /// A limit and what was found.
    public struct Verdict: Hashable, Sendable {
        /// The limit.
        public var limit: Limit
        /// The number found.
        public var number: Double
        /// Whether the number keeps the limit.
        public var holds: Bool { number <= limit.most ?? .infinity && number >= limit.least ?? -.infinity }
    }
    /// A result now and then.
    public struct Comparison: Hashable, Sendable {
        /// The result's name.
        public var name: String
        /// Now over then: above 1 is more.
        public var ratio: Double
    }

    /// Runs the benchmarks that have results named like one of `patterns`, all when there are none.
    ///
    /// A quick run of all leaves long ones out: whoever names one gets it.
    ///
    /// - Parameters:
    ///   - patterns: parts of names.
    ///   - effort: how much time each may take.
    ///   - limits: what to hold the results against; those whose results are missing are left out.
    ///   - progress: told the name of each benchmark as it begins.
    /// - Returns: the report.
    public static func run(
        only patterns: [String], effort: Effort, limits: [Limit], progress: (String) -> Void
    ) -> BenchmarkReport {
        var report = BenchmarkReport(machine: .current())
        for benchmark in Catalogue.all where benchmark.matches(patterns) {
            guard effort == .full || !patterns.isEmpty || !benchmark.isLong else {
                report.leftOut.append(benchmark.name)
                continue
            }
            progress(benchmark.name)
            do throws(BenchmarkError) {
                report.results += try benchmark.measure(effort).filter { $0.matches(patterns) }
            } catch {
                report.failures.append(Failure(name: benchmark.name, reason: error.description))
            }
        }
        report.verdicts = limits.compactMap(report.verdict)
        return report
    }

    private func verdict(on limit: Limit) -> Verdict? {
        guard let number = self[limit.of] else { return nil }
        guard let over = limit.over else { return Verdict(limit: limit, number: number) }
        return self[over].map { Verdict(limit: limit, number: number / $0) }
    }

    /// The number of the result called `name`.
    subscript(_ name: String) -> Double? { results.first { $0.name == name }?.number }

    /// Puts results beside those of `earlier`.
    public mutating func compare(with earlier: [String: Double]) {
        comparisons = results.compactMap { result in
            earlier[result.name].map { Comparison(name: result.name, ratio: result.number / $0) }
        }
    }
}

/// A reviewed limit on a result, or on the ratio of two results of the same run.
public struct Limit: Hashable, Sendable {
    /// What it says, in words.
    public var name: String
    /// The result.
    public var of: String
    /// The result to divide by.
    public var over: String?
    /// The largest number that is fine.
    public var most: Double?
    /// The smallest number that is fine.
    public var least: Double?
}
