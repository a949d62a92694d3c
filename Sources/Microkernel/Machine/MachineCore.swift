internal import KernelTrace
internal import SystemDescription

/// The machine's inside: it executes what the scheduler says, moves messages and records events.
///
/// No access to its storage is in flight when strands are switched (see `CoroutineStrand`): each scheduler operation
/// is one complete access, and `execute` returns before its caller parks.
final class MachineCore {
    let system: CheckedSystem
    let options: MachineOptions
    let sink: any TraceSink
    let scheduler: Scheduler
    let memory: SystemMemory
    var runtimes: [DomainRuntime] = []
    var interrupts: [InterruptLine]
    var timers = DeviceTimers()
    /// The machine ends: every strand unwinds and returns.
    var isEnding = false
    /// Every system call goes back to the machine's loop.
    var isStepping = false
    /// What a driver that goes from delivery to delivery knows.
    var stepper = Stepper()
    /// Kernel steps so far.
    var stepCount: UInt64 = 0
    /// Lines that the kernel or a domain printed.
    var console: ((_ domain: Int, _ line: String) -> Void)?
    var faults: [MachineOutcome.FaultRecord] = []
    var warnings: [String] = []

    init(_ system: CheckedSystem, options: MachineOptions, sink: any TraceSink) {
        self.system = system
        self.options = options
        self.sink = sink
        memory = SystemMemory(system)
        scheduler = Scheduler(system, policy: options.policy, choices: options.choices)
        interrupts = system.protectionDomains.enumerated().flatMap { index, domain in
            domain.irqs.map { InterruptLine(domain: index, bit: $0.id) }
        }
    }

    /// Whether `runtime` must give up its strand: others run, or the loop has something to do.
    func mustHandOver(from runtime: DomainRuntime) -> Bool {
        if isStepping || scheduler.current(runtime.core) != runtime.index { return true }
        return scheduler.cores.count > 1 && nextCore() != runtime.core
    }

    /// Whether `runtime`, about to go on, must perform its last system call again.
    func takeRepeat(_ runtime: DomainRuntime) -> Bool {
        guard scheduler.threads[runtime.index].repeatsCall else { return false }
        scheduler.threads[runtime.index].repeatsCall = false
        return true
    }

    /// Ends a step: decides who runs, records what it did, and delivers interrupts that became due.
    func settle(_ core: Int, cause: TraceEvent.Step) {
        scheduler.settle(core)
        if scheduler.effects.count > 0 { recordEffects(cause: cause) }
    }
}
