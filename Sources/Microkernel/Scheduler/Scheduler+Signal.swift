internal import KernelTrace

extension Scheduler {
    /// Signals `target`'s word with `bit`, in a step on `core`.
    func signal(_ target: Int, bit: UInt8, on core: Int) -> TraceEvent.SignalOutcome {
        let mask: UInt64 = 1 << UInt64(bit)
        if threads[target].state == .receiving {
            threads[target].state = .runnable
            threads[target].badge = .word(mask)
            borrowBoundContext(target)
            wake(target, on: core)
            return .woke
        }
        let outcome: TraceEvent.SignalOutcome = threads[target].word & mask != 0 ? .merged : .pending
        threads[target].word |= mask
        return outcome
    }

    /// `thread` waits: takes its word, or else the first of its endpoint's queue, or else blocks.
    func receive(_ thread: Int) {
        dropWaiter(of: thread)
        if threads[thread].word != 0 {
            threads[thread].badge = .word(threads[thread].word)
            threads[thread].word = 0
            borrowBoundContext(thread)
            return
        }
        returnBoundContext(thread)
        let sender = threads[thread].endpointHead
        if sender == none {
            threads[thread].state = .receiving
        } else {
            leaveEndpoint(sender)
            hand(sender, to: thread)
        }
    }
}
