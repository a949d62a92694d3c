import Foundation

/// Runs a program of the system and gives what it printed.
enum Shell {
    static func exists(_ program: String) -> Bool {
        ["/usr/bin/", "/bin/", "/usr/local/bin/"].contains {
            FileManager.default.isExecutableFile(atPath: $0 + program)
        }
    }

    static func run(_ words: String..., input: String = "") throws -> (
        output: String, errors: String, status: Int32
    ) {
        let process = Process()
        let (out, err, stdin) = (Pipe(), Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        (process.standardInput, process.standardOutput, process.standardError) = (stdin, out, err)
        try process.run()
        stdin.fileHandleForWriting.write(Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let errors = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (output, errors, process.terminationStatus)
    }

    /// A new directory that holds empty files of these names.
    static func directory(holding names: [String]) throws -> String {
        let path = NSTemporaryDirectory() + "command-table-\(UUID().uuidString)"
        for name in names {
            let file = URL(fileURLWithPath: path).appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data().write(to: file)
        }
        return path
    }

    static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
