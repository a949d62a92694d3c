internal import KernelTrace

/// Which event can have known of which: a vector clock for every event that a domain took part in.
///
/// Knowledge passes by signals to the entry that receives them, by calls, replies, faults and what parents do; not by
/// shared memory, which tells nobody anything until they look, nor from an earlier signal to one that merged with it.
struct VectorClocks {
    /// The hosts: the domains, then the kernel.
    let hostCount: Int
    private var clocks: [[UInt32]]
    /// What a host learns as soon as it does something: the reply to its call, and the like.
    private var news: [[UInt32]?]
    /// The clocks of events that others may learn of, by step.
    private var kept: [TraceEvent.Step: [UInt32]] = [:]
    private let trace: Trace

    init(_ trace: Trace) {
        self.trace = trace
        hostCount = trace.header.domains.count + 1
        clocks = Array(repeating: Array(repeating: 0, count: hostCount), count: hostCount)
        news = Array(repeating: nil, count: hostCount)
    }

    /// The host that did `event`.
    func host(of event: TraceEvent) -> Int { event.domain < 0 ? hostCount - 1 : Int(event.domain) }

    /// The clock after the event of `step`, which must be the next one; nil for what only the scheduler does.
    mutating func advance(to step: TraceEvent.Step) -> [UInt32]? {
        guard let event = trace[step], !event.isScheduling else { return nil }
        let host = host(of: event)
        if let told = news[host] { join(told, into: host) }
        news[host] = nil
        for source in sources(of: step, event, host) {
            if let told = kept[source] { join(told, into: host) }
        }
        clocks[host][host] += 1
        keep(step, event, host)
        return clocks[host]
    }

    private mutating func join(_ told: [UInt32], into host: Int) {
        for place in 0..<hostCount { clocks[host][place] = max(clocks[host][place], told[place]) }
    }

    /// The events of other hosts that `host` learns of by `event`.
    private func sources(of step: TraceEvent.Step, _ event: TraceEvent, _ host: Int) -> [TraceEvent.Step] {
        switch event.kind {
        case .begin(.notified, _): return trace.signals(deliveredAt: step)
        case .signal(_, _, _, .merged, _), .irq(_, .merged): return []
        default:
            guard let cause = trace[event.cause], self.host(of: cause) != host else { return [] }
            return [event.cause]
        }
    }

    private mutating func keep(_ step: TraceEvent.Step, _ event: TraceEvent, _ host: Int) {
        switch event.kind {
        case .signal, .irq, .call, .fault, .boot: kept[step] = clocks[host]
        case .reply(let target, _, _), .faultReply(let target, _), .child(_, let target):
            kept[step] = clocks[host]
            guard target >= 0, Int(target) < hostCount - 1 else { return }
            tell(Int(target), clocks[host])
        default: break
        }
    }

    private mutating func tell(_ host: Int, _ clock: [UInt32]) {
        let known = news[host] ?? clock
        news[host] = zip(known, clock).map { max($0, $1) }
    }
}

extension TraceEvent {
    /// Whether this is the scheduler's doing, of which no domain learns.
    var isScheduling: Bool {
        switch kind {
        case .run, .idle, .ready, .exhausted, .slot, .map: true
        default: false
        }
    }
}
