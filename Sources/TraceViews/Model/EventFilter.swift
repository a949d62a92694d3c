public import KernelTrace

/// A condition on events, as typed by a person: for filters, searches, breakpoints and watches.
///
/// Terms stand side by side and must all hold; `!` before one turns it round.
///
/// | term | events |
/// |---|---|
/// | `pd:NAME` | that the domain did, or that were done to it |
/// | `by:NAME` | that it did |
/// | `ch:3`, `ch:NAME:3` | on this channel, seen from either end |
/// | `region:NAME`, `region:NAME+16`, `region:NAME+16..32` | that touch the region, its byte, those bytes |
/// | `write:NAME…`, `read:NAME…` | that store there, load there |
/// | `kind:NAME` | of this kind, such as `signal` |
/// | `label:5` | calls and replies with this label |
/// | `step:10..20`, `time:100..` | within this range |
/// | any other text | in whose names, kinds, outcomes or printed texts it occurs |
public struct EventFilter: Sendable {
    /// What was typed.
    public let text: String
    private let terms: [Term]

    struct Term: Sendable {
        var isNegated: Bool
        var test: Test
    }

    enum Test: Sendable {
        case domain([Bool], isDoer: Bool)
        case ends(Set<TraceQuery.End>)
        case region([Bool], Range<UInt64>, reads: Bool, writes: Bool)
        case kind(UInt64)
        case label(UInt64)
        case steps(ClosedRange<UInt64>)
        case times(ClosedRange<UInt64>)
        case words(Vocabulary)
    }

    /// Reads `text`; nothing typed accepts everything.
    ///
    /// - Parameters:
    ///   - text: terms, separated by blanks.
    ///   - trace: whose names it may use.
    /// - Throws: when a term names what the trace does not have, or is none.
    public init(_ text: String, in trace: Trace) throws(TraceQuery.Failure) {
        self.text = text
        var terms: [Term] = []
        for word in text.split(separator: " ") {
            let isNegated = word.hasPrefix("!")
            let word = String(isNegated ? word.dropFirst() : word)
            guard !word.isEmpty else { continue }
            terms.append(Term(isNegated: isNegated, test: try EventFilterReader(trace).test(word)))
        }
        self.terms = terms
    }

    /// Whether it accepts everything.
    public var isEmpty: Bool { terms.isEmpty }

    /// Whether the event of `step` is asked for.
    ///
    /// - Complexity: a few nanoseconds per term.
    public func accepts(_ event: TraceEvent, at step: TraceEvent.Step) -> Bool {
        for term in terms where Self.holds(term.test, event, step) == term.isNegated { return false }
        return true
    }

    private static func holds(_ test: Test, _ event: TraceEvent, _ step: TraceEvent.Step) -> Bool {
        switch test {
        case .domain(let flags, let isDoer):
            if flags[event.domain] { return true }
            return !isDoer && (event.otherDomain.map { flags[$0] } ?? false)
        case .ends(let ends): return event.touches(ends)
        case .region(let flags, let range, let reads, let writes):
            switch event.kind {
            case .write(let region, let offset, let count, _, _):
                return writes && flags[region] && meets(range, offset, count)
            case .read(let region, let offset, let count):
                return reads && flags[region] && meets(range, offset, count)
            case .map(let region, _, _): return reads && writes && flags[region]
            default: return false
            }
        case .kind(let mask): return mask >> UInt64(event.kind.code) & 1 != 0
        case .label(let wanted):
            switch event.kind {
            case .call(_, _, wanted, _), .reply(_, wanted, _): return true
            default: return false
            }
        case .steps(let range): return range.contains(step)
        case .times(let range): return range.contains(event.time)
        case .words(let words): return words.accepts(event)
        }
    }

    private static func meets(_ range: Range<UInt64>, _ offset: UInt64, _ count: UInt64) -> Bool {
        let (end, over) = offset.addingReportingOverflow(count)
        return offset < range.upperBound && (over || end > range.lowerBound)
    }
}

extension [Bool] {
    /// The flag at a position that may be -1.
    subscript(_ position: Int16) -> Bool { indices.contains(Int(position)) && self[Int(position)] }
}
