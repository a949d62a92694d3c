public import KernelTrace

/// What moved where in a run, counted.
public struct TraceSummary: Hashable, Sendable {
    /// What a domain did.
    public struct Domain: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Entries that began.
        public var entries = 0
        /// Steps it is named as the doer of.
        public var steps = 0
        /// Notifications it sent, deferred ones included.
        public var signals = 0
        /// Those of them that merged with an earlier one, or were lost.
        public var mergedSignals = 0
        /// See `mergedSignals`.
        public var lostSignals = 0
        /// Protected calls it made.
        public var calls = 0
        /// Faults.
        public var faults = 0
        /// System calls refused.
        public var denied = 0
    }
    /// What a domain did with a region.
    public struct Traffic: Hashable, Sendable {
        /// The region's name.
        public var region: String
        /// The domain's name.
        public var domain: String
        /// How often it stored, and how many bytes.
        public var writes = 0
        /// See `writes`.
        public var writtenByteCount: UInt64 = 0
        /// How often it loaded, and how many bytes.
        public var reads = 0
        /// See `reads`.
        public var readByteCount: UInt64 = 0
        /// Whether the region's contents stand in the trace.
        public var isKept = false
    }

    /// One per domain, in the description's order.
    public private(set) var domains: [Domain]
    /// One per region and domain that touched it, by region, then by domain.
    public private(set) var traffic: [Traffic] = []
    /// How many events.
    public let steps: Int
    /// Virtual microseconds from the first event to the last.
    public let microseconds: UInt64

    /// Goes through `trace` once.
    public init(_ trace: Trace) {
        steps = trace.events.count
        microseconds =
            (trace.events.last?.time ?? 0) - min(trace.events.first?.time ?? 0, trace.events.last?.time ?? 0)
        domains = trace.header.domains.map { Domain(name: $0.name) }
        let regionCount = trace.header.regions.count
        var table = [Traffic?](repeating: nil, count: regionCount * domains.count)
        for event in trace.events where domains.indices.contains(Int(event.domain)) {
            count(event)
            guard let (region, change) = Self.change(by: event), region >= 0, Int(region) < regionCount else {
                continue
            }
            let place = Int(region) * domains.count + Int(event.domain)
            let known = trace.header.regions[Int(region)]
            var entry =
                table[place]
                ?? Traffic(region: known.name, domain: domains[Int(event.domain)].name, isKept: known.isKept)
            change(&entry)
            table[place] = entry
        }
        traffic = table.compactMap { $0 }
    }

    private mutating func count(_ event: TraceEvent) {
        let domain = Int(event.domain)
        domains[domain].steps += 1
        switch event.kind {
        case .begin: domains[domain].entries += 1
        case .signal(_, _, _, let outcome, _):
            domains[domain].signals += 1
            if outcome == .merged { domains[domain].mergedSignals += 1 }
            if outcome == .lost { domains[domain].lostSignals += 1 }
        case .deferred(_, lost: true): domains[domain].lostSignals += 1
        case .call: domains[domain].calls += 1
        case .fault: domains[domain].faults += 1
        case .denied: domains[domain].denied += 1
        default: break
        }
    }

    private static func change(by event: TraceEvent) -> (Int16, (inout Traffic) -> Void)? {
        switch event.kind {
        case .write(let region, _, let byteCount, _, _):
            (
                region,
                {
                    $0.writes += 1
                    $0.writtenByteCount &+= byteCount
                }
            )
        case .read(let region, _, let byteCount):
            (
                region,
                {
                    $0.reads += 1
                    $0.readByteCount &+= byteCount
                }
            )
        default: nil
        }
    }
}

extension TraceSummary {
    /// Two tables, each line with its line feed: domains, and who touched which region.
    public var text: String {
        domainTable.text + (traffic.isEmpty ? "" : "\n" + trafficTable.text)
    }

    private var domainTable: Table {
        var table = Table(["domain", "entries", "steps", "signals", "calls", ""])
        for domain in domains {
            var remarks: [String] = []
            if domain.mergedSignals > 0 { remarks.append("\(domain.mergedSignals) merged") }
            if domain.lostSignals > 0 { remarks.append("\(domain.lostSignals) lost") }
            if domain.faults > 0 { remarks.append(counted(domain.faults, "fault")) }
            if domain.denied > 0 { remarks.append("\(domain.denied) denied") }
            table.append(
                [printable(domain.name)]
                    + [domain.entries, domain.steps, domain.signals, domain.calls].map { String($0) }
                    + [remarks.joined(separator: ", ")])
        }
        return table
    }

    private var trafficTable: Table {
        var table = Table(["region", "domain", "wrote", "read", "contents"], textColumns: [0, 1, 4])
        for (place, item) in traffic.enumerated() {
            let isFirst = place == 0 || traffic[place - 1].region != item.region
            table.append([
                isFirst ? printable(item.region) : "", printable(item.domain),
                item.writes == 0 ? "" : byteText(item.writtenByteCount),
                item.reads == 0 ? "" : byteText(item.readByteCount),
                isFirst ? (item.isKept ? "public" : "masked") : "",
            ])
        }
        return table
    }
}

/// `512 B`, `21.5 kB`, `1.2 MB`: exact below ten thousand, then three digits at most.
func byteText(_ count: UInt64) -> String {
    if count < 10_000 { return "\(count) B" }
    var value = Double(count) / 1000
    var unit = 0
    let units = ["kB", "MB", "GB", "TB"]
    while value >= 999.5 && unit < units.count - 1 {
        value /= 1000
        unit += 1
    }
    let tenths = (value * 10).rounded()
    let number = tenths < 1000 ? "\(Int(tenths) / 10).\(Int(tenths) % 10)" : "\(Int(value.rounded()))"
    return "\(number) \(units[unit])"
}
