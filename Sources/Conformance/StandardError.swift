internal import Glibc

/// The standard error stream, written whole lines at a time.
enum StandardError {
    /// Prints `line`.
    static func print(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
