internal import KernelTrace

/// What a step of the scheduler did beyond its result, in order: for the trace, and for moving messages.
enum Effect: Hashable, Sendable {
    /// `thread` became ready at the front or back of its queue.
    case ready(thread: Int, front: Bool)
    /// `core` runs `thread` instead of `previous`.
    case run(core: Int, thread: Int, previous: Int, reason: TraceEvent.SwitchReason)
    /// `core` has nothing to run.
    case idle(core: Int)
    /// `thread` waits for its refill.
    case exhausted(thread: Int, refill: UInt64)
    /// The call or fault of `from` was handed to `to`.
    case delivered(from: Int, to: Int)
    /// A slot of the domain schedule began.
    case slot(domain: Int)
}

/// The effects of one step, in order; room for those of the largest.
struct EffectList: ~Copyable {
    private let effects: Table<Effect>
    private let used = Cell(0)

    /// An empty list for a system of `threads` domains.
    init(threads: Int) { effects = Table(repeating: .idle(core: 0), count: 64 + 4 * threads) }

    /// How many there are.
    var count: Int { @inline(__always) get { used.value } }
    /// Effect `index`.
    subscript(_ index: Int) -> Effect { @inline(__always) get { effects[index] } }

    @inline(__always)
    func append(_ effect: Effect) {
        let place = used.value
        effects[place] = effect
        used.value = place &+ 1
    }
    @inline(__always)
    func removeAll() { used.value = 0 }
}
