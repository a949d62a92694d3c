internal import KernelTrace

extension MachineCore {
    /// Abandons what `runtime` is in the middle of: its entry unwinds now, before anybody else runs.
    ///
    /// `parent` is who asks for it and runs; `nil` is the machine's driver. The entry's calls of the kernel throw `Fault.discarded`, its stores are dropped and nothing of it is recorded.
    func discard(_ runtime: DomainRuntime, for parent: DomainRuntime?, cause: TraceEvent.Step) {
        if runtime.state.entryStep != 0 {
            _ = record(.discarded, cause: runtime.state.entryStep, by: runtime)
        }
        unwind(runtime, for: parent)
        runtime.state.burnMicroseconds = 0
        runtime.state.waitUntil = 0
        runtime.bootStep = cause
        if let remake = runtime.remake { runtime.body = remake() }
    }

    /// Runs `runtime` so that it unwinds to the beginning of its life, while `parent` waits.
    private func unwind(_ runtime: DomainRuntime, for parent: DomainRuntime?) {
        guard !runtime.isAtBeginning else { return }
        runtime.state.isDiscarding = true
        unsafe runtime.discarder = strand(parent?.index ?? none)
        if let parent { unsafe parent.park(for: strands[runtime.index]) } else { run(runtime.index) }
    }

    /// Ends the machine: unwinds every domain and lets go of it.
    func shutDown() {
        guard !isEnding else { return }
        isEnding = true
        for runtime in runtimes { runtime.state.isDiscarding = true }
        // The strand of one may end with that of another that it was suspended on.
        for runtime in runtimes where runtime.hasBegun {
            while !runtime.hasEnded { run(runtime.index) }
        }
        for runtime in runtimes {
            unsafe strands[runtime.index] = unsafe Unmanaged.passUnretained(home)
            unsafe domains[runtime.index] = nil
            runtime.strand = nil
            runtime.body = nil
            runtime.remake = nil
        }
        runtimes = []
    }
}
