internal import KernelTrace

/// The kernel's scheduling: run states, queues, contexts and clocks; no domain code, no output.
///
/// A class, though it is one value of one machine: to call a method of a structure that a class holds, Swift copies it.
///
/// Each operation is one step of the kernel made by a domain, an interrupt or the clock; the caller ends it with
/// `settle`, which decides who runs. What a step did besides is in `effects`, to be drained after each. The rules are
/// those of docs/scheduling.md (R0–R7), confirmed on a real kernel for one core.
final class Scheduler {
    /// What was asked of the machine.
    let policy: MachineOptions.Policy
    /// Whether anything but the queue's order decides among equals.
    let choosesAmongEquals: Bool
    /// Per domain, by its position in the description.
    let threads: Table<KernelThread>
    /// Per domain, its own context.
    let contexts: Table<SchedulingContext>
    /// Per core.
    let cores: Table<Core>
    /// Ready domains, per core and scheduling domain.
    let ready: ReadyQueues
    /// What the present step did, in order; to be drained after each.
    let effects: EffectList
    private let cell: Cell<Shared>

    /// What belongs to no domain and no core.
    struct Shared {
        /// Domains whose context waits for a refill, earliest first, first in first out among equal times.
        var releases: [Release] = []
        /// Picks among equals under the seeded policy.
        var random: SplitMix
        /// The cyclic schedule of scheduling domains, when there is one.
        var schedule: SlotSchedule?
        /// What was and will be chosen among equals, when a driver decides that.
        var guide: ChoiceGuide?
    }

    /// A domain that waits for its refill.
    struct Release: Hashable, Sendable {
        let time: UInt64
        let thread: Int
    }

    /// Everything stopped, at time 0.
    init(
        threads: [KernelThread], contexts: [SchedulingContext], cores: Int, schedule: SlotSchedule? = nil,
        schedulingDomains: Int = 1, policy: MachineOptions.Policy = .kernel, choices: [Int]? = nil
    ) {
        self.policy = policy
        let isSeeded = if case .seeded = policy { true } else { false }
        choosesAmongEquals = isSeeded || choices != nil
        self.threads = Table(threads)
        self.contexts = Table(contexts)
        self.cores = Table(repeating: Core(schedulingDomain: schedule?.domain ?? 0), count: cores)
        ready = ReadyQueues(cores: cores, schedulingDomains: max(1, schedulingDomains))
        effects = EffectList(threads: threads.count)
        let seed: UInt64 = if case .seeded(let seed) = policy { seed } else { 0 }
        var shared = Shared(random: SplitMix(seed: seed), schedule: schedule)
        shared.guide = choices.map { ChoiceGuide(planned: $0) }
        shared.releases.reserveCapacity(threads.count)
        cell = Cell(shared)
    }

    /// What belongs to no domain and no core.
    var shared: Shared {
        @inline(__always) _read { yield cell.value }
        @inline(__always) _modify { yield &cell.value }
    }

    /// Who runs on `core`.
    @inline(__always)
    func current(_ core: Int) -> Int { cores[core].current }

    /// Whether `thread` may use a core.
    @inline(__always)
    func canRun(_ thread: Int) -> Bool {
        threads[thread].state == .runnable && threads[thread].context != none && !threads[thread].isExhausted
    }
}

/// A small deterministic generator (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
struct SplitMix: Sendable {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number below `bound`, which is not 0; uniform but for a bias below `bound` / 2^64.
    mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }
}
