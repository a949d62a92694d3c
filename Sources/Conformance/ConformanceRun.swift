/// A run over every known folder of a directory.
struct ConformanceRun {
    let directory: String
    private static let shownDifferences = 5

    init(directory: String) { self.directory = directory }

    /// Runs, prints `FOLDER: N of M agree` and the first differences, and returns the exit status.
    func run() -> Int32 {
        var status: Int32 = 0
        var found = false
        for kind in VectorKind.all {
            let folder = "\(directory)/\(kind.folder)"
            guard let files = VectorFile.list(folder) else { continue }
            found = true
            status = max(status, check(kind, files: files))
        }
        guard found else {
            StandardError.print(
                "conformance: error: '\(directory)' has no known folder (\(VectorKind.all.map(\.folder).joined(separator: ", ")))"
            )
            return 2
        }
        return status
    }

    private func check(_ kind: VectorKind, files: [String]) -> Int32 {
        var total = FileVerdict()
        var unreadable = false
        for file in files {
            do {
                let verdict = try kind.check(file, try VectorFile.read(file))
                total.caseCount += verdict.caseCount
                total.differences += verdict.differences
            } catch {
                StandardError.print("conformance: error: '\(file)': \(error)")
                unreadable = true
            }
        }
        print("\(kind.folder): \(total.caseCount - total.differences.count) of \(total.caseCount) agree")
        for difference in total.differences.prefix(Self.shownDifferences) {
            print("  \(difference.name)\n    expected \(difference.expected)\n    got      \(difference.got)")
        }
        return unreadable ? 2 : total.differences.isEmpty ? 0 : 1
    }
}
