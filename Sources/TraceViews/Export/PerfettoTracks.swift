internal import KernelTrace

/// The tracks of a machine in Perfetto, and their numbers.
///
/// The machine is the root; the domains follow in the order of their priorities, then the cores.
struct PerfettoTracks {
    private let header: TraceHeader
    private let coreCount: Int
    private static let machine: UInt64 = 1

    init(_ header: TraceHeader) {
        self.header = header
        coreCount = Int(header.domains.map(\.core).max() ?? 0) + 1
    }

    /// The track of a domain's entries; the kernel's for -1 and beyond.
    func entries(of domain: Int16) -> UInt64 {
        header.domains.indices.contains(Int(domain)) ? number(Int(domain), 0) : Self.machine
    }

    /// The track of what a domain is doing.
    func activity(of domain: Int) -> UInt64 { number(domain, 1) }

    /// The track of how many signals wait for a domain.
    func signals(of domain: Int) -> UInt64 { number(domain, 2) }

    /// The track of the priority that a core runs; -1 when it is idle.
    func priority(ofCore core: Int) -> UInt64 { number(header.domains.count + core, 0) }

    /// The track of how many domains are ready on a core.
    func queue(ofCore core: Int) -> UInt64 { number(header.domains.count + core, 1) }

    private func number(_ item: Int, _ part: UInt64) -> UInt64 { 16 + 4 * UInt64(item) + part }

    /// Writes the descriptors.
    func write(to sink: inout ExportSink) {
        let name = header.description.name.split(separator: "/").last.map(String.init) ?? "kms"
        sink.add(PerfettoPackets.track(Self.machine, printable(name), isFirst: true))
        let order = header.domains.indices.sorted {
            (header.domains[$1].priority, $0) < (header.domains[$0].priority, $1)
        }
        for (rank, place) in order.enumerated() {
            let domain = header.domains[place]
            let own = entries(of: Int16(place))
            let label = "\(printable(domain.name)) (\(domain.priority)\(domain.passive ? ", passive" : ""))"
            sink.add(PerfettoPackets.track(own, label, parent: Self.machine, rank: rank))
            sink.add(PerfettoPackets.track(activity(of: place), "is", parent: own, rank: 0))
            sink.add(
                PerfettoPackets.track(
                    signals(of: place), "signals waiting", parent: own, rank: 1, counts: true))
        }
        for core in 0..<coreCount {
            let place = coreCount == 1 ? "" : " on core \(core)"
            let rank = header.domains.count + 2 * core
            sink.add(
                PerfettoPackets.track(
                    priority(ofCore: core), "priority running\(place)", parent: Self.machine, rank: rank,
                    counts: true))
            sink.add(
                PerfettoPackets.track(
                    queue(ofCore: core), "domains ready\(place)", parent: Self.machine, rank: rank + 1,
                    counts: true))
        }
    }
}
