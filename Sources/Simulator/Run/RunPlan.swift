public import SystemDescription

/// What is to be run, and how: the command line as a value.
public struct RunPlan: Sendable {
    /// Where requests come from.
    public enum Requests: Hashable, Sendable {
        /// Nobody asks: the main job, where there is one.
        case none
        /// Lines of this file.
        case file(String)
        /// Lines of standard input.
        case standardInput
    }
    /// What holds suspended entries.
    public enum Stacks: String, Hashable, Sendable, CaseIterable {
        /// A stack per domain on one thread.
        case coroutines
        /// A thread per domain, of which one runs.
        case threads
    }
    /// Who goes first among equals.
    public enum Scheduling: String, Hashable, Sendable, CaseIterable {
        /// As the kernel does.
        case kernel = "default"
        /// In order of waking.
        case fifo
        /// As drawn from a seed.
        case seeded
    }

    /// The description's file.
    public var description: String
    /// How it is checked.
    public var check = CheckOptions()
    /// Where requests come from.
    public var requests = Requests.none
    /// The seed of all randomness; nil for the operating system's.
    public var seed: UInt64?
    /// Who goes first among equals.
    public var scheduling = Scheduling.kernel
    /// The seed of `seeded` scheduling; the run's seed when nil.
    public var orderSeed: UInt64?
    /// The trace file.
    public var traceFile = "kms.trace.jsonl"
    /// Whether the bytes of all regions stand in the trace.
    public var keepsAllContents = false
    /// Where sealed keys are; by default in memory when there is a seed, else in the usual directory.
    public var vault: VaultLocation?
    /// The directory that is used when neither a vault nor a seed is given; nil when there is none.
    public var usualVault: String?
    /// The script of the stand-ins; by default the one beside the description.
    public var scriptFile: String?
    /// Whether the main job also computes by bootstraps, which takes most of its time.
    public var bootstraps = true
    /// What holds suspended entries.
    public var stacks = Stacks.coroutines

    /// Plans a run of the description in this file.
    public init(description: String) { self.description = description }
}
