import SystemDescription

/// Files that exist only in a test.
struct StubFiles: FileAccess {
    /// Contents by path; nil is a file that cannot be read.
    var contents: [String: [UInt8]?] = [:]
    var directories: Set<String> = []

    func exists(_ path: String) -> Bool { contents.keys.contains(path) || directories.contains(path) }

    func read(_ path: String, byteLimit: Int) throws(FileError) -> [UInt8] {
        if directories.contains(path) { throw .directory }
        guard let entry = contents[path] else { throw .missing }
        guard let bytes = entry else { throw .unreadable("Permission denied") }
        return Array(bytes.prefix(byteLimit))
    }

    func byteCount(_ path: String) throws(FileError) -> UInt64 {
        UInt64(try read(path, byteLimit: .max).count)
    }

    func canonicalPath(_ path: String) -> String? { exists(path) ? path : nil }

    /// What the fixtures refer to.
    static let fixtures = StubFiles(
        contents: [
            "full.bin": [UInt8](repeating: 1, count: 0x1234),
            "deep/sub/full.bin": [UInt8](repeating: 2, count: 0x1234),
            "empty.bin": [], "secret.bin": nil as [UInt8]?,
        ],
        directories: ["dir"])
}
