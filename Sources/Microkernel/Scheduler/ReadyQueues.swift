/// Per priority, a double-ended queue of domains that are ready; links live in the threads themselves.
struct ReadyQueues: Sendable {
    private var heads = [Int](repeating: none, count: 256)
    private var tails = [Int](repeating: none, count: 256)
    /// Bit per non-empty priority.
    private var occupied: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// The highest priority with a domain, `none` when all are empty.
    var highest: Int {
        if occupied.3 != 0 { return 255 - occupied.3.leadingZeroBitCount }
        if occupied.2 != 0 { return 191 - occupied.2.leadingZeroBitCount }
        if occupied.1 != 0 { return 127 - occupied.1.leadingZeroBitCount }
        if occupied.0 != 0 { return 63 - occupied.0.leadingZeroBitCount }
        return none
    }

    /// The first domain of `priority`.
    func head(_ priority: Int) -> Int { heads[priority] }

    /// Puts `thread` at the front of its queue.
    mutating func pushFront(_ thread: Int, _ threads: inout [KernelThread]) {
        let priority = threads[thread].priority
        let old = heads[priority]
        threads[thread].isReady = true
        threads[thread].previous = none
        threads[thread].next = old
        if old == none { tails[priority] = thread } else { threads[old].previous = thread }
        heads[priority] = thread
        mark(priority)
    }

    /// Puts `thread` at the back of its queue.
    mutating func pushBack(_ thread: Int, _ threads: inout [KernelThread]) {
        let priority = threads[thread].priority
        let old = tails[priority]
        threads[thread].isReady = true
        threads[thread].next = none
        threads[thread].previous = old
        if old == none { heads[priority] = thread } else { threads[old].next = thread }
        tails[priority] = thread
        mark(priority)
    }

    /// Takes `thread` out of its queue.
    mutating func remove(_ thread: Int, _ threads: inout [KernelThread]) {
        let priority = threads[thread].priority
        let (before, after) = (threads[thread].previous, threads[thread].next)
        threads[thread].isReady = false
        if before == none { heads[priority] = after } else { threads[before].next = after }
        if after == none { tails[priority] = before } else { threads[after].previous = before }
        if heads[priority] == none { unmark(priority) }
    }

    private mutating func mark(_ priority: Int) {
        let bit: UInt64 = 1 << UInt64(priority & 63)
        switch priority >> 6 {
        case 0: occupied.0 |= bit
        case 1: occupied.1 |= bit
        case 2: occupied.2 |= bit
        default: occupied.3 |= bit
        }
    }

    private mutating func unmark(_ priority: Int) {
        let bit: UInt64 = 1 << UInt64(priority & 63)
        switch priority >> 6 {
        case 0: occupied.0 &= ~bit
        case 1: occupied.1 &= ~bit
        case 2: occupied.2 &= ~bit
        default: occupied.3 &= ~bit
        }
    }
}
