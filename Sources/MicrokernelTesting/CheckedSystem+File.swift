public import SystemDescription

extension CheckedSystem {
    /// The checked description in the file at `path`, for benches.
    ///
    /// - Throws: `BenchError.badDescription` with the checker's first message.
    public init(contentsOf path: String, options: CheckOptions = CheckOptions()) throws(BenchError) {
        let result = DescriptionChecker(options: options).checkFile(path)
        guard let system = result.system else {
            throw .badDescription(result.errors.first?.message ?? "'\(path)' was refused")
        }
        self = system
    }
}
