/// Whether what a system comes to depends on the order among domains of equal priority.
///
/// Runs the system once by the kernel's rules, then with orders picked by seeds, and compares the results.
public struct OrderExploration: Sendable {
    /// An order that came to another result.
    public struct Finding: Hashable, Sendable {
        /// The seed of the seeded policy that picks this order.
        public let seed: UInt64
        /// What differs from the run by the kernel's rules, in words.
        public let differences: [String]
    }

    /// How many seeded orders were run.
    public let runCount: Int
    /// Those that came to another result, by seed.
    public let findings: [Finding]

    /// Runs orders 1…`runs`.
    ///
    /// - Parameters:
    ///   - runs: how many seeded orders.
    ///   - makeMachine: builds a fresh machine, not booted, for a policy: same seed, same inputs, fresh devices.
    ///   - progress: told how many seeded orders are done.
    /// - Throws: what `makeMachine` throws.
    public init<E: Error>(
        runs: Int, makeMachine: (MachineOptions.Policy) throws(E) -> Machine,
        progress: (Int) -> Void = { _ in }
    ) throws(E) {
        let baseline = try makeMachine(.kernel)
        let expected = Self.result(of: baseline)
        var findings: [Finding] = []
        for seed in 1...UInt64(max(1, runs)) {
            let machine = try makeMachine(.seeded(seed))
            let differences = Self.result(of: machine).differences(
                from: expected, regionNames: machine.regionNames, domainNames: machine.domainNames)
            if !differences.isEmpty { findings.append(Finding(seed: seed, differences: differences)) }
            progress(Int(seed))
        }
        runCount = max(1, runs)
        self.findings = findings
    }

    /// Whether any order came to another result.
    public var dependsOnOrder: Bool { !findings.isEmpty }

    private static func result(of machine: Machine) -> MachineResult {
        machine.boot()
        machine.run()
        return machine.result
    }
}
