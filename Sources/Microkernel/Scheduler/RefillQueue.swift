/// An amount of processor time that can be used from `time` on, both in microseconds.
struct Refill: Hashable, Sendable {
    /// From when.
    var time: UInt64
    /// How much.
    var amount: UInt64
}

/// The refills of a context whose budget is less than its period, earliest first.
///
/// What was used comes back one period after it began to be used.
struct RefillQueue: Sendable {
    /// Less than this is never given out: a head below it joins the next refill.
    static let minimumAmount: UInt64 = 20

    /// The refill in use or next to be.
    private(set) var head: Refill
    /// The ones after it.
    private(set) var later: [Refill] = []

    /// A queue of one.
    init(_ first: Refill) { head = first }

    /// The number of refills.
    var count: Int { later.count + 1 }

    /// Takes off `used` microseconds, which come back `period` after they began.
    mutating func charge(_ used: UInt64, period: UInt64) {
        var left = used
        while head.amount <= left {
            left -= head.amount
            moveHeadToTail(period: period)
        }
        if left > 0 {
            let returned = Refill(time: head.time + period, amount: left)
            head.amount -= left
            head.time += left
            append(returned)
        }
        joinSmallHead()
    }

    /// At `now` after a wait: a due head begins now, and takes in what comes due while it lasts.
    mutating func restart(at now: UInt64) {
        guard head.time <= now else { return }
        head.time = now
        while let next = later.first, next.time <= now + head.amount {
            head.amount += next.amount
            later.removeFirst()
        }
    }

    private mutating func moveHeadToTail(period: UInt64) {
        var spent = head
        spent.time += period
        if later.isEmpty {
            head = spent
        } else {
            head = later.removeFirst()
            append(spent)
        }
    }

    /// Adds `refill` at the tail, where it joins the last one if that reaches it.
    private mutating func append(_ refill: Refill) {
        if let last = later.last {
            if last.time + last.amount >= refill.time {
                later[later.count - 1].amount += refill.amount
            } else {
                later.append(refill)
            }
        } else if head.time + head.amount >= refill.time {
            head.amount += refill.amount
        } else {
            later.append(refill)
        }
    }

    /// A head below the minimum joins the next refill, no earlier than that ends.
    private mutating func joinSmallHead() {
        while head.amount < Self.minimumAmount, let next = later.first {
            head = Refill(time: next.time - head.amount, amount: next.amount + head.amount)
            later.removeFirst()
        }
    }
}
