/// The right to processor time: a budget per period, used by one domain at a time.
struct SchedulingContext: Sendable {
    /// Microseconds per period.
    let budget: UInt64
    /// Microseconds; equal to the budget means round robin.
    let period: UInt64
    /// Who runs on it, `none` while a notification keeps it.
    var owner: Int
    /// Owner of the last reply object it was lent through, whose reply gives it back.
    var lastLoan = none
    /// Round robin: what is left of the slice.
    var remaining: UInt64
    /// Otherwise: when how much comes back, earliest first; never empty.
    var refills: RefillQueue
    /// Core whose clock its times are on.
    let core: Int

    /// A context of `owner` with a full budget at time 0.
    init(budget: UInt64, period: UInt64, owner: Int, core: Int) {
        self.budget = budget
        self.period = period
        self.owner = owner
        self.core = core
        remaining = budget
        refills = RefillQueue(Refill(time: 0, amount: budget))
    }

    /// Whether budget and period are equal: a slice, renewed at once.
    var isRoundRobin: Bool { budget == period }
    /// What can be used before the slice or the refill at the head ends.
    var available: UInt64 { isRoundRobin ? remaining : refills.head.amount }

    /// Whether its user may run at `now`.
    func isReady(at now: UInt64) -> Bool { isRoundRobin || refills.head.time <= now }

    /// Takes `used` microseconds off.
    mutating func charge(_ used: UInt64) {
        if isRoundRobin {
            remaining -= min(used, remaining)
        } else if used > 0 {
            refills.charge(used, period: period)
        }
    }
}
