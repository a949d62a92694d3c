public import KernelTrace
public import SystemDescription

/// Where the contents of regions went in a run: taint by region of origin, per byte range and per domain.
///
/// Whatever is written to a region carries that region's mark from then on, and all marks of the writer. Who loads
/// such bytes gets their marks and, from then on, gives them to all it does. Data moves with loads, stores, call
/// arguments, answers and faults; `signalled` also follows notifications.
public struct TraceTaint: Sendable {
    /// Per domain, the regions whose contents came to it as data.
    public private(set) var learnt: [Set<Int>]
    /// Per domain, the regions whose contents could come to it when notifications count, too.
    public private(set) var signalled: [Set<Int>]
    private var lines: [RegionTaint]
    private let declassifiers: Set<Int>
    private var pending: [Set<Int>]

    /// Follows `trace`, which is of `system`.
    ///
    /// - Parameters:
    ///   - trace: a run.
    ///   - system: its description, or another version with the same names.
    ///   - declassifiers: domains that give away nothing of what came to them, by position.
    /// - Throws: when the names do not fit.
    /// - Complexity: per event, the ranges it touches.
    public init(_ trace: Trace, of system: CheckedSystem, declassifiers: Set<Int> = []) throws(TraceUse
        .Mismatch)
    {
        self.declassifiers = declassifiers
        let names = try TraceNames(trace.header, system)
        let count = system.protectionDomains.count
        learnt = Array(repeating: [], count: count)
        signalled = learnt
        pending = learnt
        lines = Array(repeating: RegionTaint(), count: system.memoryRegions.count)
        for event in trace.events {
            guard let domain = names.domain(event.domain) else { continue }
            follow(event, domain, names, trace)
        }
    }

    private mutating func follow(
        _ event: TraceEvent, _ domain: Int, _ names: TraceNames, _ trace: Trace
    ) {
        switch event.kind {
        case .write(let region, let offset, let byteCount, _, _):
            guard let region = names.region(region) else { return }
            let (learnt, signalled) = given(by: domain)
            lines[region].set(
                offset, byteCount, learnt: learnt.union([region]), signalled: signalled.union([region]))
        case .read(let region, let offset, let byteCount):
            guard let region = names.region(region) else { return }
            let taint = lines[region].get(offset, byteCount)
            learnt[domain].formUnion(taint.learnt)
            signalled[domain].formUnion(taint.signalled)
        case .signal(_, let target, _, let outcome, _):
            guard outcome != .lost, let target = names.domain(target) else { return }
            pending[target].formUnion(given(by: domain).signalled)
        case .call(_, let target, _, _): if let target = names.domain(target) { give(domain, target) }
        case .reply(let target, _, _): if let target = names.domain(target) { give(domain, target) }
        case .begin(let entry, _): begin(entry, domain, event, names, trace)
        case .child(_, let child): if let child = names.domain(child) { give(domain, child) }
        case .faultReply(let child, _): if let child = names.domain(child) { give(domain, child) }
        default: break
        }
    }

    private mutating func begin(
        _ entry: TraceEvent.Entry, _ domain: Int, _ event: TraceEvent, _ names: TraceNames, _ trace: Trace
    ) {
        switch entry {
        case .notified:
            signalled[domain].formUnion(pending[domain])
            pending[domain] = []
        case .fault:
            if let fault = trace[event.cause], let child = names.domain(fault.domain) { move(child, domain) }
        case .start, .protected: break
        }
    }

    /// What goes with all that `domain` does by itself.
    private func given(by domain: Int) -> (learnt: Set<Int>, signalled: Set<Int>) {
        declassifiers.contains(domain) ? ([], []) : (learnt[domain], signalled[domain])
    }

    private mutating func give(_ from: Int, _ to: Int) {
        if !declassifiers.contains(from) { move(from, to) }
    }

    private mutating func move(_ from: Int, _ to: Int) {
        learnt[to].formUnion(learnt[from])
        signalled[to].formUnion(signalled[from])
    }
}

/// What the bytes of one region carry: ranges in order, apart from each other.
private struct RegionTaint: Sendable {
    struct Line: Sendable {
        var range: Range<UInt64>
        var learnt: Set<Int>
        var signalled: Set<Int>
    }
    private var lines: [Line] = []

    mutating func set(_ offset: UInt64, _ byteCount: UInt64, learnt: Set<Int>, signalled: Set<Int>) {
        let range = offset..<offset.addingClamped(byteCount)
        guard !range.isEmpty else { return }
        var kept: [Line] = []
        kept.reserveCapacity(lines.count + 2)
        for line in lines {
            guard line.range.overlaps(range) else {
                kept.append(line)
                continue
            }
            if line.range.lowerBound < range.lowerBound {
                kept.append(
                    Line(
                        range: line.range.lowerBound..<range.lowerBound, learnt: line.learnt,
                        signalled: line.signalled))
            }
            if line.range.upperBound > range.upperBound {
                kept.append(
                    Line(
                        range: range.upperBound..<line.range.upperBound, learnt: line.learnt,
                        signalled: line.signalled))
            }
        }
        kept.append(Line(range: range, learnt: learnt, signalled: signalled))
        lines = kept
    }

    func get(_ offset: UInt64, _ byteCount: UInt64) -> (learnt: Set<Int>, signalled: Set<Int>) {
        let range = offset..<offset.addingClamped(byteCount)
        var found: (learnt: Set<Int>, signalled: Set<Int>) = ([], [])
        for line in lines where line.range.overlaps(range) {
            found.learnt.formUnion(line.learnt)
            found.signalled.formUnion(line.signalled)
        }
        return found
    }
}
