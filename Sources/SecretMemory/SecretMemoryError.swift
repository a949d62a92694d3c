/// Why secret memory could not be had.
public enum SecretMemoryError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kernel gave no memory for `byteCount` bytes.
    case outOfMemory(byteCount: Int)
    /// `byteCount` bytes could not be locked: the limit of locked memory (`ulimit -l`) is reached.
    case lockLimitReached(byteCount: Int)
    /// A negative or absurd size was asked for.
    case invalidByteCount(Int)
    /// The process could not be hardened; `errno` says why.
    case hardeningFailed(errno: Int32)

    /// One sentence for a person; holds no secret.
    public var description: String {
        switch self {
        case .outOfMemory(let byteCount): "no memory for a secret of \(byteCount) bytes"
        case .lockLimitReached(let byteCount):
            "cannot lock \(byteCount) bytes for a secret: raise the limit of locked memory (ulimit -l)"
        case .invalidByteCount(let byteCount): "a secret cannot have \(byteCount) bytes"
        case .hardeningFailed(let errno): "cannot switch core files off (errno \(errno))"
        }
    }
}
