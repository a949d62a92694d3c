internal import KernelTrace

/// One processor core: its clock, what it runs, and what it could run.
struct Core: Sendable {
    /// What the present step found out about who should run next.
    enum Choice: Hashable, Sendable {
        /// Nothing: the current domain goes on.
        case stay
        /// One domain was woken.
        case woken(Int)
        /// The head of the highest queue.
        case head
    }

    /// Virtual time in microseconds.
    var now: UInt64 = 0
    /// Who runs, `none` when idle.
    var current = none
    /// The context in use, `none` when idle.
    var chargedContext = none
    /// Since when it was not charged.
    var chargedSince: UInt64 = 0
    /// When its slice or refill ends, if it is used on; `.max` when idle.
    var chargedUntil = UInt64.max
    /// Result of the step so far.
    var choice = Choice.stay
    /// Why, for the trace.
    var reason = TraceEvent.SwitchReason.next
    /// The scheduling domain whose slot it is.
    var schedulingDomain: Int

    init(schedulingDomain: Int) { self.schedulingDomain = schedulingDomain }
}
