/// One thing to be measured, by name; it yields one or more results.
public struct Benchmark: Sendable {
    /// Its name, such as `hop/traced`; results of a benchmark begin with it.
    public let name: String
    /// Beginnings of its results' names; `name` is the first.
    let families: [String]
    /// What is measured, one sentence.
    public let summary: String
    /// Whether even one repetition takes seconds: a quick session of everything leaves it out.
    let isLong: Bool
    /// Measures.
    let measure: @Sendable (Effort) throws(BenchmarkError) -> [BenchmarkResult]

    /// Makes a benchmark.
    ///
    /// - Parameters:
    ///   - name: the prefix of its results' names.
    ///   - summary: what is measured, one sentence.
    ///   - isLong: whether even one repetition takes seconds.
    ///   - measure: measures it with that effort.
    public init(
        _ name: String, _ summary: String, isLong: Bool = false,
        measure: @escaping @Sendable (Effort) throws(BenchmarkError) -> [BenchmarkResult]
    ) {
        self.name = name
        families = [name]
        self.summary = summary
        self.isLong = isLong
        self.measure = measure
    }

    /// Makes a benchmark whose results begin in several ways.
    init(
        _ families: [String], _ summary: String,
        measure: @escaping @Sendable (Effort) throws(BenchmarkError) -> [BenchmarkResult]
    ) {
        name = families[0]
        self.families = families
        self.summary = summary
        isLong = false
        self.measure = measure
    }
}

/// How much time a benchmark may take.
public enum Effort: Hashable, Sendable {
    /// Small values, as a test that it works: well under a second each.
    case quick
    /// Values large enough to be compared: a few seconds each.
    case full

    /// `quick` or `full` in the respective case.
    public func choose(quick: Int, full: Int) -> Int { self == .quick ? quick : full }
}

/// A benchmark could not measure.
public struct BenchmarkError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why.
    public let description: String

    /// Makes an error.
    public init(_ description: String) { self.description = description }
}

/// What a benchmark found: a duration, or another quantity.
public struct BenchmarkResult: Hashable, Sendable {
    /// What was found.
    public enum Quantity: Hashable, Sendable {
        /// The durations of `n` samples.
        case duration(Durations)
        /// Any other quantity with its unit, such as `MB/s`.
        case value(Double, unit: String)
    }
    /// The name that thresholds use.
    public var name: String
    /// What was found.
    public var quantity: Quantity

    /// Makes a result.
    public init(_ name: String, _ quantity: Quantity) {
        self.name = name
        self.quantity = quantity
    }

    /// The number that ratios are made of: the median in microseconds, or the value.
    public var number: Double {
        switch quantity {
        case .duration(let durations): durations.median
        case .value(let value, _): value
        }
    }
}

/// Durations of one operation, in microseconds.
public struct Durations: Hashable, Sendable {
    /// The middle sample.
    public var median: Double
    /// The shortest sample.
    public var min: Double
    /// The sample that nine tenths do not exceed.
    public var p90: Double
    /// How many samples.
    public var n: Int
    /// How many threads worked.
    public var threads: Int

    /// Makes durations by hand, as for a published figure.
    public init(median: Double, min: Double, p90: Double, n: Int, threads: Int = 1) {
        self.median = median
        self.min = min
        self.p90 = p90
        self.n = n
        self.threads = threads
    }

    /// Orders `samples`, of which there is at least one.
    public init(samples: [Double], threads: Int = 1) {
        let sorted = samples.sorted()
        self.init(
            median: sorted[sorted.count / 2], min: sorted[0],
            p90: sorted[Swift.min(sorted.count - 1, sorted.count * 9 / 10)],
            n: sorted.count, threads: threads)
    }
}
