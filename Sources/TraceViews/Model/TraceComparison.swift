public import KernelTrace

/// Two traces of the same or of similar systems, row by row: where they say different things, and where they agree again.
///
/// Headers may differ: another seed, another policy, another description. Domains and regions are matched by name. What
/// happened in one trace only has a row of its own, so that what follows stands side by side again. Digests are compared
/// only when both runs had the same seed, for otherwise their keys differ.
public struct TraceComparison {
    /// How the two sides of a row differ.
    public enum Difference: Hashable, Sendable {
        /// Something else happened.
        case event
        /// The same happened with other bytes.
        case contents
        /// The same happened sooner or later after the row before.
        case time
        /// The same happened for another reason.
        case cause
        /// It happened in the first trace only.
        case onlyFirst
        /// It happened in the second trace only.
        case onlySecond
    }

    /// The first row, from 0, that differs; nil when none does.
    public private(set) var firstDifference: Int?
    private let rows: [TraceAlignment.Row]
    /// Per side and event, the row that it stands in.
    private var rowOfEvent: [[UInt32]]
    private let first: Trace
    private let second: Trace
    private let keys: [[UInt32]]
    private let comparesDigests: Bool

    /// Lays `first` and `second` side by side.
    public init(_ first: Trace, _ second: Trace) {
        (self.first, self.second) = (first, second)
        var vocabulary = ComparableEvents(first.header)
        keys = [vocabulary.keys(of: first), vocabulary.keys(of: second)]
        rows = TraceAlignment(keys[0], keys[1]).rows
        rowOfEvent = keys.map { [UInt32](repeating: 0, count: $0.count) }
        comparesDigests = first.header.seed == second.header.seed && first.header.seed != nil
        for (place, row) in rows.enumerated() {
            if row.first > 0 { rowOfEvent[0][Int(row.first) - 1] = UInt32(place) }
            if row.second > 0 { rowOfEvent[1][Int(row.second) - 1] = UInt32(place) }
        }
        firstDifference = rows.indices.first { difference(at: $0) != nil }
    }

    /// How many rows there are.
    public var count: Int { rows.count }

    /// The event of `side`, 0 or 1, in `row`; nil where that trace has none.
    public func step(at row: Int, side: Int) -> TraceEvent.Step? {
        guard rows.indices.contains(row) else { return nil }
        let step = side == 0 ? rows[row].first : rows[row].second
        return step == 0 ? nil : TraceEvent.Step(step)
    }

    /// The last event of `side` in `row` or above it; nil when there is none.
    public func step(atOrAbove row: Int, side: Int) -> TraceEvent.Step? {
        var row = min(row, rows.count - 1)
        while row >= 0 {
            if let step = step(at: row, side: side) { return step }
            row -= 1
        }
        return nil
    }

    /// The row in which `step` of `side` stands.
    public func row(of step: TraceEvent.Step, side: Int) -> Int {
        let place = Int(step) - 1
        return rowOfEvent[side].indices.contains(place) ? Int(rowOfEvent[side][place]) : 0
    }

    /// How the sides of `row` differ; nil when both say the same.
    public func difference(at row: Int) -> Difference? {
        guard rows.indices.contains(row) else { return nil }
        guard let one = first[TraceEvent.Step(rows[row].first)] else { return .onlySecond }
        guard let other = second[TraceEvent.Step(rows[row].second)] else { return .onlyFirst }
        if keys[0][Int(rows[row].first) - 1] != keys[1][Int(rows[row].second) - 1] { return .event }
        if !haveSameContents(one.kind, other.kind) { return .contents }
        if delay(of: one, other) != delayAbove(row) { return .time }
        return haveSameCause(one.cause, other.cause) ? nil : .cause
    }

    /// The next row below `row` at which the traces part anew, not counting those that differ together with it.
    public func nextDifference(after row: Int) -> Int? {
        var row = row
        if difference(at: row) != nil {
            while difference(at: row) != nil { row += 1 }
        } else {
            row += 1
        }
        return rows.indices.contains(row) ? rows[row...].indices.first { difference(at: $0) != nil } : nil
    }

    private func delay(of one: TraceEvent, _ other: TraceEvent) -> UInt64 { other.time &- one.time }

    /// By how much the second was later in the last row above that has both.
    private func delayAbove(_ row: Int) -> UInt64 {
        for above in rows[..<row].reversed() where above.first > 0 && above.second > 0 {
            guard let one = first[TraceEvent.Step(above.first)],
                let other = second[TraceEvent.Step(above.second)]
            else { break }
            return delay(of: one, other)
        }
        return 0
    }

    private func haveSameCause(_ one: TraceEvent.Step, _ other: TraceEvent.Step) -> Bool {
        one == 0 || other == 0 ? one == other : row(of: one, side: 0) == row(of: other, side: 1)
    }

    private func haveSameContents(_ one: TraceEvent.Kind, _ other: TraceEvent.Kind) -> Bool {
        guard let (digest, payload) = one.contents, let (otherDigest, otherPayload) = other.contents
        else { return true }
        if payload != 0 && otherPayload != 0 {
            return first.payloads[payload] == second.payloads[otherPayload]
        }
        return !comparesDigests || digest == otherDigest
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
