import Testing

@testable import TraceViews

@Suite struct AlignmentTests {
    /// `a1 b2` for both, `c-` and `-d` for one side only; letters stand for keys.
    private func aligned(_ first: String, _ second: String) -> String {
        let keys = [first, second].map { $0.utf8.map { UInt32($0) } }
        return TraceAlignment(keys[0], keys[1]).rows.map { row in
            func letter(_ text: String, _ place: UInt32) -> String {
                place == 0 ? "-" : String(Array(text)[Int(place) - 1])
            }
            return letter(first, row.first) + letter(second, row.second)
        }.joined(separator: " ")
    }

    @Test(arguments: [
        ("", "", ""), ("ab", "ab", "aa bb"), ("a", "", "a-"), ("", "ab", "-a -b"),
        ("abcdefgh", "bcdefgh", "a- bb cc dd ee ff gg hh"),
        ("abcdefgh", "abcXdefgh", "aa bb cc -X dd ee ff gg hh"),
        ("abcXdefgh", "abcYZdefgh", "aa bb cc XY -Z dd ee ff gg hh"),
        ("abcd", "abcdxy", "aa bb cc dd -x -y"), ("abc", "xyz", "ax by cz"),
        // What repeats itself is continued where the fewest are skipped.
        ("ababababab", "abababab", "aa bb aa bb aa bb aa bb a- b-"),
    ])
    func `skips as little as it can`(first: String, second: String, rows: String) {
        #expect(aligned(first, second) == rows)
    }

    /// Each side's places stand in their order, none is left out, and equal keys that meet are what was kept.
    @Test func `loses and turns round nothing`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let first = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                UInt32.random(in: 0..<40, using: &random)
            }
            var second = first
            for _ in 0..<Int.random(in: 0...20, using: &random) where !second.isEmpty {
                let place = Int.random(in: 0..<second.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: second.remove(at: place)
                case 1: second.insert(99, at: place)
                default: second[place] = 77
                }
            }
            let rows = TraceAlignment(first, second).rows
            let places: [UInt32] = rows.map(\.first).filter { $0 > 0 }
            let otherPlaces: [UInt32] = rows.map(\.second).filter { $0 > 0 }
            #expect(places == Array(1..<UInt32(first.count + 1)))
            #expect(otherPlaces == Array(1..<UInt32(second.count + 1)))
            #expect(rows.allSatisfy { $0.first > 0 || $0.second > 0 })
            let same = rows.count {
                $0.first > 0 && $0.second > 0 && first[Int($0.first) - 1] == second[Int($0.second) - 1]
            }
            #expect(same + 8 * 20 >= min(first.count, second.count), "\(first) \(second)")
        }
    }

    /// Far apart, and with nothing in common: both are told row by row.
    @Test func `goes on where the lists do not meet again`() {
        let first = (0..<30_000).map { UInt32($0) }
        let second = (0..<25_000).map { UInt32($0 + 100_000) }
        #expect(TraceAlignment(first, second).rows.count == 30_000)
        let late = Array(first[0..<100]) + (0..<5000).map { UInt32($0 + 200_000) } + Array(first[100...])
        let rows = TraceAlignment(first, late).rows
        #expect(rows.count == 35_000 && rows.count { $0.first == 0 } == 5000)
    }
}
