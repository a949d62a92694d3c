/// What the machine looked like between two events, as far as the trace tells.
///
/// The trace records who was put into a ready queue and who runs; that a domain waits, or was put back when it was
/// pre-empted, follows from what it was doing.
public struct MachineState: Hashable, Sendable {
    /// What a domain is doing.
    public enum Activity: UInt8, Hashable, Sendable {
        /// Not resumed yet.
        case unborn
        /// On its core.
        case running
        /// In a ready queue, before or between entries.
        case ready
        /// In a ready queue, in the middle of an entry.
        case preempted
        /// For a notification, a call or a fault.
        case waiting
        /// For the answer to a protected call.
        case calling
        /// For its parent's answer to its fault.
        case faulted
        /// A fault of a root domain: for ever.
        case dead
        /// By its parent.
        case stopped
        /// Until its budget is refilled.
        case exhausted
    }

    /// A domain's part.
    public struct Domain: Hashable, Sendable {
        /// What it is doing.
        public var activity = Activity.unborn
        /// Its notification word: signals not yet delivered.
        public var word: UInt64 = 0
        /// The step of the entry it is in, 0 outside.
        public var entryStep: TraceEvent.Step = 0
        /// The step of the call it waits in, 0 when it does not.
        public var callStep: TraceEvent.Step = 0
        /// How many callers and faulted children wait to be received.
        public var callerCount: UInt16 = 0
    }

    /// The step after which the machine looked like this.
    public internal(set) var step: TraceEvent.Step = 0
    /// The domains, by position.
    public internal(set) var domains: [Domain]
    /// Who runs, per core; -1 when idle.
    public internal(set) var running: [Int16]
    /// Who is ready, per core, in the order in which they will run: by priority, then by place in the queue.
    public internal(set) var ready: [[Int16]]
    private let priorities: [UInt8]
    private let cores: [UInt8]

    /// The machine before the first event of a trace with `header`.
    public init(header: TraceHeader) {
        let coreCount = Int(header.domains.map(\.core).max() ?? 0) + 1
        domains = Array(repeating: Domain(), count: header.domains.count)
        running = Array(repeating: -1, count: coreCount)
        ready = Array(repeating: [], count: coreCount)
        priorities = header.domains.map(\.priority)
        cores = header.domains.map(\.core)
    }

    /// Moves on over `event`, the next one.
    public mutating func apply(_ event: TraceEvent) {
        step += 1
        applyToMachine(event)
        guard event.domain >= 0, Int(event.domain) < domains.count else { return }
        let domain = Int(event.domain)
        switch event.kind {
        case .begin(let entry, let word): begin(domain, entry, word)
        case .end, .discarded: domains[domain].entryStep = 0
        case .irq(let bit, let outcome): signal(event.domain, bit: bit, outcome)
        case .call(_, let target, _, _):
            domains[domain].callStep = step
            if let target = known(target) { domains[target].callerCount &+= 1 }
        case .fault: domains[domain].activity = .faulted
        case .ready(let front): enqueue(event.domain, front: front)
        case .exhausted: leave(event.domain, for: .exhausted)
        case .run(let previous, _): run(event.domain, insteadOf: previous)
        default: break
        }
    }

    private mutating func applyToMachine(_ event: TraceEvent) {
        switch event.kind {
        case .signal(_, let target, let bit, let outcome, _): signal(target, bit: bit, outcome)
        case .reply(let target, _, _):
            if let target = known(target) {
                domains[target].callStep = 0
                if domains[target].activity == .calling { domains[target].activity = .preempted }
            }
        case .faultReply(let child, let resumed):
            if let child = known(child) { domains[child].activity = resumed ? .ready : .dead }
        case .child(let control, let child): self.control(control, child)
        case .idle:
            guard running.indices.contains(Int(event.core)) else { return }
            putBack(running[Int(event.core)])
            running[Int(event.core)] = -1
        default: break
        }
    }

    private func known(_ domain: Int16) -> Int? {
        domains.indices.contains(Int(domain)) ? Int(domain) : nil
    }

    private mutating func begin(_ domain: Int, _ entry: TraceEvent.Entry, _ word: UInt64) {
        let core = Int(cores[domain])
        if running[core] != Int16(domain) { run(Int16(domain), insteadOf: running[core]) }
        domains[domain].entryStep = step
        switch entry {
        case .notified: domains[domain].word &= ~word
        case .protected, .fault:
            if domains[domain].callerCount > 0 { domains[domain].callerCount -= 1 }
        case .start: break
        }
    }

    private mutating func signal(_ target: Int16, bit: UInt8, _ outcome: TraceEvent.SignalOutcome) {
        guard let target = known(target), outcome != .lost, bit < 64 else { return }
        domains[target].word |= 1 << UInt64(bit)
    }

    private mutating func control(_ control: TraceEvent.Control, _ child: Int16) {
        guard let place = known(child) else { return }
        switch control {
        case .stop: leave(child, for: .stopped)
        case .resume:
            if domains[place].activity == .stopped || domains[place].activity == .faulted {
                domains[place].activity = .ready
            }
        case .restart:
            domains[place].callStep = 0
            if domains[place].activity != .running { domains[place].activity = .ready }
        }
    }

    private mutating func run(_ domain: Int16, insteadOf previous: Int16) {
        let core = Int(cores[Int(domain)])
        leave(domain, for: .running)
        if running[core] != domain { putBack(running[core] >= 0 ? running[core] : previous) }
        running[core] = domain
    }

    /// What becomes of a domain that ran until now: back to the front of its queue if it still can run.
    private mutating func putBack(_ domain: Int16) {
        guard let place = known(domain), domains[place].activity == .running else { return }
        let state = domains[place]
        if state.callStep != 0 {
            domains[place].activity = .calling
        } else if state.entryStep != 0 || state.word != 0 || state.callerCount > 0 {
            enqueue(domain, front: true)
        } else {
            domains[place].activity = .waiting
        }
    }

    private mutating func enqueue(_ domain: Int16, front: Bool) {
        let place = Int(domain)
        leave(domain, for: domains[place].entryStep == 0 ? .ready : .preempted)
        let core = Int(cores[place])
        let priority = priorities[place]
        let index = ready[core].firstIndex {
            front ? priorities[Int($0)] <= priority : priorities[Int($0)] < priority
        }
        ready[core].insert(domain, at: index ?? ready[core].count)
        if running[core] == domain { running[core] = -1 }
    }

    /// Takes a domain out of its queue or off its core.
    private mutating func leave(_ domain: Int16, for activity: Activity) {
        guard let place = known(domain) else { return }
        let core = Int(cores[place])
        if let index = ready[core].firstIndex(of: domain) { ready[core].remove(at: index) }
        if activity != .running && running[core] == domain { running[core] = -1 }
        domains[place].activity = activity
    }
}
