public import SystemDescription

/// The texts that locations refer to: for the source line under a finding.
public struct SourceText: Sendable {
    private var lines: [String: [Substring]] = [:]

    /// Files by the names that locations use.
    public init(_ files: [(name: String, text: String)] = []) {
        for file in files {
            lines[file.name] = file.text.split(omittingEmptySubsequences: false) { $0.isNewline }
        }
    }

    private static let longest = 200

    /// The start tag that begins at `location`, as far as it stands in its line; nil when the text is not known.
    public func excerpt(_ location: SourceLocation) -> Diagnostic.Excerpt? {
        guard let all = lines[location.file], location.row >= 1, location.row <= all.count else { return nil }
        let scalars = Array(all[location.row - 1].unicodeScalars)
        guard location.column >= 1, location.column <= scalars.count else { return nil }
        let start = location.column - 1
        let end = scalars[start...].firstIndex(of: ">").map { $0 + 1 } ?? scalars.count
        // Deeply indented or long lines lose their beginning.
        let first = end <= Self.longest ? 0 : start
        var text = String.UnicodeScalarView()
        for scalar in scalars[first..<min(scalars.count, first + Self.longest)] {
            text.append(scalar.properties.isControl ? " " : scalar)
        }
        return Diagnostic.Excerpt(
            location: location, line: String(text), indent: start - first,
            count: max(1, min(end, first + Self.longest) - start))
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isControl: Bool {
        switch generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: false
        }
    }
}
