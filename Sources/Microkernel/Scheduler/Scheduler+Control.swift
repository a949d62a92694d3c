extension Scheduler {
    /// `pd_stop`: suspends `thread` where it is.
    func stop(_ thread: Int) {
        if threads[thread].state != .runnable && threads[thread].state != .stopped {
            threads[thread].repeatsCall = true
            cancelWait(thread)
        }
        withdraw(thread)
        threads[thread].state = .stopped
    }

    /// `pd_resume`, in a step on `core`: a waiting thread repeats its last system call, a stopped one goes on.
    func resume(_ thread: Int, on core: Int) {
        guard threads[thread].state != .runnable else { return }
        if threads[thread].state != .stopped {
            threads[thread].repeatsCall = true
            cancelWait(thread)
        }
        makeRunnable(thread, on: core)
    }

    /// `pd_restart`, in a step on `core`: a thread that can run keeps its place, any other is woken.
    func restart(_ thread: Int, on core: Int) {
        threads[thread].repeatsCall = false
        threads[thread].hasFaulted = false
        guard threads[thread].state != .runnable else { return }
        cancelWait(thread)
        makeRunnable(thread, on: core)
    }

    /// Ties a passive domain's context to its notification, as the monitor does after its `init`.
    func bindContext(_ thread: Int, _ context: Int) { threads[thread].boundContext = context }

    private func makeRunnable(_ thread: Int, on core: Int) {
        threads[thread].state = .runnable
        wake(thread, on: core)
    }
}
