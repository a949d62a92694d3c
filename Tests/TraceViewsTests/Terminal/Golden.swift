import Glibc
import Testing

/// Compares `text` with the file `Golden/NAME.txt` beside this one.
///
/// After a wanted change: `KMS_GOLDEN_UPDATE=Tests/TraceViewsTests/Terminal/Golden swift test …`, then read the difference.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = "\(#filePath)".split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
        separator: "/")
    let path = "\(folder)/Golden/\(name).txt"
    if let folder = unsafe getenv("KMS_GOLDEN_UPDATE").map({ unsafe String(cString: $0) }) {
        let file = try unsafe #require(fopen("\(folder)/\(name).txt", "w"))
        unsafe fputs(text, file)
        unsafe fclose(file)
        return
    }
    let golden = try #require(contents(of: path), "\(path) is missing")
    #expect(text == golden, "\(name) changed", sourceLocation: sourceLocation)
}

/// The text of the file at `path`; nil when it cannot be read.
func contents(of path: String) -> String? {
    guard let file = unsafe fopen(path, "r") else { return nil }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var byte = unsafe fgetc(file)
    while byte != EOF {
        bytes.append(UInt8(truncatingIfNeeded: byte))
        byte = unsafe fgetc(file)
    }
    return String(decoding: bytes, as: UTF8.self)
}
