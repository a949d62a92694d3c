import Foundation

/// The built `kms`, run as a user runs it.
enum KMS {
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    static let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("kms").path
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Runs it in `directory` (the repository's root by default) with a small environment.
    static func run(
        _ words: [String], input: String = "", directory: String? = nil, environment: [String: String] = [:]
    ) throws -> Result {
        try launch(path, words, input: input, directory: directory, environment: environment)
    }

    static func run(_ words: String..., input: String = "") throws -> Result { try run(words, input: input) }

    /// Runs a shell script in which `$KMS` is the program.
    static func shell(_ script: String, directory: String? = nil) throws -> Result {
        try launch("/bin/sh", ["-c", script], directory: directory, environment: ["KMS": path])
    }

    /// Streams are files: nothing can fill up and block.
    private static func launch(
        _ program: String, _ words: [String], input: String = "", directory: String?,
        environment: [String: String]
    ) throws -> Result {
        let scratch = try ScratchDirectory()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = words
        process.currentDirectoryURL = directory.map { URL(fileURLWithPath: $0) } ?? repository
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
        let (out, err) = (try scratch.write("", to: "out"), try scratch.write("", to: "err"))
        process.standardInput = FileHandle(forReadingAtPath: try scratch.write(input, to: "in"))
        process.standardOutput = FileHandle(forWritingAtPath: out)
        process.standardError = FileHandle(forWritingAtPath: err)
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: try String(contentsOfFile: out, encoding: .utf8),
            errors: try String(contentsOfFile: err, encoding: .utf8))
    }
}

/// A new directory, removed when it goes out of scope.
final class ScratchDirectory: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "kms-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}
