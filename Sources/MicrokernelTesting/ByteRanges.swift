/// A set of bytes as disjoint ranges in ascending order.
struct ByteRanges: Equatable {
    private(set) var ranges: [Range<Int>] = []

    var isEmpty: Bool { ranges.isEmpty }

    /// Adds `range`, joining what it touches.
    mutating func insert(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        var joined = range
        var rest: [Range<Int>] = []
        for old in ranges {
            if old.upperBound < joined.lowerBound || old.lowerBound > joined.upperBound {
                rest.append(old)
            } else {
                joined = min(old.lowerBound, joined.lowerBound)..<max(old.upperBound, joined.upperBound)
            }
        }
        let place = rest.firstIndex { $0.lowerBound > joined.lowerBound } ?? rest.endIndex
        rest.insert(joined, at: place)
        ranges = rest
    }

    /// Takes `range` out.
    mutating func remove(_ range: Range<Int>) {
        ranges = ranges.flatMap { old -> [Range<Int>] in
            [
                old.lowerBound..<max(old.lowerBound, min(old.upperBound, range.lowerBound)),
                min(old.upperBound, max(old.lowerBound, range.upperBound))..<old.upperBound,
            ].filter { !$0.isEmpty }
        }
    }
}
