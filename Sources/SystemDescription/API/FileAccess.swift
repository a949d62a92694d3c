internal import Glibc

/// How the checker sees files: an interface, so that tests and fuzzers need no disk.
public protocol FileAccess: Sendable {
    /// Whether anything is at `path`.
    func exists(_ path: String) -> Bool
    /// The content of the file at `path`, of which no more than `byteLimit` bytes are read.
    func read(_ path: String, byteLimit: Int) throws(FileError) -> [UInt8]
    /// The size in bytes of the readable file at `path`.
    func byteCount(_ path: String) throws(FileError) -> UInt64
    /// `path` without links, `.` and `..`; nil when nothing is there.
    func canonicalPath(_ path: String) -> String?
}

/// A file could not be read.
public enum FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing is there.
    case missing
    /// It is a directory.
    case directory
    /// The operating system refused; its words.
    case unreadable(String)

    /// The reason in words.
    public var description: String {
        switch self {
        case .missing: "no such file"
        case .directory: "it is a directory"
        case .unreadable(let reason): reason
        }
    }
}

/// The file system of this computer.
public struct LocalFiles: FileAccess {
    /// Makes it.
    public init() {}

    /// Whether anything is at `path`.
    public func exists(_ path: String) -> Bool {
        unsafe !path.utf8.contains(0) && access(path, F_OK) == 0
    }

    /// The content of the file at `path`, cut after `byteLimit` bytes.
    public func read(_ path: String, byteLimit: Int) throws(FileError) -> [UInt8] {
        let file = try open(path)
        defer { close(file.descriptor) }
        var content = [UInt8](repeating: 0, count: min(max(file.size, 4096) + 1, byteLimit))
        var filled = 0
        while filled < byteLimit {
            if filled == content.count {
                content.append(contentsOf: repeatElement(0, count: min(content.count, byteLimit - filled)))
            }
            let got = unsafe content.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(
                    file.descriptor, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled)
            }
            if got < 0, errno == EINTR { continue }
            if got < 0 { throw .unreadable(Self.reason()) }
            if got == 0 { break }
            filled += got
        }
        content.removeLast(content.count - filled)
        return content
    }

    /// The size in bytes of the readable file at `path`.
    public func byteCount(_ path: String) throws(FileError) -> UInt64 {
        var status = stat()
        guard !path.utf8.contains(0), unsafe stat(path, &status) == 0 else { throw .missing }
        if status.st_mode & S_IFMT == S_IFDIR { throw .directory }
        guard unsafe access(path, R_OK) == 0 else { throw .unreadable(Self.reason()) }
        return UInt64(max(status.st_size, 0))
    }

    /// `path` without links, `.` and `..`; nil when nothing is there.
    public func canonicalPath(_ path: String) -> String? {
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    private func open(_ path: String) throws(FileError) -> (descriptor: Int32, size: Int) {
        guard !path.utf8.contains(0) else { throw .missing }
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .unreadable(Self.reason()) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let reason = Self.reason()
            close(descriptor)
            throw .unreadable(reason)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw .directory
        }
        return (descriptor, Int(status.st_size))
    }

    private static func reason() -> String { unsafe String(cString: strerror(errno)) }
}
