/// Two lists side by side: what stands in both on one row, what stands in one only beside what stands there in the other.
///
/// Goes along both while they say the same. Where they part it looks for the nearest place at which a few entries in a
/// row are the same again, and goes on from there: nearest is where the fewest entries are skipped.
struct TraceAlignment: Sendable {
    /// Places from 1; 0 where a list has nothing.
    struct Row: Hashable, Sendable {
        var first: UInt32
        var second: UInt32
    }

    private(set) var rows: [Row] = []
    /// So many equal entries in a row are the same place again.
    private static let runLength = 4
    /// How far is looked, near first: most differences are short.
    private static let windows = [16, 128, 1024, 8192]

    /// Aligns two lists in which equal keys are equal entries.
    ///
    /// - Complexity: linear in both, and in the window for every place where they part.
    init(_ first: [UInt32], _ second: [UInt32]) {
        rows.reserveCapacity(max(first.count, second.count))
        var (here, there) = (0, 0)
        while here < first.count || there < second.count {
            if here < first.count, there < second.count, first[here] == second[there] {
                rows.append(Row(first: UInt32(here + 1), second: UInt32(there + 1)))
                (here, there) = (here + 1, there + 1)
                continue
            }
            let skipped = Self.nextMeeting(first[here...], second[there...])
            for place in 0..<max(skipped.first, skipped.second) {
                rows.append(
                    Row(
                        first: place < skipped.first ? UInt32(here + place + 1) : 0,
                        second: place < skipped.second ? UInt32(there + place + 1) : 0))
            }
            (here, there) = (here + skipped.first, there + skipped.second)
        }
    }

    /// Some equal entries in a row; beyond the end there is nothing, which is equal to nothing.
    private struct Run: Hashable {
        var keys: SIMD4<UInt32>

        init(_ list: ArraySlice<UInt32>, _ place: Int) {
            keys = SIMD4(repeating: .max)
            for index in 0..<min(TraceAlignment.runLength, list.endIndex - place) {
                keys[index] = list[place + index]
            }
        }
    }

    /// How many entries of each to skip; all that were looked at when they do not meet again there.
    private static func nextMeeting(
        _ first: ArraySlice<UInt32>, _ second: ArraySlice<UInt32>
    ) -> (first: Int, second: Int) {
        for window in windows {
            var places: [Run: Int] = [:]
            for distance in 0...min(window, second.count) {
                let run = Run(second, second.startIndex + distance)
                if places[run] == nil { places[run] = distance }
            }
            var best: (first: Int, second: Int)?
            for distance in 0...min(window, first.count) {
                if let best, best.first + best.second <= distance { break }
                guard let other = places[Run(first, first.startIndex + distance)] else { continue }
                if best.map({ distance + other < $0.first + $0.second }) ?? true { best = (distance, other) }
            }
            if let best { return best }
            if window >= max(first.count, second.count) { break }
        }
        let most = windows[windows.count - 1]
        return (min(most, first.count), min(most, second.count))
    }
}
