/// "Did you mean": the known word nearest to a misspelt one.
package enum Suggestion {
    /// The nearest of `words` within a third of the length, the first of equals; nil when none is near.
    package static func nearest(to word: String, in words: [String]) -> String? {
        let letters = Array(word.unicodeScalars)
        guard letters.count <= 64 else { return nil }
        var best: (word: String, distance: Int)?
        for candidate in words where candidate != word {
            let other = Array(candidate.unicodeScalars)
            let limit = min(max(1, letters.count / 3), (best?.distance ?? .max) - 1)
            guard abs(other.count - letters.count) <= limit else { continue }
            let distance = distance(letters, other)
            if distance <= limit { best = (candidate, distance) }
        }
        return best?.word
    }

    /// Insertions, deletions, replacements and swaps of neighbours between the two.
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var rows = [[Int]](repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
        for i in 0...left.count { rows[i][0] = i }
        for j in 0...right.count { rows[0][j] = j }
        for i in 0..<left.count {
            for j in 0..<right.count {
                var cost = min(rows[i][j + 1], rows[i + 1][j]) + 1
                cost = min(cost, rows[i][j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, rows[i - 1][j - 1] + 1)
                }
                rows[i + 1][j + 1] = cost
            }
        }
        return rows[left.count][right.count]
    }

    static func hint(_ nearest: String?) -> String? { nearest.map { "did you mean '\($0)'?" } }
}
