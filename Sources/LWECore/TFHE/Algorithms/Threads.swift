internal import Dispatch
internal import Glibc

/// Whole bootstraps side by side on the cores.
public enum Threads {
    /// Cores that are online.
    public static let available: Int = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    /// Runs `body(0)`, …, `body(count − 1)`, side by side where there is more than one, and waits for all.
    static func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
        if count == 1 { body(0) } else { DispatchQueue.concurrentPerform(iterations: count, execute: body) }
    }
}
