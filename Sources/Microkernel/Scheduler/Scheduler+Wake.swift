internal import KernelTrace

extension Scheduler {
    /// Notes that `thread`, just made runnable in a step on `core`, wants to run.
    ///
    /// `settle` decides.
    func wake(_ thread: Int, on core: Int) {
        let context = threads[thread].context
        guard context != none else { return }
        let home = threads[thread].core
        guard contexts[context].isReady(at: max(cores[home].now, cores[core].now)) else {
            exhaust(thread)
            return
        }
        guard home == core, threads[thread].schedulingDomain == cores[core].schedulingDomain else {
            enqueue(thread, front: true)
            if home != core { cores[home].choice = .head }
            return
        }
        switch cores[core].choice {
        case .stay: cores[core].choice = .woken(thread)
        case .woken(let first):
            enqueue(first, front: true)
            enqueue(thread, front: true)
            cores[core].choice = .head
        case .head: enqueue(thread, front: true)
        }
    }

    /// Ends a step on `core`: rules R1, R2, R4, R5 decide who runs there, and on cores that the step touched.
    @inline(__always)
    func settle(_ core: Int) { if !goesOn(core) { settleAll(core) } }

    private func settleAll(_ core: Int) {
        if cores.count == 1 { return settleOne(core) }
        settleOne(core)
        for other in cores.indices where other != core && cores[other].choice != .stay {
            if cores[other].current == none { cores[other].now = max(cores[other].now, cores[core].now) }
            settleOne(other)
        }
    }

    /// Whether a step on the only core changed nothing for its current domain, nor woke anybody: the frequent case.
    @inline(__always)
    private func goesOn(_ core: Int) -> Bool {
        let current = cores[core].current
        guard case .stay = cores[core].choice, current != none, cores.count == 1,
            isUsable(threads[current], cores[core])
        else { return false }
        cores[core].reason = .next
        return true
    }

    /// Whether `thread` can use `core` on, with the context that it used before.
    @inline(__always)
    private func isUsable(_ thread: borrowing KernelThread, _ core: borrowing Core) -> Bool {
        guard thread.state == .runnable, !thread.isExhausted, !thread.isReady else { return false }
        guard thread.context == core.chargedContext, thread.context != none else { return false }
        return thread.schedulingDomain == core.schedulingDomain
    }

    private func settleOne(_ core: Int) {
        let choice = cores[core].choice
        let current = cores[core].current
        let isRunnable = current != none && threads[current].state == .runnable
        let goesOn = isRunnable && canGoOn(current, on: core)
        if isRunnable && !goesOn { exhaustUnready(current, on: core) }
        cores[core].choice = .stay
        switch choice {
        case .stay: if !goesOn && current != none { runHead(core) }
        case .woken(let thread) where goesOn: compare(thread, with: current, on: core)
        case .woken(let thread):
            if current != none { cores[core].reason = .handOver }
            putFirst(thread)
            runHead(core, woken: thread)
        case .head:
            if goesOn { putFirst(current) }
            runHead(core)
        }
        cores[core].reason = .next
        rebase(core)
    }

    /// Whether `current` keeps `core` unless somebody better is found.
    @inline(__always)
    private func canGoOn(_ current: Int, on core: Int) -> Bool {
        if isUsable(threads[current], cores[core]) { return true }
        let context = threads[current].context
        guard canRun(current), !threads[current].isReady,
            threads[current].schedulingDomain == cores[core].schedulingDomain
        else { return false }
        return context == cores[core].chargedContext || contexts[context].isReady(at: cores[core].now)
    }

    /// A domain that could go on but for the refill of the context it now runs on.
    private func exhaustUnready(_ current: Int, on core: Int) {
        guard canRun(current), !threads[current].isReady,
            !contexts[threads[current].context].isReady(at: cores[core].now)
        else { return }
        exhaust(current)
    }

    /// R1: `thread` was woken while `current` goes on.
    @inline(__always)
    private func compare(_ thread: Int, with current: Int, on core: Int) {
        let (woken, running) = (threads[thread].priority, threads[current].priority)
        if woken > running {
            putFirst(current)
            run(thread, on: core, cores[core].reason == .next ? .preempt : cores[core].reason)
        } else {
            enqueue(thread, front: woken < running && policy != .fifo)
        }
    }

    /// R4: runs the head of the highest queue, else nobody.
    ///
    /// `woken` was put at the front without a word; when somebody else is chosen, that is recorded.
    private func runHead(_ core: Int, woken: Int = none) {
        let bank = ready.bank(core, cores[core].schedulingDomain)
        let priority = ready.highest(bank)
        guard priority != none else {
            if cores[core].current != none { effects.append(.idle(core: core)) }
            cores[core].current = none
            return
        }
        let chosen = choose(priority, bank)
        ready.remove(chosen, threads, bank)
        if woken != none && chosen != woken {
            effects.append(.ready(thread: woken, front: true))
            cores[core].reason = .next
        }
        run(chosen, on: core, cores[core].reason)
    }

    @inline(__always)
    private func choose(_ priority: Int, _ bank: Int) -> Int {
        let head = ready.head(priority, bank)
        guard choosesAmongEquals, threads[head].next != none else { return head }
        return chooseAmong(head)
    }

    /// One of `head` and the domains behind it, as the seed or the driver has it.
    private func chooseAmong(_ head: Int) -> Int {
        var equals = [head]
        while threads[equals[equals.count - 1]].next != none {
            equals.append(threads[equals[equals.count - 1]].next)
        }
        var place = 0
        if case .seeded = policy { place = shared.random.below(equals.count) }
        return equals[shared.guide?.choose(equals, otherwise: place) ?? place]
    }

    @inline(__always)
    private func run(_ thread: Int, on core: Int, _ reason: TraceEvent.SwitchReason) {
        let previous = cores[core].current
        guard thread != previous else { return }
        cores[core].current = thread
        effects.append(.run(core: core, thread: thread, previous: previous, reason: reason))
    }

    /// Puts `thread` into its ready queue, and says so.
    func enqueue(_ thread: Int, front: Bool) {
        if front { putFirst(thread) } else { ready.pushBack(thread, threads, bank(of: thread)) }
        effects.append(.ready(thread: thread, front: front))
    }

    /// Puts `thread` at the front of its ready queue, without a word.
    @inline(__always)
    func putFirst(_ thread: Int) { ready.pushFront(thread, threads, bank(of: thread)) }

    @inline(__always)
    private func bank(of thread: Int) -> Int {
        ready.bank(threads[thread].core, threads[thread].schedulingDomain)
    }

    /// Takes `thread` off whatever would let it run.
    func withdraw(_ thread: Int) {
        if threads[thread].isReady { ready.remove(thread, threads, bank(of: thread)) }
        if threads[thread].isExhausted {
            threads[thread].isExhausted = false
            shared.releases.removeAll { $0.thread == thread }
        }
        let core = threads[thread].core
        if cores[core].current == thread { cores[core].choice = .head }
    }
}
