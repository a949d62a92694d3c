internal import CLinux

/// What a process that holds secrets does first.
public enum ProcessHardening {
    /// Forbids core files and, to other processes of the same user, reading this one's memory.
    ///
    /// Does not stop the Swift runtime's own crash report, which prints registers: run with
    /// `SWIFT_BACKTRACE=enable=no`.
    public static func apply() throws(SecretMemoryError) {
        let result = kms_harden_process()
        guard result == 0 else { throw .hardeningFailed(errno: -result) }
    }
}
