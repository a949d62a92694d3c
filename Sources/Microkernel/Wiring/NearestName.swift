/// The name among `names` that `word` most likely misspells, the first among equals; nil when none is near.
func nearestName(to word: String, among names: [String]) -> String? {
    let wanted = Array(word.utf8.prefix(128))
    var best: (name: String, distance: Int)?
    for name in names {
        let distance = editDistance(wanted, Array(name.utf8.prefix(128)))
        if distance <= max(1, wanted.count / 3), distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best?.name
}

/// Levenshtein's distance: insertions, removals and replacements that make `b` of `a`.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, byte) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for j in b.indices {
            let replaced = diagonal + (byte == b[j] ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
        }
    }
    return row[b.count]
}
