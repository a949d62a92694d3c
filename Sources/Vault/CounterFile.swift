internal import Glibc
internal import Synchronization

/// A number that only grows, in a file of two slots: a write never touches the slot that holds the current value, so
/// a torn one leaves the number before it.
final class CounterFile: Sendable {
    /// Slots lie in sectors of their own: a torn write cannot reach the other.
    private static let slotStride = 512
    private static let byteCount = 2 * slotStride

    private let path: String
    private let descriptor: Int32?
    private let current: Mutex<UInt64>

    /// A counter at 0 that ends with the process.
    init() {
        path = ""
        descriptor = nil
        current = Mutex(0)
    }

    /// Opens the counter at `path`; made at 0 when it is missing and the vault is empty.
    init(path: String, directory: String, vaultHasRecords: Bool) throws(VaultError) {
        let isNew = !fileExists(path)
        guard !isNew || !vaultHasRecords else { throw .platformCounterMissing(path: path) }
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        do throws(VaultError) {
            try Self.checkMode(descriptor, path)
            let found = try Self.read(descriptor, path)
            if found == nil {
                guard !vaultHasRecords else { throw VaultError.platformFileMalformed(path: path) }
                try Self.write(0, descriptor, path)
                try VaultDirectory.sync(directory)
            }
            current = Mutex(found ?? 0)
        } catch {
            close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { if let descriptor { close(descriptor) } }

    var value: UInt64 { current.withLock { $0 } }

    func advance(to version: UInt64) throws(VaultError) {
        let from = value
        guard version >= from else { throw .counterWouldGoBack(from: from, to: version) }
        guard version > from else { return }
        if let descriptor { try Self.write(version, descriptor, path) }
        current.withLock { $0 = version }
    }

    /// Writes `value` and its complement into the slot of its parity.
    private static func write(_ value: UInt64, _ descriptor: Int32, _ path: String) throws(VaultError) {
        let slot = [value.littleEndian, (~value).littleEndian]
        let offset = Int(value & 1) * slotStride
        guard unsafe pwrite(descriptor, slot, 16, offset) == 16 else {
            throw .system(call: "pwrite", path: path, errno: errno)
        }
        guard fdatasync(descriptor) == 0 else { throw .system(call: "fdatasync", path: path, errno: errno) }
    }

    /// Refuses a file that others can open, or that is not a plain one.
    private static func checkMode(_ descriptor: Int32, _ path: String) throws(VaultError) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .system(call: "fstat", path: path, errno: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .platformFileMalformed(path: path) }
        guard status.st_mode & 0o077 == 0 else {
            throw .permissions(path: path, mode: status.st_mode & 0o777)
        }
    }

    /// The larger of the two slots that are whole; nil when the file is empty.
    private static func read(_ descriptor: Int32, _ path: String) throws(VaultError) -> UInt64? {
        var bytes = [UInt64](repeating: 0, count: byteCount / 8)
        let count = unsafe pread(descriptor, &bytes, byteCount, 0)
        guard count >= 0 else { throw .system(call: "pread", path: path, errno: errno) }
        guard count > 0 else { return nil }
        let values = [0, slotStride / 8].compactMap { index in
            let value = UInt64(littleEndian: bytes[index])
            return UInt64(littleEndian: bytes[index + 1]) == ~value ? value : nil
        }
        guard let value = values.max() else { throw .platformFileMalformed(path: path) }
        return value
    }
}
