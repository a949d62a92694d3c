internal import KernelTrace

/// A word looked up once in everything that a trace has names for, so that an event needs no text to be tested.
struct Vocabulary: Sendable {
    private static let outcomes = ["wakes", "pending", "merged", "lost"]
    private var domains: [Bool]
    private var regions: [Bool]
    private var devices: [Bool]
    private var strings: [Bool]
    private var kinds: UInt64 = 0
    private var outcomes: [Bool]
    private var entries: [Bool]
    private static let entryNames = ["init", "notified", "protected", "fault"]

    init(_ word: String, in trace: Trace) {
        let word = word.lowercased()
        func holds(_ text: String) -> Bool { text.lowercased().contains(word) }
        domains = trace.header.domainNames.map(holds)
        regions = trace.header.regions.map { holds($0.name) }
        devices = trace.header.devices.map(holds)
        strings = trace.strings.map(holds)
        for (code, name) in TraceEvent.Kind.names.enumerated() where holds(name) {
            kinds |= 1 << UInt64(code)
        }
        outcomes = Self.outcomes.map(holds)
        entries = Self.entryNames.map(holds)
    }

    func accepts(_ event: TraceEvent) -> Bool {
        if kinds >> UInt64(event.kind.code) & 1 != 0 || domains[event.domain] { return true }
        switch event.kind {
        case .begin(let entry, _):
            switch entry {
            case .start: return entries[0]
            case .notified: return entries[1]
            case .protected: return entries[2]
            case .fault: return entries[3]
            }
        case .signal(_, let target, _, let outcome, _):
            return domains[target] || outcomes[Int(outcome.rawValue)]
        case .irq(_, let outcome): return outcomes[Int(outcome.rawValue)]
        case .deferred(_, lost: true): return outcomes[3]
        case .call(_, let target, _, _), .reply(let target, _, _): return domains[target]
        case .faultReply(let child, _), .child(_, let child): return domains[child]
        case .map(let region, _, _), .write(let region, _, _, _, _), .read(let region, _, _):
            return regions[region]
        case .log(let text), .note(let text), .fault(let text):
            return strings.indices.contains(Int(text)) && strings[Int(text)]
        case .input(let device, _, _, _), .output(let device, _, _, _):
            return devices.indices.contains(Int(device)) && devices[Int(device)]
        default: return false
        }
    }
}
