public import KernelTrace
internal import Microkernel
internal import SystemDescription
internal import SystemPolicy
public import TraceViews

/// A seeded run that is stepped from delivery to delivery: orders chosen, faults injected, and back again.
///
/// Going back runs the system anew to the delivery before, with the same seed and what was decided until there.
/// Driven by one thread. Nothing outside changes: the vault is in memory, and no file is written before `save`.
public final class LiveSession {
    private let plan: RunPlan
    private let loaded: LoadedSystem
    private let requests: RequestStream?
    private var decided = Interventions()
    private var machine: Machine
    private var sink: LiveTrace
    private var next: Machine.Delivery?
    private var message = ""
    /// Deliveries let go on so far.
    public private(set) var deliveryCount = 0
    /// How many choices were made when the machine stopped at each delivery, the present one last.
    private var choiceCounts: [Int] = []

    /// The seed of the run: that of the plan, or one drawn now.
    public let seed: UInt64
    /// Domains that are stand-ins, by name.
    public var standIns: [String] { machine.standIns.map { machine.domainNames[$0] } }

    /// Brings up what `plan` says, and stops before the first delivery.
    ///
    /// - Parameter plan: its policy is what is chosen from; its vault must be in memory.
    /// - Throws: when the input is not usable.
    public init(_ plan: RunPlan) throws(SimulationError) {
        if case .directory = plan.vault {
            throw .unusable(
                "a run that is stepped goes back and forth, so its vault is in memory: leave --vault out")
        }
        var plan = plan
        seed = plan.seed ?? UInt64.random(in: 0...UInt64(Int64.max))
        plan.seed = seed
        plan.vault = .memory
        self.plan = plan
        loaded = try LoadedSystem(plan, files: LocalFiles())
        requests = try RequestInput.readAll(plan.requests)
        (machine, sink) = try Self.boot(plan, loaded, requests, [])
        stop()
    }

    private static func boot(
        _ plan: RunPlan, _ loaded: LoadedSystem, _ requests: RequestStream?, _ choices: [Int]
    ) throws(SimulationError) -> (Machine, LiveTrace) {
        let images = try SystemImages(plan, loaded.system, requests: requests, observer: RunObserver())
        var session = Session(plan: plan, loaded: loaded, images: images)
        let sink = LiveTrace(header: session.header, seed: plan.seed ?? 0)
        session.interventions.choices = choices
        let machine = try session.machine(sink, isAsked: true)
        machine.boot()
        return (machine, sink)
    }

    /// Calls `hook`, which must be safe in a signal handler, before a domain's memory fault or trap ends the program.
    public static func beforeFaults(_ hook: @convention(c) () -> Void) { FaultReporter.before(hook) }

    /// The events so far.
    public var trace: Trace { sink.trace }
    /// Whether nothing is left to do.
    public var hasEnded: Bool { next == nil }

    private func stop() {
        next = machine.runToDelivery()
        choiceCounts.append(machine.choices.count)
    }

    /// Lets the delivery happen, and stops before the next one.
    public func goOn() {
        message = ""
        guard next != nil else { return }
        deliveryCount += 1
        stop()
    }

    /// Stands again where it stood one delivery ago.
    ///
    /// What was decided from there on is undone.
    public func goBack() throws(SimulationError) {
        guard deliveryCount > 0 else { return }
        try rerun(to: deliveryCount - 1)
        message = "back by one delivery"
    }

    /// Stands again before delivery `count`, counted from 0; what was decided from there on is undone.
    private func rerun(to count: Int, choices: [Int]? = nil) throws(SimulationError) {
        let made = machine.choices.prefix(choiceCounts[min(count, choiceCounts.count - 1)])
        var kept = Interventions()
        kept.choices = choices ?? made.map(\.chosen)
        kept.injections = decided.injections.filter { $0.delivery < count }
        machine.shutDown()
        (machine, sink) = try Self.boot(plan, loaded, requests, kept.choices)
        decided = kept
        deliveryCount = 0
        choiceCounts = []
        stop()
        while deliveryCount < count,
            next != nil || kept.injections.contains(where: { $0.delivery == deliveryCount })
        {
            for (_, injection) in kept.injections.filter({ $0.delivery == deliveryCount }) {
                stopAgain(after: injection)
            }
            deliveryCount += 1
            stop()
        }
    }

