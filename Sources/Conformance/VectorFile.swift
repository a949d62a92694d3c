internal import CZlib
internal import Glibc

/// Files of vectors: JSON, plain or compressed with gzip.
enum VectorFile {
    /// Why a file could not be read.
    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// The vector files of `folder`, in the order of their names; `nil` when there is no such folder.
    static func list(_ folder: String) -> [String]? {
        guard let stream = unsafe opendir(folder) else { return nil }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasSuffix(".json") || name.hasSuffix(".json.gz") { names.append("\(folder)/\(name)") }
        }
        return names.sorted()
    }

    /// The bytes of `file`, expanded when compressed.
    static func read(_ file: String) throws(Unreadable) -> [UInt8] {
        guard let stream = unsafe gzopen(file, "rb") else {
            throw Unreadable(description: "cannot be opened")
        }
        defer { unsafe gzclose(stream) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe gzread(stream, $0.baseAddress, UInt32($0.count))
            }
            guard count >= 0 else { throw Unreadable(description: "cannot be read, or is no good gzip") }
            if count == 0 { return bytes }
            bytes += chunk[..<Int(count)]
        }
    }
}
