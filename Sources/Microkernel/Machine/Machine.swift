internal import Glibc
public import KernelTrace
public import SystemDescription

/// A system description brought to life: its domains entered in the kernel's order, every event recorded.
///
/// Deterministic: the same description, actors, options and injected input give the same events. Not thread-safe, and
/// to be driven by one thread from boot to end, since suspended entries live on that thread.
public final class Machine {
    let core: MachineCore
    private let driver = pthread_self()
    /// Names of the domains, by position in the description.
    public let domainNames: [String]
    /// Domains whose `program_image` no actor implements, by position.
    public let standIns: [Int]

    /// Builds the machine: regions, mappings, actors.
    ///
    /// Nothing runs before `boot`.
    ///
    /// - Parameters:
    ///   - system: the checked description.
    ///   - images: which actor stands behind each `program_image`; domains without one are stand-ins.
    ///   - options: policy, limits, stand-in script.
    ///   - sink: where events go.
    /// - Throws: `MachineError` when a domain asks for more than the description gives it.
    public init(
        _ system: CheckedSystem, images: ImageRegistry = ImageRegistry(),
        options: MachineOptions = MachineOptions(),
        sink: any TraceSink
    ) throws(MachineError) {
        FaultReporter.arm()
        let core = MachineCore(system, options: options, sink: sink)
        self.core = core
        domainNames = system.protectionDomains.map(\.name)
        standIns = try core.populate(images)
    }

    deinit { core.shutDown() }

    /// Where lines go that domains print, or the kernel prints about them (`domain` is then -1 or the domain).
    ///
    /// Without one, what domains print stands in the trace only.
    public var console: ((_ domain: Int, _ line: String) -> Void)? {
        get { core.console }
        set { core.console = newValue }
    }

    /// Resumes all domains, as the real system's initialiser does.
    ///
    /// To be called once.
    public func boot() {
        checkDriver()
        core.boot()
    }

    /// Runs until nothing is ready and nothing is due, or the step limit is reached.
    @discardableResult
    public func run() -> MachineOutcome {
        checkDriver()
        while core.stepCount < core.stepLimit {
            guard core.turn() else { return outcome(.idle) }
        }
        return outcome(.stepLimit)
    }

    /// Goes one kernel step further, for a stepper.
    ///
    /// Returns `false` when nothing is ready and nothing is due.
    public func step() -> Bool {
        checkDriver()
        core.isStepping = true
        defer { core.isStepping = false }
        return core.turn()
    }

    /// Raises interrupt `channel` of `domain`, as a device does after it put its data in place.
    ///
    /// While it is masked, one more is kept. A `channel` that is no interrupt of the domain is ignored.
    public func raise(_ channel: ChannelID, of domain: Int) {
        checkDriver()
        guard case .interrupt(let line) = core.runtimes[domain].wiring.line(channel) else { return }
        core.raise(line, holdsLine: false)
    }

    /// The memory of all regions, for benches and steppers.
    package var memory: SystemMemory { core.memory }

    /// How things stand.
    public func outcome(_ end: MachineOutcome.End = .idle) -> MachineOutcome { core.outcome(end) }

    /// Per region, a digest of its contents now; `nil` for one that nobody maps.
    ///
    /// Without key, to be compared within one process only: the final contents of two orders, say.
    public func regionDigests() -> [UInt64?] { core.regionDigests() }

    /// Unwinds every suspended entry and lets go of the actors.
    ///
    /// Also done when the machine is released.
    public func shutDown() {
        checkDriver()
        core.shutDown()
    }

    private func checkDriver() {
        if pthread_self() != driver { fatalError("a machine is driven by the thread that made it") }
    }
}
