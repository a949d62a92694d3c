internal import KernelTrace
internal import Microkernel
internal import SystemDescription

/// Runs one system in many orders among equals, and says whether what it did depended on the order.
///
/// A difference is a proof; that none was found is not.
public struct Exploration: Sendable {
    /// The description's file.
    public var file: String
    /// The seed of all randomness but the order.
    public var seed: UInt64
    /// How many orders were run.
    public var orderCount: Int
    /// How many of them were different.
    public var distinctOrderCount: Int
    /// What the runs did, each kind once, the first order that led to it first.
    public var results: [Outcome]

    /// What some of the runs did.
    public struct Outcome: Sendable {
        /// The first order that led to it.
        public var firstOrder: UInt64
        /// How many orders led to it.
        public var count: Int
        /// Domains that did something else than in the first kind.
        public var differingDomains: [String]
        /// Regions that held something else at the end, such as what the last of two writers stored.
        public var differingRegions: [String]
        /// Domains that died.
        public var deadDomains: [String]
        /// Domains that wait for a reply for ever.
        public var hungDomains: [String]
    }

    /// Whether all runs did the same.
    public var isIndependent: Bool { results.count <= 1 }

    /// Runs what `plan` says in `count` orders drawn from the seeds 1 to `count`.
    ///
    /// Randomness is the same in all runs, so only the order differs; the vault is a fresh one in memory each time,
    /// no trace is written, and the main job does without bootstraps.
    ///
    /// - Parameters:
    ///   - plan: what to run; its policy, vault and trace file do not count.
    ///   - count: how many orders.
    ///   - observer: told of progress.
    /// - Returns: the kinds of results.
    /// - Throws: when the input is not usable.
    public static func run(
        _ plan: RunPlan, orders count: Int, observer: RunObserver = RunObserver()
    ) throws(SimulationError) -> Exploration {
        var plan = plan
        let seed = plan.seed ?? UInt64.random(in: 0...UInt64(Int64.max))
        plan.seed = seed
        plan.scheduling = .seeded
        plan.vault = .memory
        // The same whatever the order, and seconds in each run.
        plan.bootstraps = false
        let loaded = try LoadedSystem(plan, files: LocalFiles())
        let requests = try RequestInput.readAll(plan.requests)
        let names = loaded.system.protectionDomains.map(\.name)
        var runs: [Run] = []
        for order in 1...UInt64(count) {
            plan.orderSeed = order
            let images = try SystemImages(plan, loaded.system, requests: requests, observer: RunObserver())
            let sink = FingerprintSink(domainCount: names.count, key: TraceKey(seed: seed))
            var quiet = RunObserver()
            quiet.progressed = observer.progressed.map { show in
                { @Sendable in show("order \(order) of \(count), \($0)") }
            }
            var contents: [UInt64?] = []
            let session = Session(plan: plan, loaded: loaded, images: images)
            let report = try session.run(observer: quiet, atEnd: { contents = $0.regionDigests() }) { sink }
            runs.append(Run(fingerprint: sink.fingerprint, contents: contents, report: report))
        }
        return Exploration(
            file: plan.description, seed: seed, orderCount: count,
            distinctOrderCount: Set(runs.map(\.fingerprint.order)).count,
            results: kinds(of: runs, names, loaded.system.memoryRegions.map(\.name)))
    }

    /// What one run came to.
    private struct Run {
        var fingerprint: Fingerprint
        /// Per region, the digest of what it held at the end.
        var contents: [UInt64?]
        var report: RunReport

        func didTheSame(as other: Run) -> Bool {
            fingerprint.results == other.fingerprint.results && contents == other.contents
        }
    }

    private static func kinds(of runs: [Run], _ names: [String], _ regions: [String]) -> [Outcome] {
        var kinds: [(run: Run, outcome: Outcome)] = []
        for (index, run) in runs.enumerated() {
            if let known = kinds.firstIndex(where: { $0.run.didTheSame(as: run) }) {
                kinds[known].outcome.count += 1
                continue
            }
            let first = kinds.first?.run ?? run
            let outcome = Outcome(
                firstOrder: UInt64(index + 1), count: 1,
                differingDomains: names.indices.filter {
                    first.fingerprint.results[$0] != run.fingerprint.results[$0]
                }.map { names[$0] },
                differingRegions: regions.indices.filter { first.contents[$0] != run.contents[$0] }.map {
                    regions[$0]
                },
                deadDomains: run.report.deadDomains.map { names[$0] },
                hungDomains: run.report.outcome.hungCallers.map { names[$0] })
            kinds.append((run, outcome))
        }
        return kinds.map(\.outcome)
    }
}

extension Exploration {
    /// The verdict in 80 columns, each line ended.
    public func text(styled: Bool) -> String {
        var page = ReportPage(styled: styled)
        let runs = Quantities.count(orderCount, "run")
        let orders = Quantities.count(distinctOrderCount, "different order")
        page.title("\(file): \(runs), \(orders) among domains of equal priority")
        if !isIndependent {
            page.line(page.bad("The result depends on the order: \(results.count) kinds of results."))
        } else if distinctOrderCount > 1 {
            page.line(page.good("The result was the same in all of them."))
        } else {
            page.line(page.good("There was never a choice: every run took the same order."))
        }
        for (index, result) in results.enumerated() where !isIndependent {
            page.heading("Kind \(index + 1), \(Quantities.count(result.count, "run"))")
            let differing = result.differingDomains + result.differingRegions.map { "the contents of \($0)" }
            if !differing.isEmpty { page.row("differs", differing.joined(separator: ", ").words, column: 12) }
            command(for: result, on: &page)
        }
        for result in results.prefix(1) + results.dropFirst().filter({ !$0.deadDomains.isEmpty }) {
            for name in result.deadDomains { page.line("\(name) faulted, and nobody can restart it") }
            for name in result.hungDomains { page.line("\(name) waits for a reply for ever") }
        }
        return page.text
    }

    private func command(for result: Outcome, on page: inout ReportPage) {
        page.row(
            "run it", ["kms run \(file) --seed \(seed) --policy seeded --order \(result.firstOrder)"],
            column: 12)
    }
}
