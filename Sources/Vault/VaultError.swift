internal import Glibc

/// Why the vault, or the platform files beside it, cannot be used: paths and reasons, never contents.
public enum VaultError: Error, Equatable, Sendable {
    /// A system call on `path` failed.
    case system(call: String, path: String, errno: Int32)
    /// Another process has the vault open for writing.
    case inUse(path: String)
    /// The database at `path` is damaged or is no database; `detail` is SQLite's reason.
    case corrupt(path: String, detail: String)
    /// `path` is a database, but not a vault of ours.
    case notAVault(path: String)
    /// The vault was written in another schema.
    case schema(path: String, found: Int, expected: Int)
    /// SQLite could not do its work: disk full, read-only, input/output error.
    case storage(path: String, detail: String)
    /// `path` is open to others than its owner.
    case permissions(path: String, mode: UInt32)
    /// The vault has records, but the platform secret that opens them is gone.
    case platformSecretMissing(path: String)
    /// The vault has records, but the platform counter that tells the latest from an older copy is gone.
    case platformCounterMissing(path: String)
    /// Others than its owner can put files into the directory at `path`.
    case directoryOpen(path: String, mode: UInt32)
    /// A platform file does not have its form.
    case platformFileMalformed(path: String)
    /// A commit did not follow the version that the vault has.
    case versionConflict(found: UInt64, expected: UInt64)
    /// The platform's counter cannot go back.
    case counterWouldGoBack(from: UInt64, to: UInt64)
    /// Locked memory for the platform secret could not be had.
    case memory(String)
}

extension VaultError: CustomStringConvertible {
    /// One sentence for a person, with the path concerned first.
    public var description: String {
        switch self {
        case .system(let call, let path, let errno):
            "\(path): \(Self.words(for: call)): \(Self.text(of: errno))"
        case .inUse(let path): "\(path): the vault is in use by another kms"
        case .corrupt(let path, let detail): "\(path): the vault is damaged: \(detail)"
        case .notAVault(let path): "\(path): this database is not a kms vault"
        case .schema(let path, let found, let expected):
            "\(path): the vault has schema \(found), and this kms reads schema \(expected)"
        case .storage(let path, let detail): "\(path): the vault cannot be written: \(detail)"
        case .permissions(let path, let mode):
            "\(path): open to others (mode 0\(String(mode, radix: 8))); it must be 0600"
        case .platformSecretMissing(let path):
            "\(path): the platform secret is missing, and the vault has records that only it can unseal"
        case .platformCounterMissing(let path):
            "\(path): the platform counter is missing, so nobody can tell this vault from an older copy of it"
        case .directoryOpen(let path, let mode):
            "\(path): others can write to this directory (mode 0\(String(mode, radix: 8))); a vault needs one of its own, such as 0700"
        case .platformFileMalformed(let path): "\(path): damaged platform file"
        case .versionConflict(let found, let expected):
            "the vault is at version \(found), and the commit follows version \(expected)"
        case .counterWouldGoBack(let from, let to):
            "the platform counter cannot go from \(from) back to \(to)"
        case .memory(let reason): reason
        }
    }

    private static func words(for call: String) -> String {
        switch call {
        case "open": "cannot be opened"
        case "mkdir": "cannot be made a directory"
        default: "\(call) failed"
        }
    }

    private static func text(of errno: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        _ = unsafe strerror_r(errno, &buffer, buffer.count)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
