internal import CLinux
internal import Synchronization

/// How many secrets are alive, and how many bytes they have.
public struct SecretUsage: Equatable, Sendable, CustomStringConvertible {
    /// Secrets allocated and not yet wiped.
    public var allocations: Int
    /// Their bytes together.
    public var byteCount: Int

    /// So many secrets with so many bytes together.
    public init(allocations: Int, byteCount: Int) {
        self.allocations = allocations
        self.byteCount = byteCount
    }

    /// No secret at all.
    public static let none = SecretUsage(allocations: 0, byteCount: 0)

    /// Numbers only.
    public var description: String { "\(allocations) secrets, \(byteCount) bytes" }
}

/// Counts the secrets that a piece of code made and has not wiped: a bench can ask whether a domain forgot one.
///
/// A secret is credited to the account it was charged to, whichever thread wipes it.
public final class SecretAccount: Sendable {
    private let usage = Mutex(SecretUsage.none)

    /// All secrets of this process.
    public static let process = SecretAccount()

    /// An account with nothing on it.
    public init() {}

    /// Secrets charged to this account that are still alive.
    public var live: SecretUsage { usage.withLock { $0 } }

    /// Runs `body` and charges every secret that this thread makes meanwhile to this account.
    ///
    /// Nested calls charge the innermost account only (and always the process).
    public func charge<R: ~Copyable, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
        let outer = unsafe kms_thread_word()
        unsafe kms_set_thread_word(Unmanaged.passUnretained(self).toOpaque())
        defer { unsafe kms_set_thread_word(outer) }
        return try body()
    }

    /// The account of the innermost `charge` on this thread.
    static var current: SecretAccount? {
        guard let word = unsafe kms_thread_word() else { return nil }
        return unsafe Unmanaged<SecretAccount>.fromOpaque(word).takeUnretainedValue()
    }

    func add(allocations: Int, byteCount: Int) {
        usage.withLock {
            $0.allocations += allocations
            $0.byteCount += byteCount
        }
    }
}
