internal import Glibc

/// The file that a trace is written to, emptied only when nothing but an earlier trace is lost.
enum TraceOutputFile {
    private static let beginning = Array("{\"kms_trace\"".utf8)

    /// Opens `path` for writing from its start; a pipe or a device will do.
    ///
    /// - Returns: the descriptor, of a file that is empty, locked and readable by its owner only.
    /// - Throws: `EEXIST` when the file has other contents than a trace, `EWOULDBLOCK` when another run writes to it.
    static func open(_ path: String) throws(TraceWriteError) -> Int32 {
        let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path, errno) }
        let code = prepare(descriptor, path)
        guard code == 0 else {
            close(descriptor)
            throw failure(path, code)
        }
        return descriptor
    }

    private static func prepare(_ descriptor: Int32, _ path: String) -> Int32 {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return errno }
        guard status.st_mode & S_IFMT == S_IFREG else { return 0 }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return errno }
        guard status.st_size == 0 || holdsTrace(path) else { return EEXIST }
        guard fchmod(descriptor, 0o600) == 0, ftruncate(descriptor, 0) == 0 else { return errno }
        return 0
    }

    private static func holdsTrace(_ path: String) -> Bool {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var found = [UInt8](repeating: 0, count: beginning.count)
        let count = unsafe found.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        return found[..<max(count, 0)].elementsEqual(beginning[..<max(count, 0)])
    }

    private static func failure(_ path: String, _ code: Int32) -> TraceWriteError {
        TraceWriteError(file: path, operation: .open, code: code, lastStep: 0)
    }
}
