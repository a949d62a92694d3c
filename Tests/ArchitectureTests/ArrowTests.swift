import Foundation
import Testing

/// The arrows between rooms, read from the `import` lines and held against `docs/architecture.md`.
struct ArrowTests {
    private static let everywhere: Set<String> = ["Glibc", "Synchronization"]
    private static let rooms: [String] = {
        let path = Repository.root.appendingPathComponent("Sources").path
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return (folders.filter { $0 != "System" && !$0.hasPrefix(".") } + ["BenchmarkSuite"]).sorted()
    }()

    @Test(arguments: rooms) func `imports only what the architecture allows`(room: String) throws {
        let allowed = try #require(
            try Repository.allowedImports()[room], "docs/architecture.md does not list \(room)")
        for file in Repository.files(below: Repository.folder(ofRoom: room), suffixes: [".swift"]) {
            for module in Repository.imports(in: try Repository.text(of: file)) {
                #expect(allowed.union(Self.everywhere).contains(module), "\(file) imports \(module)")
            }
        }
    }

    @Test func `lists no room that does not exist`() throws {
        #expect(Set(try Repository.allowedImports().keys) == Set(Self.rooms))
    }

    @Test func `has no way between the cryptography and the machine`() throws {
        let allowed = try Repository.allowedImports()
        #expect(!reachable(from: "LWECore", in: allowed).contains("Microkernel"))
        #expect(!reachable(from: "Microkernel", in: allowed).contains("LWECore"))
        #expect(reachable(from: "ProtectionDomains", in: allowed).isSuperset(of: ["LWECore", "Microkernel"]))
    }

    @Test func `has no circle`() throws {
        let allowed = try Repository.allowedImports()
        for room in allowed.keys { #expect(!reachable(from: room, in: allowed).contains(room), "\(room)") }
    }

    private func reachable(from room: String, in allowed: [String: Set<String>]) -> Set<String> {
        var found: Set<String> = []
        var open = [room]
        while let next = open.popLast() {
            for module in allowed[next] ?? [] where found.insert(module).inserted { open.append(module) }
        }
        return found
    }

    @Test(arguments: [
        ("import Glibc", ["Glibc"]), ("internal import struct Foundation.URL", ["Foundation"]),
        ("@testable import A\npublic import B // why", ["A", "B"]), ("@_exported public import C", ["C"]),
        ("// we import nothing", []), ("let important = 1", []),
    ])
    func `reads import lines`(text: String, modules: [String]) {
        #expect(Repository.imports(in: text) == modules)
    }
}
