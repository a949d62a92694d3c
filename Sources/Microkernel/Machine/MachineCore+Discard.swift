internal import KernelTrace

extension MachineCore {
    /// Abandons what `runtime` is in the middle of: its entry unwinds now, before anybody else runs.
    ///
    /// Its calls of the kernel throw `Fault.discarded`, its stores are dropped and nothing of it is recorded.
    func discard(_ runtime: DomainRuntime, cause: TraceEvent.Step) {
        if runtime.entryStep != 0 {
            _ = record(.discarded, cause: runtime.entryStep, by: runtime)
        }
        unwind(runtime)
        runtime.burnMicroseconds = 0
        runtime.waitUntil = 0
        runtime.bootStep = cause
        if let remake = runtime.remake { runtime.body = remake() }
    }

    /// Resumes `runtime` so that it unwinds to the beginning of its life.
    private func unwind(_ runtime: DomainRuntime) {
        guard !runtime.isAtBeginning, let strand = runtime.strand else { return }
        runtime.isDiscarding = true
        strand.resume()
    }

    /// Ends the machine: unwinds every domain and lets go of it.
    func shutDown() {
        guard !isEnding else { return }
        isEnding = true
        for runtime in runtimes {
            runtime.isDiscarding = true
            if runtime.hasBegun { runtime.strand?.resume() }
            runtime.strand = nil
            runtime.body = nil
            runtime.remake = nil
        }
        runtimes = []
    }
}
