public import KernelTrace

/// Two traces of the same or of similar systems, event by event: where they first say different things.
///
/// Headers may differ: another seed, another policy, another description. Domains and regions are matched by name.
/// Digests are compared only when both runs had the same seed, for otherwise their keys differ.
public struct TraceComparison {
    /// What differs at the first difference.
    public enum Difference: Hashable, Sendable {
        /// Something else happened.
        case event
        /// The same happened with other bytes.
        case contents
        /// The same happened at another time.
        case time
        /// The same happened for another reason.
        case cause
        /// One trace ends there.
        case end
    }

    /// The first step at which they differ; nil when they do not.
    public let step: TraceEvent.Step?
    /// What differs there.
    public let difference: Difference?
    private let matcher: Matcher

    /// Compares `first` and `second` up to their first difference.
    public init(_ first: Trace, _ second: Trace) {
        matcher = Matcher(first, second)
        let common = min(first.events.count, second.events.count)
        for place in 0..<common {
            guard let found = matcher.difference(first.events[place], second.events[place]) else { continue }
            (step, difference) = (TraceEvent.Step(place + 1), found)
            return
        }
        let isSame = first.events.count == second.events.count
        (step, difference) = (isSame ? nil : TraceEvent.Step(common + 1), isSame ? nil : .end)
    }

    /// What differs at `step`; nil when both say the same there.
    public func difference(at step: TraceEvent.Step) -> Difference? {
        switch (matcher.first[step], matcher.second[step]) {
        case (let one?, let other?): matcher.difference(one, other)
        case (nil, nil): nil
        default: .end
        }
    }

    private struct Matcher {
        let first: Trace
        let second: Trace
        /// Positions of the second trace as positions of the first; -2 where that has none.
        let domains: [Int16]
        let regions: [Int16]
        let comparesDigests: Bool

        init(_ first: Trace, _ second: Trace) {
            self.first = first
            self.second = second
            let (names, regionNames) = (first.header.domainNames, first.header.regions.map(\.name))
            domains = second.header.domainNames.map { name in names.firstIndex(of: name).map(Int16.init) ?? -2
            }
            regions = second.header.regions.map { region in
                regionNames.firstIndex(of: region.name).map(Int16.init) ?? -2
            }
            comparesDigests = first.header.seed == second.header.seed && first.header.seed != nil
        }

        func difference(_ one: TraceEvent, _ other: TraceEvent) -> Difference? {
            guard one.domain == domain(other.domain), one.core == other.core, isSame(one.kind, other.kind)
            else { return .event }
            if !haveSameContents(one.kind, other.kind) { return .contents }
            if one.time != other.time { return .time }
            return one.cause == other.cause ? nil : .cause
        }

        private func haveSameContents(_ one: TraceEvent.Kind, _ other: TraceEvent.Kind) -> Bool {
            guard let (digest, payload) = one.contents, let (otherDigest, otherPayload) = other.contents
            else {
                return true
            }
            if payload != 0 && otherPayload != 0 {
                return first.payloads[payload] == second.payloads[otherPayload]
            }
            return !comparesDigests || digest == otherDigest
        }

        private func domain(_ position: Int16) -> Int16 {
            domains.indices.contains(Int(position)) ? domains[Int(position)] : position
        }
        private func region(_ position: Int16) -> Int16 {
            regions.indices.contains(Int(position)) ? regions[Int(position)] : position
        }

        private func isSame(_ one: TraceEvent.Kind, _ other: TraceEvent.Kind) -> Bool {
            switch (one, other) {
            case (.log(let a), .log(let b)), (.note(let a), .note(let b)), (.fault(let a), .fault(let b)):
                return first.text(a) == second.text(b)
            case (.signal(let a, let to, let b, let o, let d), .signal(let e, let other, let f, let p, let g)):
                return a == e && to == domain(other) && b == f && o == p && d == g
            case (.call(let a, let to, let l, let n), .call(let b, let other, let m, let k)):
                return a == b && to == domain(other) && l == m && n == k
            case (.reply(let to, let l, let n), .reply(let other, let m, let k)):
                return to == domain(other) && l == m && n == k
            case (.faultReply(let to, let a), .faultReply(let other, let b)):
                return to == domain(other) && a == b
            case (.child(let a, let to), .child(let b, let other)): return a == b && to == domain(other)
            case (.run(let from, let a), .run(let other, let b)): return from == domain(other) && a == b
            case (.map(let r, let a, let n), .map(let s, let b, let m)):
                return r == region(s) && a == b && n == m
            case (.read(let r, let o, let n), .read(let s, let p, let m)):
                return r == region(s) && o == p && n == m
            case (.write(let r, let o, let n, _, _), .write(let s, let p, let m, _, _)):
                return r == region(s) && o == p && n == m
            case (.input(let r, let n, _, _), .input(let s, let m, _, _)),
                (.output(let r, let n, _, _), .output(let s, let m, _, _)):
                return first.deviceName(r) == second.deviceName(s) && n == m
            default: return one == other
            }
        }
    }
}

extension TraceEvent.Kind {
    /// Digest and number of the bytes that it moved.
    fileprivate var contents: (digest: UInt64, payload: UInt32)? {
        switch self {
        case .write(_, _, _, let digest, let payload), .input(_, _, let digest, let payload),
            .output(_, _, let digest, let payload):
            (digest, payload)
        default: nil
        }
    }
}
