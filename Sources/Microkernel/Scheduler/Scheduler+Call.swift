extension Scheduler {
    /// `caller` calls `callee`, or faults to it, under `badge`, in a step on `core`.
    func call(_ caller: Int, _ callee: Int, badge: Badge, on core: Int) {
        threads[caller].sentBadge = badge
        if threads[callee].state == .receiving {
            hand(caller, to: callee)
            threads[callee].state = .runnable
            wake(callee, on: core)
        } else {
            threads[caller].state = .queuing
            enterEndpoint(caller, of: callee)
        }
    }

    /// `thread` answers whoever its reply object holds, in a step on `core`.
    ///
    /// Returns whom, `none` when nobody.
    func reply(_ thread: Int, on core: Int) -> Int {
        let waiter = threads[thread].reply.waiter
        guard waiter != none else { return none }
        settleDebt(thread)
        threads[waiter].state = .runnable
        threads[waiter].repeatsCall = threads[waiter].hasFaulted
        threads[waiter].hasFaulted = false
        wake(waiter, on: core)
        return waiter
    }

    /// Gives `sender`'s call or fault to `receiver`, whose reply object then holds the sender.
    func hand(_ sender: Int, to receiver: Int) {
        threads[receiver].badge = threads[sender].sentBadge
        threads[receiver].reply.waiter = sender
        threads[sender].state = .awaitingReply
        threads[sender].peer = receiver
        lendContext(of: sender, to: receiver)
        effects.append(.delivered(from: sender, to: receiver))
    }

    /// Whoever `thread` still owes an answer never gets it.
    func dropWaiter(of thread: Int) {
        let waiter = threads[thread].reply.waiter
        if waiter != none { cancelWait(waiter) }
    }

    /// `thread` stops waiting for what it waits for, and is stopped.
    func cancelWait(_ thread: Int) {
        switch threads[thread].state {
        case .queuing: leaveEndpoint(thread)
        case .awaitingReply: forgetDebt(threads[thread].peer)
        case .receiving, .runnable, .stopped: break
        }
        threads[thread].state = .stopped
    }

    /// Queues `thread` at `owner`'s endpoint: by priority, first in first out within one.
    private func enterEndpoint(_ thread: Int, of owner: Int) {
        var after = threads[owner].endpointTail
        while after != none && threads[after].priority < threads[thread].priority {
            after = threads[after].previous
        }
        let before = after == none ? threads[owner].endpointHead : threads[after].next
        threads[thread].peer = owner
        threads[thread].previous = after
        threads[thread].next = before
        if after == none { threads[owner].endpointHead = thread } else { threads[after].next = thread }
        if before == none { threads[owner].endpointTail = thread } else { threads[before].previous = thread }
    }

    /// Takes `thread` out of the endpoint's queue it is in.
    func leaveEndpoint(_ thread: Int) {
        let owner = threads[thread].peer
        let (after, before) = (threads[thread].previous, threads[thread].next)
        if after == none { threads[owner].endpointHead = before } else { threads[after].next = before }
        if before == none { threads[owner].endpointTail = after } else { threads[before].previous = after }
    }
}
