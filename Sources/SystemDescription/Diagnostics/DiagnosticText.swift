extension CheckResult {
    /// What belongs on standard output: the real tool's own warnings, one per line.
    ///
    /// It prints them as soon as nothing but the last rules is left to check.
    public var standardOutputText: String {
        diagnostics.filter(\.isOnStandardOutput).map { $0.message + "\n" }.joined()
    }

    /// What belongs on standard error: the first line is the real tool's message, byte for byte, then come its source
    /// line, caret and notes, then the further errors in the same form, then our warnings.
    public var standardErrorText: String {
        var text = ""
        let listed = errors
        for error in listed { text += error.text }
        if listed.count + unlistedErrorCount > 1 {
            text += "\(listed.count + unlistedErrorCount) errors"
            text += unlistedErrorCount > 0 ? ", of which the first \(listed.count) are listed\n" : "\n"
        }
        for warning in warnings where !warning.isOnStandardOutput { text += warning.text }
        if unlistedWarningCount > 0 { text += "\(unlistedWarningCount) more warnings are not listed\n" }
        return text
    }
}

extension Diagnostic {
    /// The message, then the source line with a caret, the labels, the notes and the hint; ends with a line feed.
    public var text: String {
        var text = message + "\n"
        let places = (excerpt.map { [($0, "")] } ?? []) + labels.map { ($0.excerpt, $0.text) }
        let width = places.map { String($0.0.location.row).count }.max() ?? 0
        let margin = String(repeating: " ", count: width)
        for (place, label) in places {
            let row = String(place.location.row)
            let caret = String(repeating: label.isEmpty ? "^" : "-", count: place.count)
            if place.location.file != location?.file { text += " \(margin)--> \(place.location)\n" }
            text += " \(String(repeating: " ", count: width - row.count))\(row) | \(place.line)\n"
            text += " \(margin) | \(String(repeating: " ", count: place.indent))\(caret)"
            text += label.isEmpty ? "\n" : " \(label)\n"
        }
        for note in notes { text += " \(margin) = note: \(note)\n" }
        if let hint { text += " \(margin) = hint: \(hint)\n" }
        return text
    }
}
