/// How a description is to be read: board, search path and switches.
public struct CheckOptions: Hashable, Sendable {
    /// Which generation of the format is accepted.
    public enum Dialect: String, Hashable, Sendable, CaseIterable {
        /// That of the real tool, 2.3.0-dev.
        case current = "2"
        /// Also `pp` on `protection_domain`, as before rights were given per end of a channel.
        case legacy = "1.x"
    }

    /// The board to check for.
    public var profile: Profile
    /// Where `prefill_path` and included files are looked for, in order; the working directory comes last.
    public var searchPaths: [String]
    /// The generation of the format.
    public var dialect: Dialect
    /// Whether `xi:include` elements are followed.
    public var xinclude: Bool

    /// Makes options; the defaults are the real tool's.
    public init(
        profile: Profile = .aarch64, searchPaths: [String] = [], dialect: Dialect = .current,
        xinclude: Bool = false
    ) {
        self.profile = profile
        self.searchPaths = searchPaths
        self.dialect = dialect
        self.xinclude = xinclude
    }
}
