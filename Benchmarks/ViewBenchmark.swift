internal import Glibc
internal import KernelTrace
internal import TraceViews

/// What it takes to look at a long trace.
enum ViewBenchmark {
    /// From the file to the first screen, and from a key to the next one.
    static let large = Benchmark(
        "view", "A trace of 10^6 events opened, and stepped through, screen included."
    ) {
        effort throws(BenchmarkError) in
        let events = effort.choose(quick: 20_000, full: 1_000_000)
        let path = "/tmp/kms-bench-view-\(getpid()).jsonl"
        defer { _ = unsafe unlink(path) }
        do throws(TraceWriteError) { try write(events, to: path) } catch { throw BenchmarkError("\(error)") }
        var opened: [Double] = []
        var viewer: Viewer?
        do throws(TraceReadError) {
            for _ in 0..<effort.choose(quick: 1, full: 5) {
                viewer = nil
                let start = Stopwatch.microseconds()
                var made = Viewer(
                    TraceModel(try TraceReader.read(path: path)), name: path, width: 200, height: 60)
                _ = made.handle(.resize(width: 200, height: 60))
                _ = made.frame
                opened.append(Stopwatch.microseconds() - start)
                viewer = made
            }
        } catch { throw BenchmarkError("\(error)") }
        guard var viewer else { throw BenchmarkError("no trace was read") }
        let (steps, longest) = step(&viewer, rounds: effort.choose(quick: 2, full: 20))
        return [
            BenchmarkResult("view/open", .duration(Durations(samples: opened))),
            BenchmarkResult("view/step", .duration(steps)),
            BenchmarkResult("view/step/longest", .value(longest / 1000, unit: "ms")),
        ]
    }

    /// Moves of every kind, from places all over the trace; the first of each kind builds its index.
    private static func step(_ viewer: inout Viewer, rounds: Int) -> (Durations, longest: Double) {
        var samples: [Double] = []
        var writer = FrameWriter(look: .colours)
        for round in 0..<rounds {
            for key in Key.keys(in: ":\(round * 37 % 100)%<enter>") { _ = viewer.handle(.key(key)) }
            for key in Key.keys(in: "jjkkssSeEocx,.<pgdn><pgup>vvvvvd") {
                let start = Stopwatch.microseconds()
                _ = viewer.handle(.key(key))
                _ = writer.update(to: viewer.frame)
                samples.append(Stopwatch.microseconds() - start)
            }
        }
        return (Durations(samples: samples), samples.max() ?? 0)
    }

    /// A ring of domains that store, signal and wake each other.
    private static func write(_ count: Int, to path: String) throws(TraceWriteError) {
        var header = TraceHeader(description: .init(name: "ring.system", text: "<system/>"))
        let domains: Int16 = 12
        header.seed = 1
        header.domains = (0..<domains).map { .init(name: "domain_\($0)", priority: UInt8(100 + $0)) }
        header.regions = (0..<domains).map {
            .init(name: "region_\($0)", byteCount: 4096, isKept: $0 % 2 == 0)
        }
        let writer = try TraceFileWriter(path: path, header: header)
        var time: UInt64 = 0
        func record(_ domain: Int16, _ kind: TraceEvent.Kind, _ cause: UInt64) -> UInt64 {
            time += 3
            return writer.record(TraceEvent(time: time, cause: cause, domain: domain, kind: kind))
        }
        var signal: UInt64 = 0
        for round in 0..<(count / 10) {
            let domain = Int16(round % Int(domains))
            let next = (domain + 1) % domains
            let bytes = (0..<16).map { UInt8(truncatingIfNeeded: round &* 31 &+ $0) }
            _ = record(domain, .run(previous: (domain + domains - 1) % domains, reason: .next), signal)
            let begin = record(domain, .begin(.notified(1), word: 2), signal)
            _ = record(
                domain,
                .read(
                    region: (domain + domains - 1) % domains, offset: UInt64(round % 200) * 16, byteCount: 16),
                begin)
            let digest = unsafe writer.digest(bytes.span.bytes)
            let payload = unsafe domain % 2 == 0 ? writer.keep(bytes.span.bytes) : 0
            let offset = UInt64((round / Int(domains)) % 200) * 16
            _ = record(
                domain,
                .write(region: domain, offset: offset, byteCount: 16, digest: digest, payload: payload), begin
            )
            let first = record(
                domain, .signal(channel: 2, target: next, bit: 1, outcome: .pending, deferred: false), begin)
            signal = record(
                domain, .signal(channel: 2, target: next, bit: 1, outcome: .merged, deferred: false), first)
            _ = record(next, .ready(front: true), signal)
            let isLog = round % 8 == 0
            _ = record(domain, isLog ? .log(text: writer.intern("line \(round % 50)")) : .mark(2), begin)
            _ = record(domain, .end, begin)
            _ = record(domain, .mark(1), begin)
        }
        try writer.close()
    }
}
