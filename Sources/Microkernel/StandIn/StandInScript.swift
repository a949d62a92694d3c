public import KernelTrace

/// What the stand-ins of a system do: per domain and entry, scripts of operations.
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

    /// The scripts of one domain.
    public typealias Behaviour = [TraceEvent.Entry: EntryScripts]

    private var behaviours: [String: Behaviour] = [:]

    /// Stand-ins that do nothing.
    public init() {}

    /// What domain `name` does at `entry`.
    public subscript(_ name: String, _ entry: TraceEvent.Entry) -> EntryScripts? {
        get { behaviours[name]?[entry] }
        set { behaviours[name, default: [:]][entry] = newValue }
    }

    /// What domain `name` does.
    func behaviour(of name: String) -> Behaviour { behaviours[name] ?? [:] }
}
