import Testing

@testable import SystemDescription

struct OverlapTests {
    /// The real tool's way: each range against all earlier ones, the first hit counts.
    private func naive(_ ranges: [Overlaps.Range]) -> Overlaps.Pair? {
        for later in ranges.indices {
            for earlier in 0..<later where Overlaps.overlap(ranges[earlier], ranges[later]) {
                return Overlaps.Pair(earlier: earlier, later: later)
            }
        }
        return nil
    }

    @Test(arguments: 1...20)
    func `names the pair that comparing all would find first`(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        for _ in 0..<500 {
            let ranges = (0..<Int.random(in: 0...12, using: &random)).map { index in
                let start = UInt64.random(in: 0...60, using: &random)
                return Overlaps.Range(
                    start: start, end: start + .random(in: 0...8, using: &random), index: index)
            }
            let found = Overlaps.find(ranges)
            #expect(found.first == naive(ranges))
            #expect(found.allSatisfy { $0.earlier < $0.later })
        }
    }

    @Test func `reports each further range once`() {
        let ranges = (0..<5).map { Overlaps.Range(start: 10, end: 20, index: $0) }
        #expect(Overlaps.find(ranges).count == 4)
    }
}
