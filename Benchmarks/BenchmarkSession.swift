internal import Glibc

/// What `kms bench` does: measures, holds against limits, compares with an earlier report.
public struct BenchmarkSession: Sendable {
    /// Only results whose name contains one of these; all when empty.
    public var patterns: [String] = []
    /// How much time each may take.
    public var effort = Effort.full
    /// The file of limits; without one nothing is held against anything.
    public var limitFile: String?
    /// An earlier report to compare with, as JSON.
    public var earlierReport: String?

    /// A full session without limits.
    public init() {}

    /// Measures.
    ///
    /// - Parameter progress: told the name of each benchmark as it begins.
    /// - Returns: the report.
    /// - Throws: when a file cannot be used; nothing was measured then.
    public func run(progress: (String) -> Void) throws(BenchmarkError) -> BenchmarkReport {
        let limits =
            try limitFile.map { (file) throws(BenchmarkError) in try Self.read(file, Limit.list) } ?? []
        let earlier = try earlierReport.map { (file) throws(BenchmarkError) in
            try Self.read(file, BenchmarkReport.numbers)
        }
        for pattern in patterns where !Catalogue.all.contains(where: { $0.matches([pattern]) }) {
            var groups: [Substring] = []
            for group in Catalogue.all.flatMap(\.families).map({ $0.prefix { $0 != "/" } })
            where !groups.contains(group) { groups.append(group) }
            throw BenchmarkError(
                "no benchmark's name contains '\(pattern)'; names begin with "
                    + groups.joined(separator: ", "))
        }
        var report = BenchmarkReport.run(only: patterns, effort: effort, limits: limits, progress: progress)
        if let earlier { report.compare(with: earlier) }
        return report
    }

    private static func read<Value>(
        _ file: String, _ parse: ([UInt8]) throws(BenchmarkError) -> Value
    ) throws(BenchmarkError) -> Value {
        guard unsafe access(file, R_OK) == 0 else {
            throw BenchmarkError("\(file): \(unsafe String(cString: strerror(errno)))")
        }
        do throws(BenchmarkError) {
            return try parse(Array(MachineFacts.text(of: file).utf8))
        } catch {
            throw BenchmarkError("\(file): \(error)")
        }
    }
}

extension Benchmark {
    /// Whether it may have results whose names contain one of `patterns`.
    func matches(_ patterns: [String]) -> Bool {
        patterns.isEmpty
            || families.contains { family in
                patterns.contains { family.contains($0) || $0.hasPrefix(family + "/") }
            }
    }
}

extension BenchmarkResult {
    /// Whether its name contains one of `patterns`.
    func matches(_ patterns: [String]) -> Bool { patterns.isEmpty || patterns.contains { name.contains($0) } }
}
