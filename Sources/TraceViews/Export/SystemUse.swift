internal import KernelTrace

/// How often a run used what its description grants.
struct SystemUse {
    private struct Key: Hashable {
        let domain: Int
        /// A region or a channel's id.
        let object: Int
    }
    private var writes: [Key: Int] = [:]
    private var reads: [Key: Int] = [:]
    private var signals: [Key: Int] = [:]
    private var calls: [Key: Int] = [:]
    private var entries: [Int: Int] = [:]
    private var faulted: Set<Int> = []
    private var touched: Set<Int> = []

    /// Goes through `trace` once.
    init(_ trace: Trace) {
        for event in trace.events {
            let domain = Int(event.domain)
            switch event.kind {
            case .begin: entries[domain, default: 0] += 1
            case .fault: faulted.insert(domain)
            case .signal(let channel, _, _, _, _):
                signals[Key(domain: domain, object: Int(channel)), default: 0] += 1
            case .call(let channel, _, _, _):
                calls[Key(domain: domain, object: Int(channel)), default: 0] += 1
            case .write(let region, _, _, _, _):
                writes[Key(domain: domain, object: Int(region)), default: 0] += 1
                touched.insert(Int(region))
            case .read(let region, _, _):
                reads[Key(domain: domain, object: Int(region)), default: 0] += 1
                touched.insert(Int(region))
            default: break
            }
        }
    }

    func writes(domain: Int, region: Int) -> Int { writes[Key(domain: domain, object: region)] ?? 0 }
    func reads(domain: Int, region: Int) -> Int { reads[Key(domain: domain, object: region)] ?? 0 }
    func signals(from domain: Int, channel: UInt8) -> Int {
        signals[Key(domain: domain, object: Int(channel))] ?? 0
    }
    func calls(from domain: Int, channel: UInt8) -> Int {
        calls[Key(domain: domain, object: Int(channel))] ?? 0
    }
    func entries(domain: Int) -> Int { entries[domain] ?? 0 }
    func hasFaulted(domain: Int) -> Bool { faulted.contains(domain) }
    func isTouched(region: Int) -> Bool { touched.contains(region) }
}
