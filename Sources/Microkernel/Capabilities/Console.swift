/// Where a domain prints lines: they stand in the trace and in the run's output, so never print a secret.
public struct Console: ~Copyable, Sendable {
    private let port: any KernelPort

    package init(port: any KernelPort) { self.port = port }

    /// Prints one line.
    ///
    /// Throws `Fault.discarded` alone.
    public borrowing func print(_ line: String) throws(Fault) { try port.log(line) }
}
