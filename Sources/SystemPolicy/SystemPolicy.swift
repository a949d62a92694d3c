public import SystemDescription

/// What a system's author says about its secrets: labels of regions and domains, and who may turn one into another.
///
/// It stands in a file beside the description, whose names it uses; `docs/policy.md` has the grammar. Positions are
/// those of the checked description.
public struct SystemPolicy: Hashable, Sendable {
    /// How much harm it does when something becomes known, ascending.
    public enum Level: String, Hashable, Sendable, CaseIterable, Comparable {
        /// Anybody may know it; only such contents stand in traces.
        case `public`
        /// What clients entrust to the system.
        case client
        /// Key material.
        case secret
        /// What protects key material.
        case root

        /// By harm.
        public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .public: 0
            case .client: 1
            case .secret: 2
            case .root: 3
            }
        }
    }
    /// Who can learn and influence: what a list of a policy names.
    public enum Subject: Hashable, Sendable {
        /// A protection domain, by its position in `protectionDomains`.
        case domain(Int)
        /// The virtual machine of the domain at this position.
        case machine(Int)
        /// The device of an IOMMU address space, by its position in `ioAddressSpaces`.
        case device(Int)
    }
    /// Which flows the policy rules out, ascending: each includes the ones before.
    public enum Enforcement: String, Hashable, Sendable, CaseIterable {
        /// Words: shared memory, messages, authority.
        case data
        /// Single bits, too: notifications.
        case signals
        /// Also how long others keep the processor.
        case timing
    }
    /// A `region` statement.
    public struct Region: Hashable, Sendable {
        /// Position in `memoryRegions`.
        public var region: Int
        /// What it holds.
        public var level: Level
        /// Who may learn its contents, in the order written; nil when nothing is said.
        public var readers: [Subject]?
        /// Who may influence its contents, in the order written; nil when nothing is said.
        public var influencers: [Subject]?
        /// Where the statement stands.
        public var location: SourceLocation
    }
    /// A `domain`, `machine` or `device` statement.
    public struct Holder: Hashable, Sendable {
        /// Whom it is about.
        public var subject: Subject
        /// The highest level of what it holds and may learn.
        public var level: Level
        /// Who may learn what it knows, in the order written; nil when nothing is said.
        public var readers: [Subject]?
        /// Who may influence it, in the order written; nil when nothing is said.
        public var influencers: [Subject]?
        /// Where the statement stands.
        public var location: SourceLocation
    }
    /// A `declassifier` statement.
    public struct Declassifier: Hashable, Sendable {
        /// Position in `protectionDomains`.
        public var domain: Int
        /// Why what it gives away may be given away.
        public var reason: String
        /// The highest level of what it gives away.
        public var level = Level.public
        /// Where the statement stands.
        public var location: SourceLocation
    }
    /// An `endorser` statement.
    public struct Endorser: Hashable, Sendable {
        /// Position in `protectionDomains`.
        public var domain: Int
        /// Why what it does with what it takes in does no harm.
        public var reason: String
        /// Where the statement stands.
        public var location: SourceLocation
    }
    /// An `assume no-dma` statement.
    public struct Assumption: Hashable, Sendable {
        /// Position in `protectionDomains`.
        public var domain: Int
        /// Why the hardware that this domain drives cannot reach memory.
        public var reason: String
        /// Where the statement stands.
        public var location: SourceLocation
    }

    /// The file, as named by the user.
    public var file: String
    /// Its whole text, for the trace.
    public var text: String
    /// Regions in the order written.
    public var regions: [Region] = []
    /// Domains, virtual machines and devices in the order written.
    public var holders: [Holder] = []
    /// Declassifiers in the order written.
    public var declassifiers: [Declassifier] = []
    /// Endorsers in the order written.
    public var endorsers: [Endorser] = []
    /// Assumptions in the order written.
    public var assumptions: [Assumption] = []
    /// Which flows are ruled out.
    public var enforcement = Enforcement.data

    /// A policy that says nothing: all contents are masked.
    public init(file: String = "", text: String = "") {
        self.file = file
        self.text = text
    }

    /// The positions of the regions whose contents may stand in a trace, ascending.
    public var publicRegions: [Int16] {
        regions.filter { $0.level == .public }.map { Int16(clamping: $0.region) }.sorted()
    }

    /// Where the policy of the description in `path` is looked for: `a.policy` beside `a.system.xml` and `a.system`.
    public static func path(besideDescription path: String) -> String {
        for suffix in [".system.xml", ".system", ".xml"] where path.hasSuffix(suffix) && path != suffix {
            let stem = path.dropLast(suffix.count)
            if stem.last != "/" { return stem + ".policy" }
        }
        return path + ".policy"
    }
}
