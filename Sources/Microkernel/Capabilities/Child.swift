/// A parent's authority over a child: a capability, which cannot be copied or handed on.
public struct Child: ~Copyable, Sendable {
    /// The id by which the parent knows it; `fault` gets the same.
    public let id: ChildID
    private let port: any KernelPort

    package init(id: ChildID, port: any KernelPort) {
        self.id = id
        self.port = port
    }

    /// Suspends the child where it is.
    ///
    /// Throws `Fault.discarded` alone.
    public borrowing func stop() throws(Fault) { try port.control(id, .stop) }

    /// Lets the child go on; one that waits repeats its last system call, a faulted one faults again.
    ///
    /// Throws `Fault.discarded` alone.
    public borrowing func resume() throws(Fault) { try port.control(id, .resume) }

    /// Discards what the child does and runs its `init` again, over its old state unless the registry says otherwise.
    ///
    /// Throws `Fault.discarded` alone.
    public borrowing func restart() throws(Fault) { try port.control(id, .restart) }
}
