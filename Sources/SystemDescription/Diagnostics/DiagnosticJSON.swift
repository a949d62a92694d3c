internal import JSONSyntax

extension CheckResult {
    /// The verdict as JSON, one object in one line with a line feed; keys and their order are stable.
    ///
    /// `file`, `accepted`, `startable`, `errors`, `warnings` (counts), then `diagnostics`, each with `severity`, `rule`,
    /// `message` and, where there is one, `location` (`file`, `row`, `column`), `excerpt` (`location`, `line`,
    /// `indent`, `count`), `labels` (`text`, `excerpt`), `notes` and `hint`. docs/system-description.md says more.
    public func json(file: String) -> String {
        var text = "{\"file\":\(JSONQuoting.quoted(file)),\"accepted\":\(isAccepted)"
        text += ",\"startable\":\(isAccepted && startRefused.isEmpty)"
        text +=
            ",\"errors\":\(errors.count + unlistedErrorCount),\"warnings\":\(warnings.count + unlistedWarningCount)"
        text += ",\"diagnostics\":[\(diagnostics.map(\.json).joined(separator: ","))]}\n"
        return text
    }
}

extension Diagnostic {
    /// The finding as a JSON object, see `CheckResult.json(file:)`.
    public var json: String {
        var text = "{\"severity\":\"\(severity.rawValue)\",\"rule\":\(JSONQuoting.quoted(rule))"
        text += ",\"message\":\(JSONQuoting.quoted(message))"
        if let location { text += ",\"location\":\(Parts.location(location))" }
        if let excerpt { text += ",\"excerpt\":\(Parts.excerpt(excerpt))" }
        if !labels.isEmpty {
            let items = labels.map {
                "{\"text\":\(JSONQuoting.quoted($0.text)),\"excerpt\":\(Parts.excerpt($0.excerpt))}"
            }
            text += ",\"labels\":[\(items.joined(separator: ","))]"
        }
        if !notes.isEmpty { text += ",\"notes\":[\(notes.map(JSONQuoting.quoted).joined(separator: ","))]" }
        if let hint { text += ",\"hint\":\(JSONQuoting.quoted(hint))" }
        return text + "}"
    }
}

/// Parts of findings as JSON.
private enum Parts {
    static func location(_ location: SourceLocation) -> String {
        "{\"file\":\(JSONQuoting.quoted(location.file)),\"row\":\(location.row),\"column\":\(location.column)}"
    }

    static func excerpt(_ excerpt: Diagnostic.Excerpt) -> String {
        "{\"location\":\(location(excerpt.location)),\"line\":\(JSONQuoting.quoted(excerpt.line)),\"indent\":\(excerpt.indent),"
            + "\"count\":\(excerpt.count)}"
    }
}
