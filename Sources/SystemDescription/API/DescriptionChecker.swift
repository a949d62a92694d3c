/// Checks system descriptions: text in, a checked system or located findings out.
///
/// The verdict, the first message and its position are those of the real tool (Microkit 2.3.0-dev); all other
/// findings of the same run follow. Nothing in a description makes it trap, and its time is linear in the size.
public struct DescriptionChecker: Sendable {
    /// Board, search path and switches.
    public var options: CheckOptions
    /// Where prefill and included files come from.
    public var files: any FileAccess

    /// Makes a checker.
    public init(options: CheckOptions = CheckOptions(), files: any FileAccess = LocalFiles()) {
        self.options = options
        self.files = files
    }

    /// Checks the description `bytes`, which the messages call `file`.
    ///
    /// - Complexity: linear in `bytes.count`, but for sorting addresses.
    public func check(_ bytes: [UInt8], file: String) -> CheckResult {
        var check = SystemCheck(options: options, files: files, file: file)
        return check.run(bytes)
    }

    /// Checks the description `text`, which the messages call `file`.
    public func check(_ text: String, file: String) -> CheckResult { check(Array(text.utf8), file: file) }

    /// Reads and checks the description at `path`, which the messages call by that name.
    public func checkFile(_ path: String) -> CheckResult {
        guard files.exists(path) else {
            return .refusal(
                rule: "file.missing",
                message: "microkit: error: system description file '\(path)' does not exist")
        }
        do throws(FileError) {
            return check(try files.read(path, byteLimit: Limits.byteCount + 1), file: path)
        } catch {
            return .refusal(
                rule: "file.unreadable",
                message: "Error: system description file '\(path)' cannot be read: \(error)")
        }
    }
}

extension CheckResult {
    static func refusal(rule: String, message: String) -> CheckResult {
        CheckResult(system: nil, diagnostics: [Diagnostic(severity: .error, rule: rule, message: message)])
    }
}

/// What we refuse although the real tool would take it: no description of a real system comes near.
enum Limits {
    /// Bytes of a description, included files counted in.
    static let byteCount = 4 << 20
    /// Elements, comments, processing instructions and CDATA sections.
    static let nodeCount = 200_000
    /// Elements within one another.
    static let depth = 128
    /// Attributes of one element.
    static let attributeCount = 256
    /// Namespace declarations in force at once.
    static let namespaceCount = 4096
    /// Files included, each time counted.
    static let includeCount = 1000
    /// Errors of XML listed; reading ends with the last.
    static let listedSyntaxErrorCount = 20
    /// Errors listed, and warnings listed; more are only counted.
    static let listedDiagnosticCount = 1000
}
