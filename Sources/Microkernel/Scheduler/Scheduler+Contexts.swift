extension Scheduler {
    /// Moves `context` to `thread`, away from whoever has it.
    private func move(_ context: Int, to thread: Int) {
        let owner = contexts[context].owner
        if owner != none { threads[owner].context = none }
        contexts[context].owner = thread
        threads[thread].context = context
    }

    /// A notified passive domain runs on the context that its notification keeps, when that is free.
    @inline(__always)
    func borrowBoundContext(_ thread: Int) {
        if threads[thread].boundContext != none { takeBoundContext(thread) }
    }

    private func takeBoundContext(_ thread: Int) {
        let context = threads[thread].boundContext
        guard threads[thread].context == none, contexts[context].owner == none else { return }
        move(context, to: thread)
    }

    /// A passive domain that waits gives its own context back to its notification; a borrowed one it keeps.
    @inline(__always)
    func returnBoundContext(_ thread: Int) {
        let context = threads[thread].boundContext
        guard context != none, threads[thread].context == context else { return }
        contexts[context].owner = none
        threads[thread].context = none
    }

    /// A callee without context runs on the caller's; the debt is noted in its reply object.
    func lendContext(of caller: Int, to callee: Int) {
        let context = threads[caller].context
        guard context != none, threads[callee].context == none else { return }
        let below = contexts[context].lastLoan
        threads[callee].reply.lentContext = context
        threads[callee].reply.below = below
        threads[callee].reply.above = none
        if below != none { threads[below].reply.above = callee }
        contexts[context].lastLoan = callee
        move(context, to: callee)
    }

    /// `callee` answers: a lent context goes back to the waiter, unless the chain was broken above or the waiter has one.
    func settleDebt(_ callee: Int) {
        let debt = threads[callee].reply
        guard debt.lentContext != none, contexts[debt.lentContext].lastLoan == callee else {
            forgetDebt(callee)
            return
        }
        contexts[debt.lentContext].lastLoan = debt.below
        if debt.below != none { threads[debt.below].reply.above = none }
        threads[callee].reply = ReplyObject()
        if threads[debt.waiter].context == none { move(debt.lentContext, to: debt.waiter) }
    }

    /// `callee`'s waiter is gone: a lent context stays where it is, and the chain breaks here.
    func forgetDebt(_ callee: Int) {
        let debt = threads[callee].reply
        if debt.lentContext != none {
            if contexts[debt.lentContext].lastLoan == callee { contexts[debt.lentContext].lastLoan = none }
            if debt.above != none { threads[debt.above].reply.below = none }
            if debt.below != none { threads[debt.below].reply.above = none }
        }
        threads[callee].reply = ReplyObject()
    }
}
