internal import KernelTrace

/// Larger stores stand in a trace without their contents: an evaluation key would drown all else.
private let keptByteLimit = 1 << 16

extension MachineCore {
    /// Records what `runtime` (the kernel when `nil`) did.
    ///
    /// Returns its step.
    @inline(__always)
    func record(_ kind: TraceEvent.Kind, cause: TraceEvent.Step, by runtime: DomainRuntime?)
        -> TraceEvent.Step
    {
        record(kind, cause: cause, domain: runtime?.index ?? none, core: runtime?.core ?? 0)
    }

    /// Records what `domain` of `core` did.
    @inline(__always)
    func record(_ kind: TraceEvent.Kind, cause: TraceEvent.Step, domain: Int, core: Int) -> TraceEvent.Step {
        sink.record(
            TraceEvent(
                time: scheduler.cores[core].now, cause: cause, domain: Int16(truncatingIfNeeded: domain),
                core: UInt8(truncatingIfNeeded: core), kind: kind))
    }

    /// Records what became of `domain`.
    @inline(__always)
    private func record(_ kind: TraceEvent.Kind, cause: TraceEvent.Step, of domain: Int) {
        _ = record(kind, cause: cause, domain: domain, core: scheduler.threads[domain].core)
    }

    /// Records the scheduler's effects, and moves the messages that were handed over.
    func recordEffects(cause: TraceEvent.Step) {
        for index in 0..<scheduler.effects.count { record(scheduler.effects[index], cause: cause) }
        scheduler.effects.removeAll()
    }

    @inline(__always)
    private func record(_ effect: Effect, cause: TraceEvent.Step) {
        switch effect {
        case .ready(let thread, let front):
            record(.ready(front: front), cause: cause, of: thread)
        case .run(_, let thread, let previous, let reason):
            let previous = Int16(truncatingIfNeeded: previous)
            record(.run(previous: previous, reason: reason), cause: cause, of: thread)
        case .idle(let core): _ = record(.idle, cause: cause, domain: none, core: core)
        case .exhausted(let thread, let refill):
            record(.exhausted(refill: refill), cause: cause, of: thread)
        case .slot(let domain):
            _ = record(.slot(domain: UInt8(domain)), cause: cause, domain: none, core: 0)
        case .delivered(let from, let to):
            runtimes[to].incoming = runtimes[from].outgoing
            states[to].handedStep = states[from].callStep
        }
    }

    /// The number of `text` in the trace.
    func intern(_ text: String) -> UInt32 { sink.intern(text) }

    /// A domain put something into its deferred slot.
    func noteDeferred(channel: UInt8, overwrites: Bool, by runtime: DomainRuntime) {
        _ = record(.deferred(channel: channel, lost: overwrites), cause: runtime.state.entryStep, by: runtime)
        if overwrites {
            warn("\(runtime.name): a deferred action was lost: there is one slot, and it was full")
        }
    }

    /// A domain faulted.
    func noteFault(_ runtime: DomainRuntime) {
        faults.append(
            MachineOutcome.FaultRecord(
                domain: runtime.index, reason: runtime.faultReason, isFinal: runtime.state.isDead))
    }

    /// A scripted stand-in reached a mark.
    func mark(_ number: UInt32, by runtime: DomainRuntime) {
        _ = record(.mark(number), cause: runtime.state.entryStep, by: runtime)
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
        _ = record(.log(text: intern(line)), cause: runtime.state.entryStep, by: runtime)
        print(line, by: runtime)
    }

    /// Puts `line` on the console, if there is one; of the kernel or the monitor when `runtime` is `nil`.
    func print(_ line: String, by runtime: DomainRuntime?) { console?(runtime?.index ?? none, line) }

    /// A domain stored to a region.
    func recordStore(region: Int16, offset: Int, bytes: RawSpan, by runtime: DomainRuntime) {
        guard !runtime.state.isDiscarding else { return }
        let isKept = bytes.byteCount <= keptByteLimit && sink.keepsContents(ofRegion: region)
        let payload = isKept ? sink.keep(bytes) : 0
        let kind = TraceEvent.Kind.write(
            region: region, offset: UInt64(offset), byteCount: UInt64(bytes.byteCount),
            digest: sink.digest(bytes), payload: payload)
        _ = record(kind, cause: runtime.state.entryStep, by: runtime)
    }

    /// Bytes came in through a host device.
    func recordInput(device: UInt32, bytes: RawSpan, by runtime: DomainRuntime) {
        let kind = TraceEvent.Kind.input(
            device: device, byteCount: UInt64(bytes.byteCount), digest: sink.digest(bytes),
            payload: sink.keepsDeviceBytes ? sink.keep(bytes) : 0)
        _ = record(kind, cause: runtime.state.entryStep, by: runtime)
    }

    /// Bytes went out through a host device.
    func recordOutput(device: UInt32, bytes: RawSpan, by runtime: DomainRuntime) {
        let kind = TraceEvent.Kind.output(
            device: device, byteCount: UInt64(bytes.byteCount), digest: sink.digest(bytes),
            payload: sink.keepsDeviceBytes ? sink.keep(bytes) : 0)
        _ = record(kind, cause: runtime.state.entryStep, by: runtime)
    }
}
