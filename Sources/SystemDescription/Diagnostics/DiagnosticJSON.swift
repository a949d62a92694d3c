extension CheckResult {
    /// The verdict as JSON, one object in one line with a line feed; keys and their order are stable.
    ///
    /// `file`, `accepted`, `startable`, `errors`, `warnings` (counts), then `diagnostics`, each with `severity`, `rule`,
    /// `message` and, where there is one, `location` (`file`, `row`, `column`), `excerpt` (`location`, `line`,
    /// `indent`, `count`), `labels` (`text`, `excerpt`), `notes` and `hint`. docs/system-description.md says more.
    public func json(file: String) -> String {
        var text = "{\"file\":\(JSONText.string(file)),\"accepted\":\(isAccepted)"
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
        var text = "{\"severity\":\"\(severity.rawValue)\",\"rule\":\(JSONText.string(rule))"
        text += ",\"message\":\(JSONText.string(message))"
        if let location { text += ",\"location\":\(JSONText.location(location))" }
        if let excerpt { text += ",\"excerpt\":\(JSONText.excerpt(excerpt))" }
        if !labels.isEmpty {
            let items = labels.map {
                "{\"text\":\(JSONText.string($0.text)),\"excerpt\":\(JSONText.excerpt($0.excerpt))}"
            }
            text += ",\"labels\":[\(items.joined(separator: ","))]"
        }
        if !notes.isEmpty { text += ",\"notes\":[\(notes.map(JSONText.string).joined(separator: ","))]" }
        if let hint { text += ",\"hint\":\(JSONText.string(hint))" }
        return text + "}"
    }
}

/// Writes JSON.
enum JSONText {
    static func string(_ value: String) -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            case "\u{0}"..<"\u{20}", "\u{7f}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }

    static func location(_ location: SourceLocation) -> String {
        "{\"file\":\(string(location.file)),\"row\":\(location.row),\"column\":\(location.column)}"
    }

    static func excerpt(_ excerpt: Diagnostic.Excerpt) -> String {
        "{\"location\":\(location(excerpt.location)),\"line\":\(string(excerpt.line)),\"indent\":\(excerpt.indent),"
            + "\"count\":\(excerpt.count)}"
    }
}
