/// A table for any function on a run of consecutive integers, negative ones included.
///
/// A look-up gives −T[v] for v + MC, as the padding bit negates. Of a run of at most MC integers no two meet, so any
/// function goes. A longer run, up to 2MC, takes functions with f(v) + f(v + MC) the same wherever both occur, such as
/// a sign or a comparison with zero: half the sum is taken off the table and added to the result.
struct BlockTable {
    /// `boxCount` torus words.
    let boxes: [UInt64]
    /// What to add to the result.
    let offset: UInt64

    /// The table of `function`, which counts in Δ/2, on `range`; nil where no table can give it.
    init?(_ parameters: TFHEParameters, on range: ClosedRange<Int>, halves function: (Int) -> Int) {
        let count = parameters.boxCount
        guard range.count <= 2 * count else { return nil }
        // The same everywhere or no constant at all; in units of Δ/2.
        var sum: Int?
        if range.count > count {
            for value in range.lowerBound...range.upperBound - count {
                let here = function(value) + function(value + count)
                guard sum == nil || sum == here else { return nil }
                sum = here
            }
        }
        let quarter = parameters.delta / 4
        let offset = UInt64(truncatingIfNeeded: sum ?? 0) &* quarter
        var boxes = [UInt64](repeating: 0, count: count)
        for value in range {
            let word = UInt64(truncatingIfNeeded: function(value)) &* (2 &* quarter) &- offset
            let index = value & (2 * count - 1)
            if index < count { boxes[index] = word } else { boxes[index - count] = 0 &- word }
        }
        self.boxes = boxes
        self.offset = offset
    }
}
