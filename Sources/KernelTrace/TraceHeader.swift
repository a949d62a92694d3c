public import SystemDescription

/// The first line of a trace: everything needed to understand it alone and to run it again.
public struct TraceHeader: Hashable, Sendable {
    /// A file's name, as given by the user, and its whole text.
    public struct File: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The text.
        public var text: String

        /// Makes a file.
        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }
    /// A setting by name, as on the command line without dashes.
    public struct Setting: Hashable, Sendable {
        /// Such as `iommu` or `vault`.
        public var name: String
        /// Its value as text.
        public var value: String

        /// Makes a setting.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
    /// A protection domain; its position is the number in events.
    public struct Domain: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// 0…254.
        public var priority: UInt8
        /// Its core.
        public var core: UInt8
        /// Whether it is passive.
        public var passive: Bool
        /// The position of its parent.
        public var parent: Int?

        /// Makes a domain.
        public init(
            name: String, priority: UInt8 = 0, core: UInt8 = 0, passive: Bool = false, parent: Int? = nil
        ) {
            self.name = name
            self.priority = priority
            self.core = core
            self.passive = passive
            self.parent = parent
        }
    }
    /// A memory region; its position is the number in events.
    public struct Region: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its size in bytes.
        public var byteCount: UInt64
        /// Whether its contents stand in the trace.
        public var isKept: Bool

        /// Makes a region.
        public init(name: String, byteCount: UInt64, isKept: Bool = false) {
            self.name = name
            self.byteCount = byteCount
            self.isKept = isKept
        }
    }
    /// A channel; `channel` and `bit` in events are the ends' ids.
    public struct Channel: Hashable, Sendable {
        /// The domains at the two ends, by position.
        public var domains: [Int]
        /// The ids by which they know it.
        public var ids: [UInt8]

        /// Makes a channel.
        public init(a: Int, aID: UInt8, b: Int, bID: UInt8) {
            domains = [a, b]
            ids = [aID, bID]
        }
    }

    /// The description as named by the user, and its text.
    public var description: File
    /// Files that the description includes, in order of first inclusion.
    public var includes: [File] = []
    /// The policy beside the description, when there is one.
    public var policy: File?
    /// The board profile's name.
    public var profile: String
    /// Build switches of the profile, such as `iommu=on`.
    public var switches: [Setting] = []
    /// The seed; nil when entropy came from the operating system.
    public var seed: UInt64?
    /// The scheduling policy: `default`, `fifo`, or `seeded`.
    public var scheduling: String = "default"
    /// Everything else that a second run needs, by name.
    public var options: [Setting] = []
    /// When an unseeded run started, as ISO 8601; nil in a seeded one, whose trace depends on nothing else.
    public var started: String?
    /// The domains, by position.
    public var domains: [Domain] = []
    /// The regions, by position.
    public var regions: [Region] = []
    /// The channels in document order.
    public var channels: [Channel] = []
    /// Host devices, by number.
    public var devices: [String] = []

    /// A header without domains, for tests and tools.
    public init(description: File = File(name: "", text: ""), profile: String = Profile.aarch64.name) {
        self.description = description
        self.profile = profile
    }

    /// The header of a run of `system`, whose regions are kept as `contents` says.
    public init(description: File, system: CheckedSystem, contents: ContentsRule) {
        self.init(description: description, profile: system.profile.name)
        switches = [
            Setting("hypervisor", system.profile.hypervisor ? "on" : "off"),
            Setting("iommu", system.profile.iommu ? "on" : "off"),
            Setting("smc", system.profile.smc.rawValue),
        ]
        domains = system.protectionDomains.map {
            Domain(name: $0.name, priority: $0.priority, core: $0.cpu, passive: $0.passive, parent: $0.parent)
        }
        let kept = contents.flags(regionCount: system.memoryRegions.count)
        regions = zip(system.memoryRegions, kept).map {
            Region(name: $0.name, byteCount: $0.byteCount, isKept: $1)
        }
        channels = system.channels.map {
            Channel(a: $0.a.domain, aID: $0.a.id, b: $0.b.domain, bID: $0.b.id)
        }
    }

    /// The domains' names, by position.
    public var domainNames: [String] { domains.map(\.name) }
}
