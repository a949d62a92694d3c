/// One finding about a description: an error, or a warning.
///
/// `message` is the whole first line: for an error that the real tool also reports, its text byte for byte.
public struct Diagnostic: Hashable, Sendable {
    /// How bad it is.
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        /// The description is refused.
        case error
        /// The description is accepted.
        case warning
    }

    /// A stretch of one source line, to be underlined.
    public struct Excerpt: Hashable, Sendable {
        /// Where the underlined text begins.
        public var location: SourceLocation
        /// The source line without its end, clipped around the underlined text when it is long.
        public var line: String
        /// Unicode scalars of `line` before the underlined text.
        public var indent: Int
        /// Unicode scalars underlined, at least 1.
        public var count: Int

        /// Makes an excerpt.
        public init(location: SourceLocation, line: String, indent: Int, count: Int) {
            self.location = location
            self.line = line
            self.indent = indent
            self.count = count
        }
    }

    /// A second place that explains the first one.
    public struct Label: Hashable, Sendable {
        /// The place.
        public var excerpt: Excerpt
        /// What it has to do with the finding.
        public var text: String

        /// Makes a label.
        public init(excerpt: Excerpt, text: String) {
            self.excerpt = excerpt
            self.text = text
        }
    }

    /// Error or warning.
    public var severity: Severity
    /// The rule broken, a stable key such as `map.overlap`.
    public var rule: String
    /// The whole message; may hold line feeds.
    public var message: String
    /// The element it is about; nil when it is about the whole system.
    public var location: SourceLocation?
    /// What to underline.
    public var excerpt: Excerpt?
    /// Other places involved.
    public var labels: [Label] = []
    /// Explanations, one line each.
    public var notes: [String] = []
    /// What to do about it, such as `did you mean 'size'?`.
    public var hint: String?
    /// The real tool prints this one to standard output.
    public var isOnStandardOutput = false

    /// Makes a finding.
    public init(severity: Severity, rule: String, message: String, location: SourceLocation? = nil) {
        self.severity = severity
        self.rule = rule
        self.message = message
        self.location = location
    }
}
