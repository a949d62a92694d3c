import Foundation

/// The sources this test was built from.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Files below `folder` whose name ends in one of `suffixes`, by path relative to the root, in order.
    static func files(below folder: String, suffixes: [String]) -> [String] {
        let walker = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
        let names = (walker?.allObjects as? [String] ?? []).filter { name in
            suffixes.contains { name.hasSuffix($0) }
        }
        return names.sorted().map { "\(folder)/\($0)" }
    }

    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The folder of each room: `Sources/NAME`, but for the benchmarks.
    static func folder(ofRoom room: String) -> String {
        room == "BenchmarkSuite" ? "Benchmarks" : "Sources/\(room)"
    }

    /// Room → what it may import, from the table of `docs/architecture.md`.
    static func allowedImports() throws -> [String: Set<String>] {
        var allowed: [String: Set<String>] = [:]
        for line in try text(of: "docs/architecture.md").split(separator: "\n") where line.hasPrefix("| ") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 2, cells[0] != "room" else { continue }
            allowed[cells[0]] = Set(
                cells[1].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
        }
        return allowed
    }

    /// The modules that a file imports, submodules and single declarations included.
    static func imports(in text: String) -> [String] {
        let kinds: Set<Substring> = [
            "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
        ]
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let position = words.firstIndex(of: "import"), position <= 3,
                words[..<position].allSatisfy({
                    $0.hasPrefix("@")
                        || ["public", "internal", "package", "private", "fileprivate"].contains($0)
                })
            else { return nil }
            let name = words[(position + 1)...].first { !kinds.contains($0) }
            return name.map { String($0.split(separator: ".")[0]) }
        }
    }
}
