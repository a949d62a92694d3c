internal import Synchronization
internal import SystemDescription

/// The file system, remembering the text of every file that was read: a trace has to hold them all.
final class RecordingFiles: FileAccess {
    private let files: any FileAccess
    private let texts = Mutex<[(name: String, text: [UInt8])]>([])

    init(_ files: any FileAccess = LocalFiles()) { self.files = files }

    /// What was read, in order of first reading.
    var read: [(name: String, text: [UInt8])] { texts.withLock { $0 } }

    func exists(_ path: String) -> Bool { files.exists(path) }
    func byteCount(_ path: String) throws(FileError) -> UInt64 { try files.byteCount(path) }
    func canonicalPath(_ path: String) -> String? { files.canonicalPath(path) }

    func read(_ path: String, byteLimit: Int) throws(FileError) -> [UInt8] {
        let text = try files.read(path, byteLimit: byteLimit)
        texts.withLock { texts in
            if !texts.contains(where: { $0.name == path }) { texts.append((path, text)) }
        }
        return text
    }
}

/// The files that a trace holds, before those of the file system: a replay reads what the run read.
struct RecordedFiles: FileAccess {
    private let texts: [(name: String, text: [UInt8])]
    private let files = LocalFiles()

    init(_ texts: [(name: String, text: [UInt8])]) { self.texts = texts }

    private func text(_ path: String) -> [UInt8]? { texts.first { $0.name == path }?.text }

    func exists(_ path: String) -> Bool { text(path) != nil || files.exists(path) }
    func canonicalPath(_ path: String) -> String? { text(path) != nil ? path : files.canonicalPath(path) }
    func byteCount(_ path: String) throws(FileError) -> UInt64 {
        if let text = text(path) { return UInt64(text.count) }
        return try files.byteCount(path)
    }
    func read(_ path: String, byteLimit: Int) throws(FileError) -> [UInt8] {
        if let text = text(path) { return Array(text.prefix(byteLimit)) }
        return try files.read(path, byteLimit: byteLimit)
    }
}
