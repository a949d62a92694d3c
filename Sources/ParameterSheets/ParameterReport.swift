internal import Glibc
public import LWECore
internal import RequestLanguage

/// What `kms params` prints.
public struct ParameterReport: Sendable {
    /// What is to be reported.
    public enum Question: Hashable, Sendable {
        /// All sets, one line each.
        case all
        /// One set by name.
        case named(String)
        /// What a file describes.
        case file(String)
        /// The cheapest sets that do what the named one does.
        case search(replacing: String)
    }

    /// One sheet for each set.
    public let sheets: [ParameterSheet]
    private let question: Question

    /// Whether the answer is yes: a list or search always is, one set when it is accepted.
    public var isAccepted: Bool {
        switch question {
        case .all, .search: true
        case .named, .file: sheets.allSatisfy(\.isAccepted)
        }
    }

    /// Answers `question`.
    ///
    /// - Parameters:
    ///   - question: what is to be reported.
    ///   - exposure: who sees decryptions.
    ///   - bits: of security that a search asks for.
    ///   - failureLog2: failure that a search allows.
    /// - Throws: when there is no such set, or a file cannot be read.
    public init(
        _ question: Question, exposure: ParameterCheck.Exposure, bits: Double = 128,
        failureLog2: Double = -128
    ) throws(ParameterFileError) {
        self.question = question
        switch question {
        case .all:
            sheets =
                (TFHEParameters.catalogue + TFHEParameters.insecure).map {
                    ParameterSheet($0, exposure: exposure)
                } + Companion.catalogue.map { ParameterSheet($0, exposure: exposure) }
        case .named(let name): sheets = [try Self.sheet(named: name, exposure)]
        case .file(let file):
            let parameters = try ParameterFile.read(try Self.contents(of: file), file: file)
            sheets = [ParameterSheet(parameters, exposure: exposure)]
        case .search(let name):
            guard let model = TFHEParameters.named(name) else {
                throw ParameterFileError(file: name, reason: Self.unknown)
            }
            var search = ParameterSearch(replacing: model)
            (search.leastBits, search.failureLog2) = (bits, failureLog2)
            sheets = search.run().map { ParameterSheet($0, exposure: exposure) }
        }
    }

    private static func sheet(
        named name: String, _ exposure: ParameterCheck.Exposure
    ) throws(ParameterFileError) -> ParameterSheet {
        if let set = (TFHEParameters.catalogue + TFHEParameters.insecure).first(where: { $0.name == name }) {
            return ParameterSheet(set, exposure: exposure)
        }
        if let companion = Companion.named(name) { return ParameterSheet(companion, exposure: exposure) }
        throw ParameterFileError(file: name, reason: unknown)
    }

    private static let unknown = "there is no such parameter set; 'kms params' lists them"

    private static func contents(of file: String) throws(ParameterFileError) -> [UInt8] {
        let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ParameterFileError(file: file, reason: Self.systemError) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: ParameterFile.byteLimit + 1)
        var filled = 0
        while filled < bytes.count {
            let count = unsafe bytes.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress.map { unsafe $0 + filled }, $0.count - filled)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw ParameterFileError(file: file, reason: systemError) }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes.prefix(filled))
    }

    private static var systemError: String { unsafe String(cString: strerror(errno)) }

    /// The report as one line of JSON.
    public var json: String {
        JSON.object([
            ("accepted", JSON(.bool(isAccepted))), ("sets", .list(sheets.map(\.json))),
        ]).line + "\n"
    }

    /// The report as text of at most 80 columns.
    public var text: String {
        switch question {
        case .named, .file: sheets.map(\.text).joined(separator: "\n")
        case .all: overview
        case .search: searchText
        }
    }
}
