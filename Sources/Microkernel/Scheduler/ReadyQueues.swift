/// Per core, scheduling domain and priority, a double-ended queue of domains that are ready.
///
/// A *bank* holds the queues of one core and one scheduling domain. Links live in the threads themselves.
struct ReadyQueues: ~Copyable {
    private static let priorities = 256
    private let schedulingDomains: Int
    /// First and last of each queue.
    private let heads: Table<Int>
    private let tails: Table<Int>
    /// Four words per bank: a bit per priority whose queue is not empty.
    private let occupied: Table<UInt64>

    init(cores: Int, schedulingDomains: Int) {
        let banks = cores * schedulingDomains
        self.schedulingDomains = schedulingDomains
        heads = Table(repeating: none, count: banks * Self.priorities)
        tails = Table(repeating: none, count: banks * Self.priorities)
        occupied = Table(repeating: 0, count: banks * 4)
    }

    /// The queues of `core` and `domain`.
    @inline(__always)
    func bank(_ core: Int, _ domain: Int) -> Int { core * schedulingDomains + domain }

    /// The highest priority with a domain in `bank`, `none` when it is empty.
    @inline(__always)
    func highest(_ bank: Int) -> Int {
        var word = 3
        while word >= 0 {
            let bits = occupied[bank &* 4 &+ word]
            if bits != 0 { return word &* 64 &+ 63 &- bits.leadingZeroBitCount }
            word &-= 1
        }
        return none
    }

    /// The first domain of `priority` in `bank`.
    @inline(__always)
    func head(_ priority: Int, _ bank: Int) -> Int { heads[bank &* Self.priorities &+ priority] }

    /// Puts `thread` at the front of its queue.
    @inline(__always)
    func pushFront(_ thread: Int, _ threads: borrowing Table<KernelThread>, _ bank: Int) {
        let queue = bank &* Self.priorities &+ threads[thread].priority
        let old = heads[queue]
        threads[thread].isReady = true
        threads[thread].previous = none
        threads[thread].next = old
        if old == none { tails[queue] = thread } else { threads[old].previous = thread }
        heads[queue] = thread
        occupied[queue >> 6] |= 1 << UInt64(queue & 63)
    }

    /// Puts `thread` at the back of its queue.
    @inline(__always)
    func pushBack(_ thread: Int, _ threads: borrowing Table<KernelThread>, _ bank: Int) {
        let queue = bank &* Self.priorities &+ threads[thread].priority
        let old = tails[queue]
        threads[thread].isReady = true
        threads[thread].next = none
        threads[thread].previous = old
        if old == none { heads[queue] = thread } else { threads[old].next = thread }
        tails[queue] = thread
        occupied[queue >> 6] |= 1 << UInt64(queue & 63)
    }

    /// Takes `thread` out of its queue.
    @inline(__always)
    func remove(_ thread: Int, _ threads: borrowing Table<KernelThread>, _ bank: Int) {
        let queue = bank &* Self.priorities &+ threads[thread].priority
        let (before, after) = (threads[thread].previous, threads[thread].next)
        threads[thread].isReady = false
        if before == none { heads[queue] = after } else { threads[before].next = after }
        if after == none { tails[queue] = before } else { threads[after].previous = before }
        if heads[queue] == none { occupied[queue >> 6] &= ~(1 << UInt64(queue & 63)) }
    }
}
