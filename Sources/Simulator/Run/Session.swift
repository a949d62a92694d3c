internal import KernelTrace
internal import Microkernel
internal import SystemDescription
internal import SystemPolicy

/// A system ready to be run any number of times: loaded, with its images and devices.
struct Session {
    let plan: RunPlan
    let loaded: LoadedSystem
    let images: SystemImages
    /// What was decided in a run that was stepped live, to be repeated.
    var interventions = Interventions()

    /// The options of the machine.
    private func options(isAsked: Bool) -> MachineOptions {
        var options = MachineOptions()
        if isAsked || !interventions.choices.isEmpty { options.choices = interventions.choices }
        options.backend = plan.stacks == .threads ? .threads : .coroutines
        options.seed = plan.seed
        options.script = loaded.script
        options.host = images.host
        switch plan.scheduling {
        case .kernel: options.policy = .kernel
        case .fifo: options.policy = .fifo
        case .seeded: options.policy = .seeded(plan.orderSeed ?? plan.seed ?? 0)
        }
        return options
    }

    /// What is known before anything runs.
    func setting(standIns: [Int]) -> RunReport.Setting {
        RunReport.Setting(
            system: loaded.system, standIns: standIns, script: loaded.scriptFile?.name,
            warnings: loaded.result.warnings, vault: images.vault,
            seed: plan.seed)
    }

    /// Which bytes may stand in the trace.
    var contents: ContentsRule {
        plan.keepsAllContents ? .all : .publicRegions(loaded.policy?.publicRegions ?? [])
    }

    /// Builds the machine, whose events go to `sink`.
    ///
    /// - Parameters:
    ///   - sink: takes the events.
    ///   - isAsked: whether somebody wants to know what there was to choose among equals.
    /// - Returns: the machine, not yet booted.
    /// - Throws: when a domain asks for more than the description gives.
    func machine(_ sink: any TraceSink, isAsked: Bool = false) throws(SimulationError) -> Machine {
        do throws(MachineError) {
            return try Machine(
                loaded.system, images: images.registry, options: options(isAsked: isAsked), sink: sink)
        } catch {
            throw .machine(error)
        }
    }

    /// Builds the machine, lets `open` say where events go, and runs it to its end.
    ///
    /// - Parameters:
    ///   - observer: told what happens.
    ///   - atEnd: looks at the machine when nothing is left to run.
    ///   - open: called when nothing can be refused any more; gives the trace.
    /// - Returns: how it ended and what moved; without a trace file.
    /// - Throws: when the machine cannot be built or `open` fails.
    func run(
        observer: RunObserver, atEnd: (Machine) -> Void = { _ in },
        open: () throws(SimulationError) -> any TraceSink
    ) throws(SimulationError) -> RunReport {
        let system = loaded.system
        let names = system.protectionDomains.map(\.name)
        let monitor = RunMonitor(
            tally: RunTally(regionCount: system.memoryRegions.count, domainCount: names.count),
            progress: observer.progressed.map { Progress(domainNames: names, show: $0) })
        let machine = try machine(monitor)
        machine.console = { observer.printed(names.indices.contains($0) ? names[$0] : "kernel", $1) }
        monitor.trace = try open()
        let setting = setting(standIns: machine.standIns)
        observer.began(setting)
        let began = Clock.microseconds()
        machine.boot()
        let outcome = interventions.run(machine)
        let elapsed = Clock.microseconds() - began
        atEnd(machine)
        machine.shutDown()
        return RunReport(
            setting: setting, outcome: outcome, tally: monitor.tally, traceFile: nil, traceFailure: nil,
            vaultRefusal: nil, elapsedMicroseconds: elapsed)
    }
}
