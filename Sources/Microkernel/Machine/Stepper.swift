public import KernelTrace

/// What a driver knows that stops a machine before each delivery.
struct Stepper {
    /// The entry that is about to begin, when the machine stopped before one.
    var delivery: Machine.Delivery?
    /// The domain that may go on into its entry.
    var released = none
    /// Whether the driver wants to be asked before entries.
    var stopsAtDeliveries = false
    /// Domains whose next entry faults.
    var faulting: Set<Int> = []
}

extension MachineCore {
    /// Stops `runtime` before an entry begins, until the driver lets it go on.
    ///
    /// It may lose its core meanwhile, to an interrupt say; then it stops here again before it goes on.
    func stop(_ runtime: DomainRuntime, before entry: TraceEvent.Entry) throws(Fault) {
        guard stepper.stopsAtDeliveries else { return }
        repeat {
            stepper.delivery = Machine.Delivery(domain: runtime.index, entry: entry)
            try runtime.handOver()
        } while stepper.stopsAtDeliveries && stepper.released != runtime.index
        stepper.released = none
    }

    /// Throws what was injected into `runtime`, once.
    func throwInjectedFault(of runtime: DomainRuntime) throws(Fault) {
        guard stepper.faulting.remove(runtime.index) != nil else { return }
        throw .broken("a fault was injected")
    }

    /// `runtime` loses what it was doing and begins anew, as after a reset.
    func crash(_ runtime: DomainRuntime) {
        let step = record(.child(.restart, child: Int16(runtime.index)), cause: 0, by: nil)
        discard(runtime, for: nil, cause: step)
        runtime.state.isDead = false
        scheduler.restart(runtime.index, on: runtime.core)
        settle(runtime.core, cause: step)
    }

    /// `runtime` never runs again: signals to it are lost, callers wait for ever.
    func drop(_ runtime: DomainRuntime) {
        let step = record(.child(.stop, child: Int16(runtime.index)), cause: 0, by: nil)
        runtime.state.isDead = true
        scheduler.stop(runtime.index)
        settle(runtime.core, cause: step)
    }
}

extension Machine {
    /// An entry that is about to begin.
    public struct Delivery: Hashable, Sendable {
        /// Whose, by position in the description.
        public let domain: Int
        /// Which.
        public let entry: TraceEvent.Entry
    }

    /// What a driver can do to a machine from outside.
    public enum Injection: Hashable, Sendable {
        /// A device raises the interrupt with this id.
        case interrupt(domain: Int, id: UInt8)
        /// The domain's next entry faults as it begins; seen by `runToDelivery` only.
        case fault(domain: Int)
        /// The domain loses what it was doing and begins again at `init`.
        case crash(domain: Int)
        /// The domain never runs again.
        case drop(domain: Int)
    }

    /// Runs to the next entry that is about to begin, and stops before it.
    ///
    /// The events are those of `run`: to stop costs the machine nothing.
    ///
    /// - Parameter releasing: whether the entry before which it stands goes on first, if that domain still has its core.
    /// - Returns: the entry; nil when nothing is ready and nothing is due.
    public func runToDelivery(releasing: Bool = true) -> Delivery? {
        core.isStepping = true
        core.stepper.stopsAtDeliveries = true
        defer {
            core.isStepping = false
            core.stepper.stopsAtDeliveries = false
        }
        if releasing, let delivery = core.stepper.delivery, core.isCurrent(delivery.domain) {
            core.stepper.released = delivery.domain
        }
        core.stepper.delivery = nil
        while core.stepper.delivery == nil {
            guard core.turn() else { return nil }
        }
        return core.stepper.delivery
    }

    /// Does `injection` now, between two deliveries; a note in the trace says so.
    public func inject(_ injection: Injection) {
        core.leaveNests()
        core.note(injection)
        switch injection {
        case .interrupt(let domain, let id): raise(ChannelID(UInt32(id)), of: domain)
        case .fault(let domain): core.stepper.faulting.insert(domain)
        case .crash(let domain): core.crash(core.runtimes[domain])
        case .drop(let domain): core.drop(core.runtimes[domain])
        }
    }

    /// All choices among equals so far, of a machine whose options have `choices`.
    public var choices: [MachineChoice] { core.scheduler.shared.guide?.made ?? [] }
}

extension MachineCore {
    /// Goes on until no domain stands on the strand of another, which could not be taken from under it.
    ///
    /// That can only be in the middle of a run that its step limit ended: nobody nests while he is stepped.
    fileprivate func leaveNests() {
        let wasStepping = isStepping
        isStepping = true
        while runtimes.contains(where: { $0.nesting > 0 }), turn() {}
        isStepping = wasStepping
    }

    fileprivate func isCurrent(_ domain: Int) -> Bool { scheduler.current(runtimes[domain].core) == domain }

    /// Notes in the trace what is done from outside.
    fileprivate func note(_ injection: Machine.Injection) {
        let text =
            switch injection {
            case .interrupt(let domain, let id): "injected: interrupt \(id) of \(runtimes[domain].name)"
            case .fault(let domain): "injected: the next entry of \(runtimes[domain].name) faults"
            case .crash(let domain): "injected: \(runtimes[domain].name) crashes and begins anew"
            case .drop(let domain): "injected: \(runtimes[domain].name) vanishes"
            }
        recordWarning(text)
    }
}
