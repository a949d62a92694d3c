internal import Glibc

/// The directory that holds a vault and its platform files: made 0700, locked by one writer, synced when a name in it
/// changes.
@safe
final class VaultDirectory: Sendable {
    private static let databaseHeaderByteCount = 100

    let path: String
    private let lock: Int32

    /// Makes the directory where it is missing and takes its lock.
    init(_ path: String) throws(VaultError) {
        self.path = path
        try Self.make(path, isVault: true)
        let lockPath = "\(path)/vault.lock"
        lock = unsafe open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw .system(call: "open", path: lockPath, errno: errno) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let error = errno
            close(lock)
            throw error == EWOULDBLOCK
                ? .inUse(path: path) : .system(call: "flock", path: lockPath, errno: error)
        }
    }

    deinit { close(lock) }

    /// Makes an empty file that only its owner can open, where it is missing, and durable in its directory.
    ///
    /// SQLite takes a file too short for its header for an empty one and would write over it: that is refused.
    func touch(_ name: String) throws(VaultError) {
        let file = "\(path)/\(name)"
        let descriptor = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(call: "open", path: file, errno: errno) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw .system(call: "fchmod", path: file, errno: errno) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .system(call: "fstat", path: file, errno: errno)
        }
        guard status.st_size == 0 || status.st_size >= Self.databaseHeaderByteCount else {
            throw .corrupt(path: file, detail: "file is not a database")
        }
        try sync()
    }

    /// Makes names created in or removed from the directory durable.
    func sync() throws(VaultError) { try Self.sync(path) }

    static func sync(_ path: String) throws(VaultError) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(call: "fsync", path: path, errno: errno) }
    }

    /// Makes `path` and the directories above it, each durable in its parent; refuses one for the vault itself that
    /// others can write to.
    private static func make(_ path: String, isVault: Bool) throws(VaultError) {
        var status = stat()
        if unsafe stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw .system(call: "mkdir", path: path, errno: ENOTDIR)
            }
            guard !isVault || status.st_mode & 0o022 == 0 else {
                throw .directoryOpen(path: path, mode: status.st_mode & 0o7777)
            }
            return
        }
        let parent = parent(of: path)
        if parent != path { try make(parent, isVault: false) }
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw .system(call: "mkdir", path: path, errno: errno)
        }
        try sync(parent)
    }

    private static func parent(of path: String) -> String {
        var trimmed = Substring(path)
        while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }
}
