internal import Glibc
internal import LWECore

/// The machine and the sources that results belong to.
public struct MachineFacts: Hashable, Sendable {
    /// The processor's name.
    public var processor: String
    /// Processors online.
    public var cores: Int
    /// The vector instructions that the kernels use: `avx512`, `avx2`, or `baseline`.
    public var vectors: String
    /// The commit the program was built from, when known.
    public var commit: String

    /// This machine; the commit is taken from the environment variable `KMS_COMMIT`.
    public static func current() -> MachineFacts {
        let lines = text(of: "/proc/cpuinfo").split(separator: "\n")
        let name = value(of: "model name", in: lines) ?? value(of: "CPU part", in: lines) ?? "unknown"
        let commit = unsafe getenv("KMS_COMMIT").map { unsafe String(cString: $0) } ?? ""
        return MachineFacts(
            processor: name, cores: sysconf(Int32(_SC_NPROCESSORS_ONLN)), vectors: "\(VectorLevel.best)",
            commit: commit.isEmpty ? "unknown" : commit)
    }

    private static func value(of key: String, in lines: [Substring]) -> String? {
        guard let line = lines.first(where: { $0.hasPrefix(key) }), let colon = line.firstIndex(of: ":")
        else { return nil }
        return String(line[line.index(after: colon)...].drop { $0 == " " })
    }

    /// The text of a file of the kernel's; empty when there is none.
    static func text(of path: String) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }
}

/// Memory of this process.
enum ProcessMemory {
    /// Bytes resident now.
    static func residentByteCount() -> Int {
        let fields = MachineFacts.text(of: "/proc/self/statm").split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
