/// One kind of vectors: a folder name, and how a file in such a folder is checked.
struct VectorKind: Sendable {
    /// The folder's name.
    let folder: String
    /// Checks all cases of one file, given as bytes of JSON.
    let check: @Sendable (_ file: String, _ bytes: [UInt8]) throws -> FileVerdict

    /// All kinds there are, in the order of running.
    static let all: [VectorKind] = [.scheduling, .frodokem]
}

/// What came of one file.
struct FileVerdict {
    /// How many cases the file holds.
    var caseCount = 0
    /// The ones that differ.
    var differences: [Difference] = []
}

/// A case that came out other than the vector says.
struct Difference {
    let name: String
    let expected: String
    let got: String
}
