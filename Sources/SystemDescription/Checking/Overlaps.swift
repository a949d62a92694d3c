/// Finds overlapping half-open ranges in a list, as the real tool reports them: each against all earlier ones.
struct Overlaps {
    struct Range {
        var start: UInt64
        var end: UInt64
        /// Its place in the list.
        var index: Int
    }

    /// Pairs of places in the list, ordered by `later`.
    struct Pair: Equatable {
        var earlier: Int
        var later: Int
    }

    /// The overlaps of `ranges`, which stand in list order: first the very pair that comparing each range with all
    /// earlier ones in order would find first, then, for each further range that overlaps a neighbour, one pair.
    ///
    /// A range without content overlaps another when it lies strictly inside.
    ///
    /// - Complexity: `n log n`, for any number of overlaps.
    static func find(_ ranges: [Range]) -> [Pair] {
        guard ranges.count > 1 else { return [] }
        var sorted = ranges
        if !isSorted(sorted) {
            sorted.sort {
                $0.start != $1.start ? $0.start < $1.start : ($0.end, $0.index) < ($1.end, $1.index)
            }
        }
        guard neighbour(in: sorted, before: .max) != nil else { return [] }
        // The shortest beginning of the list that holds an overlap ends with the range to report.
        let order = ranges.map(\.index)
        var low = 0, high = order.count - 1
        while low < high {
            let middle = (low + high) / 2
            if neighbour(in: sorted, before: order[middle] + 1) != nil {
                high = middle
            } else {
                low = middle + 1
            }
        }
        let later = ranges[low]
        var pairs: [Pair] = []
        if let earlier = ranges[..<low].first(where: { overlap($0, later) }) {
            pairs.append(Pair(earlier: earlier.index, later: later.index))
        }
        return pairs + others(in: sorted, but: later.index)
    }

    private static func isSorted(_ ranges: [Range]) -> Bool {
        for place in 1..<ranges.count where ranges[place - 1].start >= ranges[place].start { return false }
        return true
    }

    static func overlap(_ left: Range, _ right: Range) -> Bool {
        left.start < right.end && right.start < left.end
    }

    /// A range that begins before the end of one sorted before it, among those with places below `limit`.
    private static func neighbour(in sorted: [Range], before limit: Int) -> Int? {
        var end: UInt64 = 0
        for range in sorted where range.index < limit {
            if range.start < end { return range.index }
            end = max(end, range.end)
        }
        return nil
    }

    private static func others(in sorted: [Range], but reported: Int) -> [Pair] {
        var pairs: [Pair] = []
        var last: Range?
        for range in sorted where range.index != reported {
            guard let holder = last else {
                last = range
                continue
            }
            if range.start < holder.end {
                pairs.append(
                    Pair(earlier: min(holder.index, range.index), later: max(holder.index, range.index)))
            }
            if range.end > holder.end { last = range }
        }
        return pairs.sorted { ($0.later, $0.earlier) < ($1.later, $1.earlier) }
    }
}
