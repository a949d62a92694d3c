internal import Glibc

/// Keeps a slip such as `--trace pd.system.xml` from destroying the input.
enum TraceTarget {
    /// Refuses `path` when it is one of `inputs`, by whatever name.
    static func check(_ path: String, inputs: [String]) throws(SimulationError) {
        guard let target = identity(path) else { return }
        for input in inputs {
            guard let other = identity(input), other == target else { continue }
            throw .unusable("the trace would be written over the input '\(input)'")
        }
    }

    private static func identity(_ path: String) -> [UInt64]? {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return [UInt64(status.st_dev), UInt64(status.st_ino)]
    }
}
