import KernelTrace

/// A trace that no machine wrote, but whose causes are such as a machine writes: signals that merge, calls that are
/// answered, faults, and events that follow from nothing.
func randomTrace(seed: UInt64, eventCount: Int, domainCount: Int = 5) -> Trace {
    var random = SplitMix(seed)
    var header = TraceHeader(description: .init(name: "random.system", text: "<system/>"))
    header.domains = (0..<domainCount).map { .init(name: "pd\($0)", priority: UInt8(100 + $0)) }
    header.regions = [
        .init(name: "open", byteCount: 4096, isKept: true), .init(name: "shut", byteCount: 4096),
    ]
    header.seed = seed
    var trace = Trace(header: header, strings: ["it broke"])
    trace.payloads.append([1, 2, 3, 4])
    var entries = [UInt64](repeating: 0, count: domainCount)
    /// The last signal to a domain that was not delivered yet.
    var pending: [Int: UInt64] = [:]
    var calls: [UInt64] = []
    var time: UInt64 = 0
    func add(_ domain: Int, _ cause: UInt64, _ kind: TraceEvent.Kind) -> UInt64 {
        trace.events.append(TraceEvent(time: time, cause: cause, domain: Int16(domain), kind: kind))
        return trace.lastStep
    }
    while trace.events.count < eventCount {
        time += random.next(4)
        let domain = Int(random.next(UInt64(domainCount)))
        let other = (domain + 1 + Int(random.next(UInt64(domainCount - 1)))) % domainCount
        let entry = entries[domain]
        switch random.next(10) {
        case 0...2:
            let earlier = pending[other]
            pending[other] = add(
                domain, earlier ?? entry,
                .signal(
                    channel: 1, target: Int16(other), bit: 1, outcome: earlier == nil ? .pending : .merged,
                    deferred: false))
        case 3, 4:
            if entry != 0 { _ = add(domain, entry, .end) }
            entries[domain] = add(
                domain, pending.removeValue(forKey: domain) ?? 0, .begin(.notified(1), word: 2))
        case 5: calls.append(add(domain, entry, .call(channel: 2, target: Int16(other), label: 7, words: 1)))
        case 6:
            guard let call = calls.popLast(), case .call(_, let callee, _, _) = trace[call]?.kind else {
                break
            }
            let caller = trace.events[Int(call) - 1].domain
            _ = add(Int(callee), call, .reply(target: caller, label: 0, words: 0))
        case 7: _ = add(domain, 0, .run(previous: Int16(other), reason: .next))
        case 8: _ = add(domain, entry, .read(region: 0, offset: 0, byteCount: 4))
        default:
            _ = add(
                domain, entry,
                .write(
                    region: Int16(random.next(2)), offset: 8, byteCount: 4, digest: random.next(), payload: 0)
            )
        }
    }
    return trace
}

/// Sebastiano Vigna's SplitMix64.
struct SplitMix {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }

    mutating func next(_ bound: UInt64) -> UInt64 { next() % bound }
}
