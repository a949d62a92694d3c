internal import SystemDescription
internal import SystemPolicy

/// What `kms analyze` shows, in any of its formats.
public struct FlowReport: Sendable {
    /// The analysis.
    public let analysis: SystemAnalysis
    /// The texts of description and policy.
    public let sources: SourceText
    /// A question, when one was asked: then the report is its answer.
    public let query: FlowQuery?
    /// Another version of the system, when one was given: then the report is the difference.
    public let other: SystemAnalysis?
    /// The texts of the other version.
    public let otherSources: SourceText?
    /// What the other version allows more, and less.
    public let difference: FlowDifference?

    /// Makes a report.
    public init(
        _ analysis: SystemAnalysis, sources: SourceText, query: FlowQuery? = nil,
        other: (analysis: SystemAnalysis, sources: SourceText)? = nil
    ) {
        self.analysis = analysis
        self.sources = sources
        self.query = query
        self.other = other?.analysis
        otherSources = other?.sources
        difference = other.map { FlowDifference(analysis, $0.analysis) }
    }

    /// Whether there is nothing to object to: the policy is kept, and nothing differs.
    public var isClean: Bool { analysis.holds && difference?.isEmpty ?? true }

    /// The report for a terminal or a file, each line ended.
    public func text(_ style: TextStyle = TextStyle()) -> String {
        if let difference { return DifferenceText(report: self, difference: difference, style: style).text }
        if let query { return QueryText(report: self, query: query, style: style).text }
        return ReportText(report: self, style: style).text
    }

    /// What it comes to, in one line.
    func verdict(_ style: TextStyle) -> String {
        let warnings = analysis.findings.count { $0.severity == .warning }
        let rest = warnings == 0 ? "" : ", " + counted(warnings, "warning")
        guard let view = analysis.view else {
            return "no policy: nothing is ruled out (docs/policy.md)" + rest
        }
        let file = view.policy.file.printable
        if analysis.holds { return style.green("\(file) holds") + rest }
        return style.red("\(file) is broken: \(counted(analysis.violations.count, "violation"))") + rest
    }
}
