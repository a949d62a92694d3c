public import KernelTrace

/// What the stand-ins of a system do, what entries cost, and when interrupts come: the script beside a description.
///
/// Each time an entry is entered, its next script runs; after the last, none. An entry in `everyTime` runs its first
/// script each time. The count survives a restart, as a global of an image does.
public struct StandInScript: Hashable, Sendable {
    /// The scripts of one entry.
    public struct EntryScripts: Hashable, Sendable {
        /// First time, second time, and so on.
        public var scripts: [[StandInOperation]]
        /// The first script runs each time.
        public var isEveryTime: Bool

        /// Makes the scripts of one entry.
        public init(_ scripts: [[StandInOperation]], isEveryTime: Bool = false) {
            self.scripts = scripts
            self.isEveryTime = isEveryTime
        }
    }

    /// An interrupt at a given virtual time.
    public struct Interrupt: Hashable, Sendable {
        /// Virtual time in microseconds.
        public var time: UInt64
        /// The domain's name.
        public var domain: String
        /// The id under which the domain knows it.
        public var channel: ChannelID

        /// Makes an interrupt.
        public init(time: UInt64, domain: String, channel: ChannelID) {
            self.time = time
            self.domain = domain
            self.channel = channel
        }
    }

    /// The scripts of one domain.
    typealias Behaviour = [TraceEvent.Entry: EntryScripts]

    /// Interrupts to come; those of equal times in this order.
    public var interrupts: [Interrupt] = []
    private var behaviours: [String: Behaviour] = [:]
    private var costs: [String: [TraceEvent.Entry: UInt64]] = [:]

    /// Stand-ins that do nothing, entries that cost nothing, no interrupts.
    public init() {}

    /// What domain `name` does at `entry`.
    public subscript(_ name: String, _ entry: TraceEvent.Entry) -> EntryScripts? {
        get { behaviours[name]?[entry] }
        set { behaviours[name, default: [:]][entry] = newValue }
    }

    /// Whether domain `name` has scripts.
    public func hasBehaviour(of name: String) -> Bool { behaviours[name] != nil }

    /// Virtual processor time that `entry` of domain `name` uses before its first operation, in microseconds.
    ///
    /// Applies to actors and stand-ins alike.
    public func cost(of name: String, _ entry: TraceEvent.Entry) -> UInt64 { costs[name]?[entry] ?? 0 }

    /// Declares the cost of an entry.
    public mutating func setCost(_ microseconds: UInt64, of name: String, _ entry: TraceEvent.Entry) {
        costs[name, default: [:]][entry] = microseconds
    }

    /// What domain `name` does.
    func behaviour(of name: String) -> Behaviour { behaviours[name] ?? [:] }

    /// The costs of domain `name`.
    func entryCosts(of name: String) -> EntryCosts {
        var entryCosts = EntryCosts()
        for (entry, microseconds) in costs[name] ?? [:] { entryCosts[entry] = microseconds }
        return entryCosts
    }
}
