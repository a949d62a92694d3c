internal import Glibc

/// A file that a command makes: it appears whole, under its name, or not at all.
final class OutputFile {
    private let path: String
    /// Where the bytes go until the file is whole; nil when `path` is a pipe or a device, which takes them at once.
    private let draft: String?
    private let descriptor: Int32
    /// The system's error number of the first failure, 0 before one.
    private var code: Int32 = 0

    /// Opens the file at `path`, readable by its owner only: what traces hold is not for everybody.
    ///
    /// - Throws: when it cannot be made, or when it is `input`, which would be lost.
    init(_ path: String, input: String) throws(OutputFailure) {
        guard !Self.isSame(path, input) else {
            throw OutputFailure(path: path, reason: "it is the input; give another name")
        }
        var status = stat()
        let isSpecial = unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
        self.path = path
        draft = isSpecial ? nil : "\(path).part\(getpid())"
        descriptor = unsafe open(
            draft ?? path, O_WRONLY | O_CLOEXEC | (isSpecial ? 0 : O_CREAT | O_EXCL), 0o600)
        guard descriptor >= 0 else { throw OutputFailure(path: path, code: errno) }
    }

    /// Adds bytes; a failure is told by `close`.
    func add(_ bytes: [UInt8]) {
        if code == 0 { code = Console.write(bytes, to: descriptor) }
    }

    /// Ends the file and gives it its name.
    ///
    /// - Throws: when anything could not be written; then there is no file.
    func close() throws(OutputFailure) {
        if Glibc.close(descriptor) != 0 && code == 0 { code = errno }
        if let draft {
            if code == 0, unsafe rename(draft, path) != 0 { code = errno }
            if code != 0 { _ = unsafe unlink(draft) }
        }
        if code != 0 { throw OutputFailure(path: path, code: code) }
    }

    private static func isSame(_ path: String, _ input: String) -> Bool {
        var (here, there) = (stat(), stat())
        guard unsafe stat(path, &here) == 0, unsafe stat(input, &there) == 0 else { return false }
        return here.st_dev == there.st_dev && here.st_ino == there.st_ino
    }
}

/// Why a file could not be made.
struct OutputFailure: Error, CustomStringConvertible {
    let path: String
    let reason: String

    init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    init(path: String, code: Int32) { self.init(path: path, reason: unsafe String(cString: strerror(code))) }

    var description: String { "cannot write '\(path)': \(reason)" }
}
