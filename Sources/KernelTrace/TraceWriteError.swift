internal import Glibc

/// Why a trace file could not be written, or not to its end.
public struct TraceWriteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What failed.
    public enum Operation: String, Hashable, Sendable { case open, write, close }
    /// The file, as named by the user.
    public var file: String
    /// What failed.
    public var operation: Operation
    /// The system's error number.
    public var code: Int32
    /// The last step that the file holds.
    public var lastStep: TraceEvent.Step

    /// `trace FILE: cannot write: No space left on device; it ends with step 17`.
    public var description: String {
        let reason =
            switch code {
            case EEXIST: "it holds something that is no trace; name another file, or remove it"
            case EWOULDBLOCK: "another run is writing it"
            default: unsafe String(cString: strerror(code))
            }
        let end = operation == .open ? "" : "; it ends with step \(lastStep)"
        return "trace \(file): cannot \(operation.rawValue): \(reason)\(end)"
    }
}
