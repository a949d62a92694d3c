internal import KernelTrace
internal import SystemDescription

/// The machine's inside: it executes what the scheduler says, moves messages and records events.
///
/// No access to its storage is in flight when strands are switched (see `CoroutineStrand`): each scheduler operation
/// is one complete access, and `execute` returns before its caller parks.
@safe final class MachineCore {
    let system: CheckedSystem
    let options: MachineOptions
    let sink: any TraceSink
    let scheduler: Scheduler
    let memory: SystemMemory
    var runtimes: [DomainRuntime] = []
    /// Per domain, what the steps below need of it.
    let states: Table<DomainState>
    let signals: SignalSteps
    /// Per domain, the strand that it is suspended on: its own, or that of a domain below it (see `DomainRuntime.serve`).
    let strands: Table<Unmanaged<Strand>>
    /// Per domain, its runtime; owned by `runtimes`.
    let domains: Table<Unmanaged<DomainRuntime>?>
    /// The machine's own thread of execution, which runs the loop.
    let home: Strand
    let interrupts: Table<InterruptLine>
    var timers = DeviceTimers()
    /// The machine ends: every strand unwinds and returns.
    var isEnding = false
    /// Every system call goes back to the machine's loop.
    var isStepping = false
    /// What a driver that goes from delivery to delivery knows.
    var stepper = Stepper()
    /// Kernel steps so far.
    var stepCount: UInt64 = 0
    /// The run stops after this many.
    let stepLimit: UInt64
    /// Domains may serve entries on the strands of lower ones.
    let nests: Bool
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
        let count = system.protectionDomains.count
        states = Table(repeating: DomainState(), count: count)
        signals = SignalSteps(domains: count)
        home = Strand.home(options.backend)
        unsafe strands = Table(repeating: Unmanaged.passUnretained(home), count: count)
        unsafe domains = Table(repeating: nil, count: count)
        stepLimit = options.stepLimit ?? .max
        nests =
            options.nests && options.backend == .coroutines && scheduler.cores.count == 1
            && system.domainSchedule == nil
        interrupts = Table(
            system.protectionDomains.enumerated().flatMap { index, domain in
                domain.irqs.map { InterruptLine(domain: index, bit: $0.id) }
            })
    }

    /// Whether `domain` keeps running: it is still the current one, and the loop has nothing to do.
    func goesOn(_ domain: Int, on core: Int) -> Bool {
        guard scheduler.current(core) == domain, !isStepping, stepCount < stepLimit else { return false }
        return scheduler.cores.count == 1 || nextCore() == core
    }

    /// Whom the domain that ran hands over to: straight to the next one, unless the loop has something to do.
    ///
    /// `none` is the loop.
    func successor() -> Int {
        guard scheduler.cores.count == 1, !isStepping, stepCount < stepLimit, !isEnding else { return none }
        let next = scheduler.current(0)
        guard next != none, !isBusy(next) else { return none }
        return next
    }

    /// What `domain` is suspended on; the loop's own strand for `none`.
    func strand(_ domain: Int) -> Unmanaged<Strand> {
        domain == none ? unsafe Unmanaged.passUnretained(home) : unsafe strands[domain]
    }

    /// Runs `domain` from the machine's loop, until somebody hands back.
    func run(_ domain: Int) {
        unsafe home.handOver(to: strands[domain])
        FaultReporter.leave()
    }

    /// Whether `domain` uses processor time, or waits for a time, before it goes on.
    func isBusy(_ domain: Int) -> Bool {
        if states[domain].burnMicroseconds > 0 { return true }
        if states[domain].waitUntil == 0 { return false }
        if states[domain].waitUntil > scheduler.cores[scheduler.threads[domain].core].now { return true }
        states[domain].waitUntil = 0
        return false
    }

    /// Whether `domain`, about to go on, must perform its last system call again.
    func takeRepeat(_ domain: Int) -> Bool {
        guard scheduler.threads[domain].repeatsCall else { return false }
        scheduler.threads[domain].repeatsCall = false
        return true
    }

    /// Ends a step: decides who runs, records what it did, and delivers interrupts that became due.
    func settle(_ core: Int, cause: TraceEvent.Step) {
        scheduler.settle(core)
        if scheduler.effects.count > 0 { recordEffects(cause: cause) }
    }
}
