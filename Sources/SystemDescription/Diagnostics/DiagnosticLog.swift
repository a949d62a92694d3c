/// Collects findings: lists the first thousand of each severity and counts the rest.
///
/// A class, so that rules can report while they read the check's state.
final class DiagnosticLog {
    private(set) var errors: [Diagnostic] = []
    private(set) var warnings: [Diagnostic] = []
    private(set) var errorCount = 0
    private(set) var warningCount = 0
    /// The warnings for which the system must not be started.
    var startRefused: [Diagnostic] = []
    /// Comparisons left for "did you mean".
    var suggestionBudget = 50_000

    /// Takes a finding; its making is left out when the list is full.
    func add(_ severity: Diagnostic.Severity, _ make: () -> Diagnostic) {
        switch severity {
        case .error:
            errorCount += 1
            if errors.count < Limits.listedDiagnosticCount { errors.append(make()) }
        case .warning:
            warningCount += 1
            if warnings.count < Limits.listedDiagnosticCount { warnings.append(make()) }
        }
    }

    /// Whether another error would be listed.
    var listsErrors: Bool { errors.count < Limits.listedDiagnosticCount }
}
