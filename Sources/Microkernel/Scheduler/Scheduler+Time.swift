internal import KernelTrace

extension Scheduler {
    /// Less than this left, and a system call first ends the slice.
    static let minimumBudget = RefillQueue.minimumAmount

    /// Time that `core`'s current domain has used and its context was not yet charged for.
    private func used(_ core: Int) -> UInt64 { cores[core].now - cores[core].chargedSince }

    /// When the current slice or refill of `core` ends; `nil` when idle.
    func sliceEnd(_ core: Int) -> UInt64? {
        cores[core].chargedContext == none ? nil : cores[core].chargedUntil
    }

    /// When the next refill of a domain of `core` is due.
    func nextRelease(_ core: Int) -> UInt64? {
        guard cores.count > 1 else { return shared.releases.first?.time }
        return shared.releases.first { threads[$0.thread].core == core }?.time
    }

    /// The first thing of every kernel entry on `core`: ends a slice with too little left.
    ///
    /// Returns whether it did: the system call that entered is then performed later.
    @inline(__always)
    func endSpentSlice(_ core: Int) -> Bool {
        guard cores[core].now &+ Self.minimumBudget > cores[core].chargedUntil else { return false }
        return endSlice(core)
    }

    @inline(never)
    private func endSlice(_ core: Int) -> Bool {
        let (current, context) = (cores[core].current, cores[core].chargedContext)
        guard current != none, context != none else { return false }
        charge(core)
        if contexts[context].isRoundRobin { contexts[context].remaining = contexts[context].budget }
        noteEnd(core)
        guard canRun(current) else { return true }
        if contexts[context].isReady(at: cores[core].now) {
            enqueue(current, front: false)
        } else {
            exhaust(current)
        }
        cores[core].choice = .head
        cores[core].reason = .slice
        return true
    }

    /// The clock's interrupt on `core`: a slice that is over, refills that are due (R7).
    func tick(_ core: Int) {
        let ended = endSpentSlice(core)
        var woke = false
        while let index = shared.releases.firstIndex(where: { threads[$0.thread].core == core }),
            shared.releases[index].time <= cores[core].now
        {
            let thread = shared.releases.remove(at: index).thread
            threads[thread].isExhausted = false
            wake(thread, on: core)
            woke = true
        }
        if woke && !ended { cores[core].reason = .refill }
        if woke || ended { settle(core) }
    }

    /// `thread`, runnable, waits until its context's refill.
    func exhaust(_ thread: Int) {
        let time = contexts[threads[thread].context].refills.head.time
        threads[thread].isExhausted = true
        let place = shared.releases.firstIndex { $0.time > time } ?? shared.releases.count
        shared.releases.insert(Release(time: time, thread: thread), at: place)
        effects.append(.exhausted(thread: thread, refill: time))
    }

    /// Charges the context in use, and begins with the one of whoever runs now: its refill starts now.
    @inline(__always)
    func rebase(_ core: Int) {
        let current = cores[core].current
        let context = current == none ? none : threads[current].context
        guard context != cores[core].chargedContext else { return }
        charge(core)
        cores[core].chargedContext = context
        if context != none && !contexts[context].isRoundRobin {
            contexts[context].refills.restart(at: cores[core].now)
        }
        noteEnd(core)
    }

    /// Charges the context in use for what was used of it; `noteEnd` is to follow.
    @inline(__always)
    private func charge(_ core: Int) {
        let (context, used) = (cores[core].chargedContext, used(core))
        if context != none && used > 0 { contexts[context].charge(used) }
        cores[core].chargedSince = cores[core].now
    }

    /// Works out when the slice or refill of the context in use ends.
    @inline(__always)
    private func noteEnd(_ core: Int) {
        let context = cores[core].chargedContext
        cores[core].chargedUntil =
            context == none ? .max : cores[core].chargedSince + contexts[context].available
    }
}

extension Scheduler {
    /// Goes on to the next slot of the domain schedule when the present one is over.
    ///
    /// Returns whether it was.
    ///
    /// The domain that runs goes to the front of its queue; nobody of another scheduling domain runs in the slot.
    func endSlot() -> Bool {
        guard var schedule = shared.schedule, schedule.end <= cores[0].now else { return false }
        schedule.advance()
        shared.schedule = schedule
        let current = cores[0].current
        if current != none && canRun(current) && !threads[current].isReady {
            putFirst(current)
        }
        cores[0].schedulingDomain = schedule.domain
        cores[0].choice = .head
        cores[0].reason = .slot
        effects.append(.slot(domain: schedule.domain))
        return true
    }
}
