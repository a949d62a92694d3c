internal import KernelTrace

extension MachineCore {
    /// Records what `runtime` (the kernel when `nil`) did.
    ///
    /// Returns its step.
    @inline(__always)
    func record(_ kind: TraceEvent.Kind, cause: TraceEvent.Step, by runtime: DomainRuntime?)
        -> TraceEvent.Step
    {
        let core = runtime?.core ?? 0
        return sink.record(
            TraceEvent(
                time: scheduler.cores[core].now, cause: cause, domain: Int16(runtime?.index ?? none),
                core: UInt8(core), kind: kind))
    }

    /// Records the scheduler's effects, and moves the messages that were handed over.
    func recordEffects(cause: TraceEvent.Step) {
        for index in 0..<scheduler.effects.count { record(scheduler.effects[index], cause: cause) }
        scheduler.effects.removeAll()
    }

    private func record(_ effect: Effect, cause: TraceEvent.Step) {
        switch effect {
        case .ready(let thread, let front):
            _ = record(.ready(front: front), cause: cause, by: runtimes[thread])
        case .run(_, let thread, let previous, let reason):
            _ = record(
                .run(previous: Int16(previous), reason: reason), cause: cause, by: runtimes[thread])
        case .idle(let core): recordKernel(.idle, cause: cause, core: core)
        case .exhausted(let thread, let refill):
            _ = record(.exhausted(refill: refill), cause: cause, by: runtimes[thread])
        case .slot(let domain): recordKernel(.slot(domain: UInt8(domain)), cause: cause, core: 0)
        case .delivered(let from, let to):
            runtimes[to].incoming = runtimes[from].outgoing
            runtimes[to].handedStep = runtimes[from].callStep
        }
    }

    private func recordKernel(_ kind: TraceEvent.Kind, cause: TraceEvent.Step, core: Int) {
        _ = sink.record(
            TraceEvent(
                time: scheduler.cores[core].now, cause: cause, domain: Int16(none), core: UInt8(core),
                kind: kind))
    }

    /// The number of `text` in the trace.
    func intern(_ text: String) -> UInt32 { sink.intern(text) }

    /// A domain put something into its deferred slot.
    func noteDeferred(channel: UInt8, overwrites: Bool, by runtime: DomainRuntime) {
        _ = record(.deferred(channel: channel, lost: overwrites), cause: runtime.entryStep, by: runtime)
        if overwrites {
            warn("\(runtime.name): a deferred action was lost: there is one slot, and it was full")
        }
    }

    /// A domain faulted.
    func noteFault(_ runtime: DomainRuntime) {
        faults.append(
            MachineOutcome.FaultRecord(
                domain: runtime.index, reason: runtime.faultReason, isFinal: runtime.isDead))
    }

    /// A scripted stand-in reached a mark.
    func mark(_ number: UInt32, by runtime: DomainRuntime) {
        _ = record(.mark(number), cause: runtime.entryStep, by: runtime)
    }

    /// Something that the real system would not tell, and an author should know; each text once.
    func warn(_ text: String) {
        guard !warnings.contains(text) else { return }
        warnings.append(text)
        recordWarning(text)
    }

    func recordWarning(_ text: String) { _ = record(.note(text: intern(text)), cause: 0, by: nil) }

    /// A domain printed `line`.
    func log(_ line: String, by runtime: DomainRuntime) {
        _ = record(.log(text: intern(line)), cause: runtime.entryStep, by: runtime)
        print(line, by: runtime)
    }

    /// Puts `line` on the console, if there is one; of the kernel or the monitor when `runtime` is `nil`.
    func print(_ line: String, by runtime: DomainRuntime?) { console?(runtime?.index ?? none, line) }

    /// A domain stored to a region.
    func recordStore(region: Int16, offset: Int, bytes: RawSpan, by runtime: DomainRuntime) {
        guard !runtime.isDiscarding else { return }
        let payload = sink.keepsContents(ofRegion: region) ? sink.keep(bytes) : 0
        let kind = TraceEvent.Kind.write(
            region: region, offset: UInt64(offset), byteCount: UInt64(bytes.byteCount),
            digest: sink.digest(bytes), payload: payload)
        _ = record(kind, cause: runtime.entryStep, by: runtime)
    }

    /// Bytes came in through a host device.
    func recordInput(device: UInt32, bytes: RawSpan, by runtime: DomainRuntime) {
        let kind = TraceEvent.Kind.input(
            device: device, byteCount: UInt64(bytes.byteCount), digest: sink.digest(bytes),
            payload: sink.keepsDeviceBytes ? sink.keep(bytes) : 0)
        _ = record(kind, cause: runtime.entryStep, by: runtime)
    }

    /// Bytes went out through a host device.
    func recordOutput(device: UInt32, bytes: RawSpan, by runtime: DomainRuntime) {
        let kind = TraceEvent.Kind.output(
            device: device, byteCount: UInt64(bytes.byteCount), digest: sink.digest(bytes),
            payload: sink.keepsDeviceBytes ? sink.keep(bytes) : 0)
        _ = record(kind, cause: runtime.entryStep, by: runtime)
    }
}
