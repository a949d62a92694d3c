internal import Glibc

/// Descriptors 0, 1 and 2 at program start.
enum StandardStreams {
    /// Occupies closed standard descriptors, so that no file opened later (a vault, a trace) gets their number.
    ///
    /// A closed standard input stays unreadable and a closed standard output unwritable: both are reported when used.
    static func occupy() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            _ = unsafe open("/dev/null", descriptor == STDOUT_FILENO ? O_RDONLY : O_WRONLY)
        }
    }
}
