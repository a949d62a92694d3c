/// What a finding underlines.
enum Mark {
    /// The `<name` of an element's start tag.
    case element(Int)
    /// An attribute's name.
    case name(Int)
    /// An attribute's value.
    case value(Int)
}

/// What belongs to a finding besides its message.
struct Remark {
    var hint: String?
    var notes: [String] = []
    var labels: [(element: Int, text: String)] = []
}

extension SystemCheck {
    /// Reports an error in the real tool's commonest form (A): `Error: {words} on element '{tag}': {loc}`.
    func refuse(
        _ element: Int, _ rule: String, _ words: @autoclosure () -> String, at mark: Mark? = nil,
        _ remark: @autoclosure () -> Remark = Remark()
    ) {
        log.add(.error) {
            finding(.error, rule, "Error: \(words()) \(onElement(element))", element, mark, remark())
        }
    }

    /// Reports an error whose whole message is given; it is about `element`.
    func refuseWhole(
        _ element: Int?, _ rule: String, _ message: @autoclosure () -> String, at mark: Mark? = nil,
        _ remark: @autoclosure () -> Remark = Remark()
    ) {
        log.add(.error) { finding(.error, rule, message(), element, mark, remark()) }
    }

    /// Warns about what the real tool accepts silently.
    func warn(
        _ element: Int, _ rule: String, _ words: @autoclosure () -> String, at mark: Mark? = nil,
        _ remark: @autoclosure () -> Remark = Remark()
    ) {
        log.add(.warning) {
            finding(.warning, rule, "Warning: \(words()) \(onElement(element))", element, mark, remark())
        }
    }

    /// Warns that the real tool's build step would abort: the system is accepted, but must not be started.
    func refuseStart(_ element: Int, _ rule: String, _ words: String, at mark: Mark? = nil) {
        let finding = finding(
            .warning, rule, "Warning: \(words) \(onElement(element))", element, mark,
            Remark(notes: ["the real tool's build step aborts on this: the system cannot be started"]))
        log.add(.warning) { finding }
        if log.startRefused.count < Limits.listedDiagnosticCount { log.startRefused.append(finding) }
    }

    private func onElement(_ element: Int) -> String {
        "on element '\(tree.string(tree.name(of: element)))': \(tree.location(of: element))"
    }

    private func finding(
        _ severity: Diagnostic.Severity, _ rule: String, _ message: String, _ element: Int?, _ mark: Mark?,
        _ remark: Remark
    ) -> Diagnostic {
        var diagnostic = Diagnostic(severity: severity, rule: rule, message: message)
        if let element {
            diagnostic.location = tree.location(of: element)
            diagnostic.excerpt = excerpt(mark ?? .element(element), in: element)
        } else if let mark, case .element(let other) = mark {
            diagnostic.excerpt = excerpt(mark, in: other)
        }
        diagnostic.hint = remark.hint
        diagnostic.notes = remark.notes
        diagnostic.labels = remark.labels.map { label in
            Diagnostic.Label(excerpt: excerpt(.element(label.element), in: label.element), text: label.text)
        }
        return diagnostic
    }

    /// The stretch of source that `mark`, part of `element`, stands for.
    private func excerpt(_ mark: Mark, in element: Int) -> Diagnostic.Excerpt {
        let record = tree.elements[element]
        let range: Range<Int>
        switch mark {
        case .element(let other):
            let name = tree.name(of: other)
            range = Int(tree.elements[other].offset)..<name.upperBound
        case .name(let attribute): range = tree.name(ofAttribute: attribute)
        case .value(let attribute): range = tree.writtenValue(ofAttribute: attribute)
        }
        // Columns inside a start tag are counted from its own position, unless it is absurdly long.
        let start = Int(record.offset)
        guard range.lowerBound >= start, range.lowerBound - start < 1 << 16 else {
            return SourceExcerpt.make(
                start..<(start + 1), at: TextPosition(row: Int(record.row), column: Int(record.column)),
                source: tree.sources[Int(record.source)], bytes: tree.bytes)
        }
        var cursor = PositionCursor(
            offset: start, position: TextPosition(row: Int(record.row), column: Int(record.column)))
        cursor.advance(to: range.lowerBound, in: tree.bytes)
        return SourceExcerpt.make(
            range, at: cursor.position, source: tree.sources[Int(record.source)], bytes: tree.bytes)
    }

    /// The decoded value of an attribute, as a string.
    func shown(_ attribute: Int) -> String { tree.string(tree.value(ofAttribute: attribute)) }

    /// "did you mean" among `words`, as long as the budget for comparisons lasts.
    func suggest(_ word: String, among words: @autoclosure () -> [String]) -> Remark {
        guard log.listsErrors, log.suggestionBudget > 0 else { return Remark() }
        let words = words()
        log.suggestionBudget -= words.count
        return Remark(hint: Suggestion.hint(Suggestion.nearest(to: word, in: words)))
    }
}

/// Cuts a line out of a source.
enum SourceExcerpt {
    /// Bytes shown before and behind the underlined text, at most.
    private static let context = 100

    static func make(
        _ range: Range<Int>, at position: TextPosition, source: XMLTree.Source, bytes: [UInt8]
    ) -> Diagnostic.Excerpt {
        let limits = source.bytes
        var start = min(range.lowerBound, limits.upperBound)
        var left = context
        while start > limits.lowerBound, bytes[start - 1] != 0x0a, left > 0 || bytes[start] & 0xc0 == 0x80 {
            start -= 1
            left -= 1
        }
        var end = min(range.lowerBound, limits.upperBound)
        var marked = end
        while end < limits.upperBound, bytes[end] != 0x0a,
            end < max(range.upperBound, range.lowerBound) + context && end < range.lowerBound + 3 * context
                || bytes[end] & 0xc0 == 0x80
        {
            end += 1
            if end <= range.upperBound { marked = end }
        }
        let shownEnd = end > start && bytes[end - 1] == 0x0d ? end - 1 : end
        return Diagnostic.Excerpt(
            location: SourceLocation(file: source.file, row: position.row, column: position.column),
            line: clean(bytes[start..<max(start, shownEnd)]),
            indent: scalarCount(bytes[start..<min(range.lowerBound, max(start, shownEnd))]),
            count: max(1, scalarCount(bytes[min(range.lowerBound, marked)..<marked])))
    }

    /// Control characters, tabs among them, shown as blanks: the caret below must fit.
    private static func clean(_ bytes: ArraySlice<UInt8>) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            scalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        return String(scalars)
    }

    private static func scalarCount(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 + ($1 & 0xc0 == 0x80 ? 0 : 1) }
    }
}
