internal import Glibc

/// Measures operations by the monotonic clock.
public enum Stopwatch {
    /// The monotonic clock in microseconds.
    public static func microseconds() -> Double {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) * 1e6 + Double(now.tv_nsec) / 1e3
    }

    /// Durations of one operation, of which `body` does `operations` at once.
    ///
    /// - Parameters:
    ///   - samples: how often `body` is measured; it runs once more before, unmeasured.
    ///   - operations: how many operations `body` does; a duration is divided by it.
    ///   - threads: how many threads `body` uses, for the report.
    ///   - body: the work.
    /// - Returns: microseconds per operation.
    /// - Throws: what `body` throws.
    public static func measure<E: Error>(
        samples: Int, operations: Int = 1, threads: Int = 1, _ body: () throws(E) -> Void
    ) throws(E) -> Durations {
        try body()
        var durations: [Double] = []
        for _ in 0..<max(1, samples) {
            let began = microseconds()
            try body()
            durations.append((microseconds() - began) / Double(operations))
        }
        return Durations(samples: durations, threads: threads)
    }
}
