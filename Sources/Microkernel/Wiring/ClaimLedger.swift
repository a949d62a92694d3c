import Synchronization

/// Which of its grants a domain asked for: one it never asked for is worth a warning.
package final class ClaimLedger: Sendable {
    private let claimed = Mutex<Set<String>>([])

    /// Nothing claimed.
    package init() {}

    func claim(_ grant: String) { claimed.withLock { _ = $0.insert(grant) } }
    func isClaimed(_ grant: String) -> Bool { claimed.withLock { $0.contains(grant) } }
}
