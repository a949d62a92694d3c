public import KernelTrace
public import SystemDescription

/// Which rights of a system were used in some traces of it.
public struct TraceUse: Sendable {
    /// A trace that is not of this system.
    public struct Mismatch: Error, Hashable, Sendable, CustomStringConvertible {
        /// What the trace has and the system has not.
        public var reason: String
        /// The reason.
        public var description: String { reason }
    }
    /// A domain and one of its ids.
    struct End: Hashable, Sendable {
        var domain: Int
        var id: UInt8
    }

    /// Bytes loaded per domain and region.
    private(set) var loaded: [[UInt64]]
    /// Bytes stored per domain and region.
    private(set) var stored: [[UInt64]]
    /// Ends that notified, and how often.
    private(set) var signals: [End: Int] = [:]
    /// Ends that called.
    private(set) var calls: [End: Int] = [:]
    /// Interrupts that were raised.
    private(set) var interrupts: [End: Int] = [:]
    /// Signals that became one delivery with an earlier one, by receiving end.
    private(set) var merged: [End: Int] = [:]
    /// Deferred actions that were overwritten, by domain.
    private(set) var lostDeferrals: [Int: Int] = [:]
    /// Domains that were called without having `protected`, by the call's end.
    private(set) var unanswered: [End: Int] = [:]
    /// Refused system calls, by domain and id.
    private(set) var refused: [End: Int] = [:]
    /// How many traces were added.
    public private(set) var traceCount = 0

    /// No use of anything.
    public init(_ system: CheckedSystem) {
        let none = [UInt64](repeating: 0, count: system.memoryRegions.count)
        loaded = Array(repeating: none, count: system.protectionDomains.count)
        stored = loaded
    }

    /// Adds what `trace` shows; its names decide which domain and region of `system` is meant.
    ///
    /// - Throws: when the trace has a domain or region that the system has not.
    public mutating func add(_ trace: Trace, of system: CheckedSystem) throws(Mismatch) {
        let names = try TraceNames(trace.header, system)
        traceCount += 1
        for event in trace.events {
            guard event.domain >= 0, Int(event.domain) < names.domains.count else { continue }
            add(event, names.domains[Int(event.domain)], names, trace)
        }
    }

    /// Throws when `trace` has a domain or region that `system` has not.
    public static func check(_ trace: Trace, of system: CheckedSystem) throws(Mismatch) {
        _ = try TraceNames(trace.header, system)
    }

    private mutating func add(
        _ event: TraceEvent, _ domain: Int, _ names: TraceNames, _ trace: Trace
    ) {
        switch event.kind {
        case .read(let region, _, let byteCount):
            guard let region = names.region(region) else { return }
            loaded[domain][region] = loaded[domain][region].addingClamped(max(byteCount, 1))
        case .write(let region, _, let byteCount, _, _):
            guard let region = names.region(region) else { return }
            stored[domain][region] = stored[domain][region].addingClamped(max(byteCount, 1))
        case .signal(let channel, let target, let bit, let outcome, _):
            signals[End(domain: domain, id: channel), default: 0] += 1
            guard outcome == .merged, let target = names.domain(target) else { return }
            merged[End(domain: target, id: bit), default: 0] += 1
        case .call(let channel, _, _, _): calls[End(domain: domain, id: channel), default: 0] += 1
        case .irq(let bit, _): interrupts[End(domain: domain, id: bit), default: 0] += 1
        case .deferred(_, let lost): if lost { lostDeferrals[domain, default: 0] += 1 }
        case .denied(_, let channel):
            refused[End(domain: domain, id: UInt8(clamping: channel)), default: 0] += 1
        case .fault(let reason): addFault(trace.text(reason), domain)
        default: break
        }
    }

    /// Takes the id out of `called on channel N, but has no entry point 'protected'`.
    private mutating func addFault(_ reason: String, _ domain: Int) {
        guard reason.contains("no entry point 'protected'"),
            let id = reason.split(separator: " ").lazy.compactMap({ word in
                UInt8(word.prefix { $0.isNumber })
            }).first
        else { return }
        unanswered[End(domain: domain, id: id), default: 0] += 1
    }
}

/// Positions in a trace's header → positions in a system, by name.
struct TraceNames {
    let domains: [Int]
    private let regions: [Int]

    init(_ header: TraceHeader, _ system: CheckedSystem) throws(TraceUse.Mismatch) {
        domains = try Self.match(
            header.domains.map(\.name), system.protectionDomains.map(\.name), "protection domain")
        regions = try Self.match(header.regions.map(\.name), system.memoryRegions.map(\.name), "region")
    }

    private static func match(
        _ names: [String], _ known: [String], _ kind: String
    ) throws(TraceUse.Mismatch) -> [Int] {
        let places = Dictionary(zip(known, known.indices)) { first, _ in first }
        var matches: [Int] = []
        for name in names {
            guard let place = places[name] else {
                throw TraceUse.Mismatch(reason: "the description has no \(kind) '\(name.printable)'")
            }
            matches.append(place)
        }
        return matches
    }

    func region(_ place: Int16) -> Int? { regions.indices.contains(Int(place)) ? regions[Int(place)] : nil }
    func domain(_ place: Int16) -> Int? { domains.indices.contains(Int(place)) ? domains[Int(place)] : nil }
}
