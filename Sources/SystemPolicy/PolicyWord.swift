/// A word of a policy's line: bare, or in double quotes with `\"` and `\\`.
struct PolicyWord: Hashable {
    /// What it says.
    let text: String
    /// Whether it stood in quotes: then it is a name or a text, never a keyword.
    let isQuoted: Bool
    /// The scalars before it in the line.
    let indent: Int
    /// How many scalars it covers, quotes included.
    let count: Int
}

/// A line that cannot be cut into words, and where.
struct PolicyWordFlaw: Error, Hashable {
    let indent: Int
    let reason: String
}

extension PolicyWord {
    /// The words of `line`, up to a `#` at a word's start.
    static func words(of line: [Unicode.Scalar]) throws(PolicyWordFlaw) -> [PolicyWord] {
        var words: [PolicyWord] = []
        var place = 0
        while place < line.count {
            let scalar = line[place]
            if scalar == " " || scalar == "\t" {
                place += 1
                continue
            }
            if scalar == "#" { break }
            words.append(scalar == "\"" ? try quoted(line, &place) : try bare(line, &place))
            if place < line.count, line[place] != " ", line[place] != "\t" {
                throw PolicyWordFlaw(indent: place, reason: "a blank is expected between words")
            }
        }
        return words
    }

    private static func bare(_ line: [Unicode.Scalar], _ place: inout Int) throws(PolicyWordFlaw)
        -> PolicyWord
    {
        let start = place
        var text = String.UnicodeScalarView()
        while place < line.count, line[place] != " ", line[place] != "\t" {
            try check(line[place], place)
            guard line[place] != "\"" else {
                throw PolicyWordFlaw(indent: place, reason: "a quote stands in the middle of a word")
            }
            text.append(line[place])
            place += 1
        }
        return PolicyWord(text: String(text), isQuoted: false, indent: start, count: place - start)
    }

    private static func quoted(_ line: [Unicode.Scalar], _ place: inout Int) throws(PolicyWordFlaw)
        -> PolicyWord
    {
        let start = place
        var text = String.UnicodeScalarView()
        place += 1
        while place < line.count, line[place] != "\"" {
            try check(line[place], place)
            if line[place] == "\\" {
                place += 1
                guard place < line.count, line[place] == "\"" || line[place] == "\\" else {
                    throw PolicyWordFlaw(
                        indent: place - 1, reason: "only \\\" and \\\\ may follow a backslash")
                }
            }
            text.append(line[place])
            place += 1
        }
        guard place < line.count else {
            throw PolicyWordFlaw(indent: start, reason: "the quoted text does not end")
        }
        place += 1
        return PolicyWord(text: String(text), isQuoted: true, indent: start, count: place - start)
    }

    private static func check(_ scalar: Unicode.Scalar, _ place: Int) throws(PolicyWordFlaw) {
        guard scalar.value >= 0x20, scalar.value != 0x7f else {
            throw PolicyWordFlaw(indent: place, reason: "a control character stands here")
        }
    }
}
