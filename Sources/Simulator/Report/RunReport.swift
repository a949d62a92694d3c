public import Microkernel
public import ProtectionDomains
public import SystemDescription

/// What a run came to.
public struct RunReport: Sendable {
    /// What is known before anything runs.
    public struct Setting: Sendable {
        /// The system.
        public var system: CheckedSystem
        /// Domains whose image nobody here implements, by position.
        public var standIns: [Int]
        /// The script that stand-ins follow, when there is one.
        public var script: String?
        /// Findings of the checker that do not stop a run.
        public var warnings: [Diagnostic]
        /// Where sealed keys are, nil when the system keeps none.
        public var vault: VaultLocation?
        /// The seed, when there is one.
        public var seed: UInt64?
    }

    /// What was known before.
    public var setting: Setting
    /// How the machine ended.
    public var outcome: MachineOutcome
    /// What moved where.
    public var tally: RunTally
    /// The trace file, nil when none was written.
    public var traceFile: String?
    /// Why the trace is not whole, when it is not.
    public var traceFailure: String?
    /// Why the lockbox did not vouch for the vault, when it did not: then nothing was done.
    public var vaultRefusal: String?
    /// What the host's clock says the run took, in microseconds.
    public var elapsedMicroseconds: Double

    /// What the main job came to, when it was run.
    public var mainJob: MainJob.Report?
    /// Its steps with their times.
    public var mainJobSteps: [TimedStep] = []

    /// Domains that faulted and that no parent could help.
    public var deadDomains: [Int] {
        outcome.faults.filter(\.isFinal).map(\.domain).reduce(into: []) {
            if !$0.contains($1) { $0.append($1) }
        }
    }

    /// Whether all went well: nothing died, the trace is whole, the main job came out right.
    public var isGood: Bool { deadDomains.isEmpty && traceFailure == nil && mainJob?.isRight ?? true }
}
