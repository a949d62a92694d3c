internal import KernelTrace
internal import Microkernel
internal import SystemDescription
internal import SystemPolicy

/// A system ready to be run any number of times: loaded, with its images and devices.
struct Session {
    let plan: RunPlan
    let loaded: LoadedSystem
    let images: SystemImages

    /// The options of the machine.
    private var options: MachineOptions {
        var options = MachineOptions()
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

    /// Builds the machine, lets `open` say where events go, and runs it to its end.
    ///
    /// - Parameters:
    ///   - observer: told what happens.
    ///   - open: called when nothing can be refused any more; gives the trace.
    /// - Returns: how it ended and what moved; without a trace file.
    /// - Throws: when the machine cannot be built or `open` fails.
    func run(
        observer: RunObserver, open: () throws(SimulationError) -> any TraceSink
    ) throws(SimulationError) -> RunReport {
        let system = loaded.system
        let names = system.protectionDomains.map(\.name)
        let monitor = RunMonitor(
            tally: RunTally(regionCount: system.memoryRegions.count, domainCount: names.count),
            progress: observer.progressed.map { Progress(domainNames: names, show: $0) })
        let machine: Machine
        do throws(MachineError) {
            machine = try Machine(system, images: images.registry, options: options, sink: monitor)
        } catch {
            throw .machine(error)
        }
        machine.console = { observer.printed(names.indices.contains($0) ? names[$0] : "kernel", $1) }
        monitor.trace = try open()
        let setting = setting(standIns: machine.standIns)
        observer.began(setting)
        let began = Clock.microseconds()
        machine.boot()
        let outcome = machine.run()
        let elapsed = Clock.microseconds() - began
        machine.shutDown()
        return RunReport(
            setting: setting, outcome: outcome, tally: monitor.tally, traceFile: nil, traceFailure: nil,
            elapsedMicroseconds: elapsed)
    }
}
