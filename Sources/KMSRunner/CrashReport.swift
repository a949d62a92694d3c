internal import Glibc

/// What a user sees should kms itself break: one line instead of registers and memory, which could hold secrets.
enum CrashReport {
    private static let message: StaticString = """

        kms: internal error, stopped. Sealed keys that were acknowledged are safe in the vault.

        """

    /// Replaces the Swift runtime's crash reporter, which prints registers and the memory behind them,
    /// and keeps cores off the disk.
    static func install() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { signal in
            TerminalRestorer.restore()
            let bytes = CrashReport.message
            _ = unsafe Glibc.write(STDERR_FILENO, bytes.utf8Start, bytes.utf8CodeUnitCount)
            _ = Glibc.signal(signal, SIG_DFL)
            raise(signal)
        }
        action.sa_flags = SA_ONSTACK | Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_NODEFER
        for signal in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] {
            _ = unsafe sigaction(signal, &action, nil)
        }
        _ = signal(SIGPIPE, SIG_IGN)
        // A file at its size limit is then an error of the write, told like any other.
        _ = signal(SIGXFSZ, SIG_IGN)
    }
}
