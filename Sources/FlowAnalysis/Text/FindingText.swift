internal import SystemDescription

/// Findings as `kms check` shows its own: message, source lines underlined, notes and hint.
struct FindingText {
    let sources: SourceText
    let style: TextStyle
    /// Findings of one rule that are shown with their source lines; the others get a line each.
    var mostInFull = 2
    /// Findings of one rule that get a line.
    var mostLines = 8

    /// Errors that are shown with their source lines; the others get a line each.
    var mostErrorsInFull = 50

    /// All of `findings`: errors first, warnings grouped by rule.
    func text(_ findings: [FlowFinding]) -> String {
        let errors = findings.filter { $0.severity == .error }
        var text = errors.prefix(mostErrorsInFull).map(full).joined(separator: "\n")
        if errors.count > mostErrorsInFull {
            text += "\n" + errors.dropFirst(mostErrorsInFull).map(line).joined()
        }
        let warnings = findings.filter { $0.severity == .warning }
        var rules: [String] = []
        for warning in warnings where !rules.contains(warning.rule) { rules.append(warning.rule) }
        for rule in rules {
            let group = warnings.filter { $0.rule == rule }
            if !text.isEmpty { text += "\n" }
            text += group.prefix(mostInFull).map(full).joined()
            let rest = group.dropFirst(mostInFull)
            text += rest.prefix(mostLines).map(line).joined()
            if rest.count > mostLines {
                text += style.dim("  and \(rest.count - mostLines) more of \(rule)") + "\n"
            }
        }
        return text
    }

    private func head(_ finding: FlowFinding) -> String {
        let place = finding.location.map { "\($0): " } ?? ""
        let kind = "\(finding.severity.rawValue): "
        return place.printable + (finding.severity == .error ? style.red(kind) : style.yellow(kind))
            + style.bold(finding.message.printable) + style.dim(" [\(finding.rule)]")
    }

    private func line(_ finding: FlowFinding) -> String { head(finding) + "\n" }

    private func full(_ finding: FlowFinding) -> String {
        var text = head(finding) + "\n"
        let rows = finding.places.compactMap { $0.location?.row }
        let width = rows.map { String($0).count }.max() ?? 1
        let margin = String(repeating: " ", count: width)
        let many = finding.places.count > 1
        for (place, number) in zip(finding.places, 1...) {
            let label = (many ? "\(number) " : "") + place.text.printable
            guard let location = place.location, let excerpt = sources.excerpt(location) else {
                text += " \(margin) = \(label)" + (place.location.map { " (\($0))" } ?? "") + "\n"
                continue
            }
            if location.file != finding.location?.file { text += " \(margin)--> \(location)\n".printable }
            text += shown(excerpt, label, margin, isMain: place.isMain)
        }
        for note in finding.notes {
            text += " \(margin) = note: \(note.printable)".wrapped(style.width, indent: width + 4) + "\n"
        }
        if let hint = finding.hint {
            text += " \(margin) = hint: \(hint.printable)".wrapped(style.width, indent: width + 4) + "\n"
        }
        return text
    }

    /// The line without most of its indent, cut to the page; the label beside the underline, or below it.
    private func shown(_ excerpt: Diagnostic.Excerpt, _ label: String, _ margin: String, isMain: Bool)
        -> String
    {
        let row = String(excerpt.location.row)
        let room = max(20, style.width - margin.count - 4)
        let dropped = max(0, min(excerpt.indent, excerpt.line.prefix { $0 == " " }.count) - 4)
        let line = String(excerpt.line.dropFirst(dropped))
        let shownLine = line.count <= room ? line : line.prefix(room - 1) + "…"
        let indent = min(excerpt.indent - dropped, room - 1)
        let count = max(1, min(excerpt.count, room - indent))
        let sign = String(repeating: isMain ? "^" : "-", count: count)
        let blanks = String(repeating: " ", count: margin.count - row.count)
        let under = String(repeating: " ", count: indent) + (isMain ? style.red(sign) : style.cyan(sign))
        var text = " \(blanks)\(row) | \(shownLine)\n \(margin) | \(under)"
        if indent + count + 1 + label.count <= room {
            text += " \(label)\n"
        } else {
            text += "\n \(margin) | \(String(repeating: " ", count: indent))\(label)\n"
        }
        return text
    }
}
