internal import Glibc
internal import KernelTrace
internal import Microkernel
internal import SystemDescription

/// A notification from one domain to another: from the signal to the receiver's `notified`.
enum Hop {
    /// A hop as a run pays for it: every event goes to a trace file.
    static let traced = Benchmark(
        "hop/traced", "A notify-to-notified hop between two domains, every event written to a trace."
    ) { effort throws(BenchmarkError) in
        let hops = effort.choose(quick: 20_000, full: 1_000_000)
        var failure: String?
        let durations = Stopwatch.measure(samples: effort.choose(quick: 3, full: 7), operations: hops) {
            do {
                let header = TraceHeader(
                    description: .init(name: "hop.system.xml", text: ""), system: HopSystem.description,
                    contents: .masked)
                try HopSystem.run(hops, sink: TraceFileWriter(path: "/dev/null", header: header))
            } catch {
                failure = "\(error)"
            }
        }
        if let failure { throw BenchmarkError(failure) }
        return [BenchmarkResult("hop/traced", .duration(durations))]
    }

    /// The same with the last events in memory: what the machine itself costs.
    static let recorded = Benchmark(
        "hop/recorded", "The same hop with the trace's last events in memory: what the machine itself costs."
    ) { effort throws(BenchmarkError) in
        let hops = effort.choose(quick: 20_000, full: 1_000_000)
        var failure: String?
        let durations = Stopwatch.measure(samples: effort.choose(quick: 3, full: 7), operations: hops) {
            do {
                try HopSystem.run(hops, sink: TraceRecorder(capacity: 1 << 12))
            } catch {
                failure = "\(error)"
            }
        }
        if let failure { throw BenchmarkError(failure) }
        return [BenchmarkResult("hop/recorded", .duration(durations))]
    }

    /// What many hops leave behind in memory.
    static let memory = Benchmark(
        "hop/memory", "Resident memory that many hops add to what few hops need, in MiB."
    ) { effort throws(BenchmarkError) in
        let hops = effort.choose(quick: 20_000, full: 1_000_000)
        do {
            let sink = TraceRecorder(capacity: 1 << 12)
            try HopSystem.run(10_000, sink: sink)
            let before = residentMebibytes()
            try HopSystem.run(hops, sink: sink)
            return [BenchmarkResult("hop/memory", .value(max(0, residentMebibytes() - before), unit: "MiB"))]
        } catch {
            throw BenchmarkError("\(error)")
        }
    }

    /// The process's resident set, from the second field of `/proc/self/statm`.
    private static func residentMebibytes() -> Double {
        guard let file = unsafe fopen("/proc/self/statm", "r") else { return 0 }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard unsafe fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let fields = text.split(separator: " ")
        guard fields.count > 1, let pages = Double(fields[1]) else { return 0 }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
    }
}

/// Two domains that notify each other: `high` in the middle of `low`'s entry, `low` when it waits again.
private enum HopSystem {
    static let description: CheckedSystem = {
        let here = SourceLocation(file: "hop.system.xml", row: 1, column: 1)
        return CheckedSystem(
            file: here.file,
            protectionDomains: [
                .init(name: "high", priority: 2, programImage: "hop.elf", location: here),
                .init(name: "low", priority: 1, programImage: "hop.elf", location: here),
            ],
            channels: [
                .init(
                    a: .init(domain: 0, id: 0, location: here), b: .init(domain: 1, id: 0, location: here),
                    location: here)
            ])
    }()

    static func run(_ hops: Int, sink: any TraceSink) throws {
        var images = ImageRegistry()
        images.register("hop.elf") { (grants) throws(WiringError) in try HopDomain(grants, hops: hops / 2) }
        let machine = try Machine(description, images: images, sink: sink)
        machine.boot()
        machine.run()
    }
}

/// Answers each notification with one, a given number of times.
private actor HopDomain: ProtectionDomain {
    nonisolated let thread: PDThread
    private let peer: Channel
    private let isHigh: Bool
    private var rest: Int

    init(_ grants: borrowing Grants) throws(WiringError) { try self.init(grants, hops: 0) }

    init(_ grants: borrowing Grants, hops: Int) throws(WiringError) {
        thread = grants.thread
        peer = try grants.channel(0)
        isHigh = grants.name == "high"
        rest = hops
    }

    func start() throws(Fault) { if !isHigh { try peer.notify() } }

    func notified(_ channel: ChannelID) throws(Fault) {
        guard rest > 0 else { return }
        rest -= 1
        try peer.notify()
    }
}
