public import SystemDescription

/// Reads policy files and checks that the names in them exist.
public enum PolicyReader {
    /// The largest file read.
    public static let mostByteCount = 1 << 20

    /// A policy, or what is wrong with it: all findings of the file, in order; never both.
    public enum Outcome: Hashable, Sendable {
        /// A sound policy.
        case policy(SystemPolicy)
        /// At least one finding.
        case findings([Diagnostic])
    }

    /// Reads the policy in `bytes` for `system`.
    ///
    /// - Parameters:
    ///   - bytes: the file's contents.
    ///   - file: its name as the user gave it, for messages.
    ///   - system: the description whose names the policy uses.
    /// - Returns: the policy when all of it is sound.
    /// - Complexity: linear, but for the look-up of near names.
    public static func read(_ bytes: [UInt8], file: String, system: CheckedSystem) -> Outcome {
        guard bytes.count <= mostByteCount else {
            return .findings([plain(file, "the policy is larger than \(mostByteCount) bytes")])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return .findings([plain(file, "the policy is not valid UTF-8")])
        }
        var reading = PolicyReading(file: file, text: text, system: system)
        return reading.read()
    }

    private static func plain(_ file: String, _ reason: String) -> Diagnostic {
        let place = SourceLocation(file: file, row: 1, column: 1)
        return Diagnostic(
            severity: .error, rule: "policy.file", message: "\(place): error: \(reason)", location: place)
    }
}
