/// The verdict on a description.
public struct CheckResult: Hashable, Sendable {
    /// The system, when the description is accepted.
    public var system: CheckedSystem?
    /// All findings: errors in the real tool's order, then warnings in document order.
    public var diagnostics: [Diagnostic]
    /// The warnings for which the system cannot be started: the real tool's build step would abort.
    public var startRefused: [Diagnostic]
    /// Errors found but not listed in `diagnostics`, as there were too many.
    public var unlistedErrorCount: Int
    /// Warnings found but not listed in `diagnostics`.
    public var unlistedWarningCount: Int

    /// Makes a verdict.
    public init(
        system: CheckedSystem?, diagnostics: [Diagnostic], startRefused: [Diagnostic] = [],
        unlistedErrorCount: Int = 0, unlistedWarningCount: Int = 0
    ) {
        self.system = system
        self.diagnostics = diagnostics
        self.startRefused = startRefused
        self.unlistedErrorCount = unlistedErrorCount
        self.unlistedWarningCount = unlistedWarningCount
    }

    /// Whether the description is accepted (exit status 0; otherwise 2).
    public var isAccepted: Bool { system != nil }

    /// The errors, in the real tool's order: its own message is the first.
    public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }

    /// The warnings, in document order.
    public var warnings: [Diagnostic] { diagnostics.filter { $0.severity == .warning } }
}
