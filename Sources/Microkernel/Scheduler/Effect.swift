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
