internal import Glibc
internal import KernelTrace

/// What recording an event costs the machine.
enum TraceBenchmark {
    /// One event to a file that is being written, and one to a ring in memory.
    static let recording = Benchmark(
        "trace", "One event recorded: to a trace file being written, and to a ring in memory."
    ) { effort throws(BenchmarkError) in
        let events = effort.choose(quick: 20_000, full: 400_000)
        let samples = effort.choose(quick: 3, full: 9)
        let path = "/tmp/kms-bench-\(getpid()).jsonl"
        defer { _ = unsafe unlink(path) }
        let file: Durations
        do throws(TraceWriteError) {
            let writer = try TraceFileWriter(path: path, header: TraceHeader())
            file = Stopwatch.measure(samples: samples, operations: events) { record(events, to: writer) }
            try writer.close()
        } catch {
            throw BenchmarkError("\(error)")
        }
        let ring = TraceRecorder(capacity: 1 << 14)
        let memory = Stopwatch.measure(samples: samples, operations: events) { record(events, to: ring) }
        return [
            BenchmarkResult("trace/file", .duration(file)),
            BenchmarkResult("trace/memory", .duration(memory)),
        ]
    }

    private static func record(_ count: Int, to sink: some TraceSink) {
        for index in 0..<count {
            let kind = TraceEvent.Kind.signal(channel: 3, target: 2, bit: 3, outcome: .woke, deferred: false)
            _ = sink.record(TraceEvent(time: UInt64(index), cause: 1, domain: 1, kind: kind))
        }
    }
}
