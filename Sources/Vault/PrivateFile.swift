internal import Glibc
internal import SecretMemory

/// A file of secret bytes that only its owner can open.
enum PrivateFile {
    /// Writes `contents` under `path` so that it is there whole or not at all, also after a crash.
    static func create(_ path: String, in directory: String, contents: borrowing SecretBytes)
        throws(VaultError)
    {
        let temporary = "\(path).new"
        _ = unsafe unlink(temporary)  // left by a crash; nothing was sealed under it
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(call: "open", path: temporary, errno: errno) }
        defer { close(descriptor) }
        let written = unsafe contents.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        guard written == contents.count else { throw .system(call: "write", path: temporary, errno: errno) }
        guard fsync(descriptor) == 0 else { throw .system(call: "fsync", path: temporary, errno: errno) }
        guard unsafe rename(temporary, path) == 0 else {
            throw .system(call: "rename", path: path, errno: errno)
        }
        try VaultDirectory.sync(directory)
    }

    /// Reads exactly `byteCount` bytes of `path`; refuses a file that others can open or that is not a plain file.
    static func read(_ path: String, byteCount: Int) throws(VaultError) -> SecretBytes {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .system(call: "fstat", path: path, errno: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size == byteCount else {
            throw .platformFileMalformed(path: path)
        }
        guard status.st_mode & 0o077 == 0 else {
            throw .permissions(path: path, mode: status.st_mode & 0o777)
        }
        var secret: SecretBytes
        do { secret = try SecretBytes(zeroed: byteCount) } catch { throw .memory(error.description) }
        let count = unsafe secret.withUnsafeMutableBytes {
            unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
        }
        guard count == byteCount else { throw .platformFileMalformed(path: path) }
        return secret
    }
}