    /// What could run instead, by choice since the delivery before.
    private var alternatives: [(choice: Int, place: Int, domain: Int)] {
        let made = machine.choices
        let first = choiceCounts.count > 1 ? choiceCounts[choiceCounts.count - 2] : 0
        return (first..<max(first, made.count)).flatMap { choice in
            made[choice].domains.enumerated().map { (choice, $0, $1) }
        }
    }

    /// Lets another of those run first that the policy leaves open.
    ///
    /// - Parameter index: a place in `status.order`.
    /// - Throws: when the system cannot be brought up again.
    public func choose(_ index: Int) throws(SimulationError) {
        let alternatives = alternatives
        guard alternatives.indices.contains(index) else { return }
        let (choice, place, domain) = alternatives[index]
        let choices = machine.choices.prefix(choice).map(\.chosen) + [place]
        try rerun(to: deliveryCount, choices: choices)
        message = "\(machine.domainNames[domain]) goes first"
    }

    private var possibleInjections: [Machine.Injection] {
        let domains = loaded.system.protectionDomains
        let interrupts = domains.enumerated().flatMap { index, domain in
            domain.irqs.map { Machine.Injection.interrupt(domain: index, id: $0.id) }
        }
        return interrupts + domains.indices.map { .fault(domain: $0) }
            + domains.indices.map { .crash(domain: $0) }
            + domains.indices.map { .drop(domain: $0) }
    }

    /// Does one of `status.injections` to the machine, now.
    public func inject(_ index: Int) {
        let possible = possibleInjections
        guard possible.indices.contains(index) else { return }
        decided.injections.append((deliveryCount, possible[index]))
        stopAgain(after: possible[index])
        message = text(possible[index])
    }

    /// Injects, after which somebody else may be next; where nothing was left to do, something may be.
    private func stopAgain(after injection: Machine.Injection) {
        machine.inject(injection)
        choiceCounts.removeLast()
        next = machine.runToDelivery(releasing: false)
        choiceCounts.append(machine.choices.count)
    }

    private func text(_ injection: Machine.Injection) -> String {
        let names = machine.domainNames
        return switch injection {
        case .interrupt(let domain, let id): "raise interrupt \(id) of \(names[domain])"
        case .fault(let domain): "\(names[domain]): its next entry faults"
        case .crash(let domain): "\(names[domain]) crashes and begins anew"
        case .drop(let domain): "\(names[domain]) vanishes"
        }
    }

    /// How the machine stands, for the viewer.
    public var status: LiveStatus {
        let names = machine.domainNames
        let alternatives = alternatives
        let made = machine.choices
        var chosen = 0
        for (index, alternative) in alternatives.enumerated()
        where made[alternative.choice].chosen == alternative.place { chosen = index }
        return LiveStatus(
            deliveryCount: deliveryCount, next: next.map { "\(names[$0.domain]): \(Self.words($0.entry))" },
            order: alternatives.map { names[$0.domain] }, chosen: chosen,
            injections: possibleInjections.map(text), message: message)
    }

    private static func words(_ entry: TraceEvent.Entry) -> String {
        switch entry {
        case .start: "init"
        case .notified(let id): "notified(\(id))"
        case .protected(let id): "protected(\(id))"
        case .fault(let id): "fault(\(id))"
        }
    }

    /// Writes the trace so far; `kms replay` repeats it, with what was decided.
    ///
    /// - Parameter path: the file.
    /// - Throws: when it cannot be written.
    public func save(to path: String) throws(SimulationError) {
        let files = [loaded.description.name] + loaded.includes.map(\.name)
        try TraceTarget.check(
            path, inputs: files + [loaded.scriptFile?.name, loaded.policy?.file].compactMap(\.self))
        var header = trace.header
        var decided = decided
        decided.choices = machine.choices.map(\.chosen)
        decided.stop = hasEnded ? nil : deliveryCount
        if !decided.isEmpty {
            header.options.append(TraceHeader.Setting(SettingName.interventions, decided.text))
        }
        let writer = try TraceFileWriter.open(path, header: header)
        trace.record(in: writer)
        do throws(TraceWriteError) { try writer.close() } catch { throw .trace(error) }
    }
}
