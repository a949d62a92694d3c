/// Where sealed keys are kept.
public enum VaultLocation: Hashable, Sendable {
    /// In memory, empty, gone with the run.
    case memory
    /// In this directory, made where it is missing.
    case directory(String)

    /// The directory that is used when nobody names one: `$XDG_DATA_HOME/kms`, else `~/.local/share/kms`.
    ///
    /// - Parameter environment: looks a variable up.
    /// - Returns: nil when neither `XDG_DATA_HOME` nor `HOME` is an absolute path.
    public static func usual(environment: (String) -> String?) -> String? {
        if let data = environment("XDG_DATA_HOME"), data.hasPrefix("/") { return "\(data)/kms" }
        guard let home = environment("HOME"), home.hasPrefix("/") else { return nil }
        return home == "/" ? "/.local/share/kms" : "\(home)/.local/share/kms"
    }
}
