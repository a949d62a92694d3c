import Foundation
import Testing

/// What no file of the repository may hold, and what the program may not link.
struct HygieneTests {
    private static let folders = ["Sources", "Tests", "Benchmarks", "Systems", "docs", ".ci"]
    private static let suffixes = [
        ".swift", ".md", ".c", ".h", ".xml", ".policy", ".json", ".py", ".sh", "run", ".modulemap",
    ]

    @Test(arguments: folders) func `names no path of the machine it was written on`(folder: String) throws {
        // Put together here, or this file would name them.
        let forbidden = ["work", "root", "home"].map { "/\($0)/" }
        for file in Repository.files(below: folder, suffixes: Self.suffixes) {
            guard let text = try? Repository.text(of: file) else { continue }
            for path in forbidden { #expect(!text.contains(path), "\(file) names \(path)") }
        }
    }

    /// The test runner stands beside the program in the build directory.
    private static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("kms").path

    @Test(.enabled(if: FileManager.default.fileExists(atPath: program)))
    func `links no Foundation`() throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: Self.program))
        #expect(bytes.range(of: Data("libFoundation".utf8)) == nil)
        #expect(bytes.range(of: Data("libswiftCore".utf8)) != nil || bytes.count > 4_000_000)
    }
}
