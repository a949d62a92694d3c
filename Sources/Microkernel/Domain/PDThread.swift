internal import Glibc
import Synchronization

/// The thread of control of one domain, seen by Swift as an executor.
///
/// It never runs jobs. It answers one question for the runtime: is the code that asks running inside this domain now?
/// "Inside" means on the operating-system thread *and* on the stack of execution that the machine gave this domain,
/// so neither another thread nor a callee that re-enters its waiting caller gets in.
public final class PDThread: SerialExecutor {
    private static let outside: UInt = 0
    /// The pthread that is inside the domain, or `outside`.
    private let inside = Atomic<UInt>(outside)

    /// A thread that nobody is inside.
    public init() {}

    /// Stops the program: domains are never awaited.
    public func enqueue(_ job: consuming ExecutorJob) {
        fatalError("a protection domain never suspends: enter it through the kernel, not with await")
    }
    /// This thread, as Swift's runtime names it.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }
    /// Whether the caller is inside the domain.
    public func isIsolatingCurrentContext() -> Bool? {
        inside.load(ordering: .acquiring) == UInt(pthread_self())
    }
    /// Stops the program unless the caller is inside the domain.
    public func checkIsolated() {
        if isIsolatingCurrentContext() != true {
            fatalError("protection domain entered by code that is not running it")
        }
    }

    /// Marks the calling thread as inside; stops the program when somebody is inside already.
    package func arrive() {
        if inside.load(ordering: .acquiring) != Self.outside {
            fatalError("entries of a protection domain never nest")
        }
        inside.store(UInt(pthread_self()), ordering: .releasing)
    }
    /// Marks the domain as left: it waits, or another stack runs.
    package func leave() { inside.store(Self.outside, ordering: .releasing) }

    /// Marks the domain as left while others run.
    ///
    /// Returns who was inside, for `stepBack`.
    func stepAside() -> UInt {
        let visitor = inside.load(ordering: .acquiring)
        leave()
        return visitor
    }
    /// Lets back in who stepped aside; stops the program when somebody came in meanwhile and has not left.
    func stepBack(_ visitor: UInt) {
        if inside.load(ordering: .acquiring) != Self.outside {
            fatalError("entries of a protection domain never nest")
        }
        inside.store(visitor, ordering: .releasing)
    }

    /// Enters `domain` once from outside, for a host without scheduler such as the test bench.
    ///
    /// - Returns: The reply of `protected` and of a `fault` that resumes the child, `nil` otherwise.
    package func enter<D: ProtectionDomain>(_ domain: D, _ entry: Entry) throws(Fault) -> Message? {
        arrive()
        defer { leave() }
        let outcome: Result<Message?, Fault> = domain.assumeIsolated { domain in
            Result { () throws(Fault) in try domain.perform(entry) }
        }
        return try outcome.get()
    }

    /// Runs `call` while the domain waits: nobody is inside it meanwhile.
    package func lend<R: ~Copyable>(_ call: () throws(Fault) -> R) throws(Fault) -> R {
        leave()
        defer { arrive() }
        return try call()
    }
}
