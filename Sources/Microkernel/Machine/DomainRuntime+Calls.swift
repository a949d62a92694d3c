internal import KernelTrace

extension DomainRuntime {
    /// Performs `call` and waits until this domain is to go on; more than once when the domain is resumed in it.
    func perform(_ call: SystemCall) throws(Fault) {
        guard !state.isDiscarding else { throw .discarded }
        let isDone = machine.execute(call, by: self)
        // The frequent case: nobody else ran, so nothing else has happened to this domain.
        if isDone && machine.goesOn(index, on: core) && !machine.scheduler.threads[index].repeatsCall {
            return
        }
        try finish(call, isDone: isDone)
    }

    /// The rest of `perform`: lets others run, and performs `call` again where that is due.
    private func finish(_ call: SystemCall, isDone: Bool) throws(Fault) {
        var isDone = isDone
        while true {
            if !machine.goesOn(index, on: core) {
                if isDone && call.isWait {
                    if nesting > 0 && machine.scheduler.threads[index].state == .receiving { return }
                    state.isWaiting = nesting == 0
                    park()
                    state.isWaiting = false
                } else {
                    park()
                }
            }
            guard !state.isDiscarding else { throw .discarded }
            if !machine.takeRepeat(index) && isDone { return }
            isDone = machine.execute(call, by: self)
        }
    }

    /// Performs `call` for code of the domain; stops the program when other code has got hold of a capability.
    private func perform(inside call: SystemCall) throws(Fault) {
        thread.checkIsolated()
        try perform(call)
    }

    /// Lets others run until this domain is to go on.
    ///
    /// Nobody is inside it meanwhile.
    func park() {
        let visitor = thread.stepAside()
        while true {
            let next = machine.successor()
            if next == index { break }
            guard next != none, mayCarry(next) else {
                unsafe handOver(to: machine.strand(next))
                break
            }
            unsafe machine.domains[next]?._withUnsafeGuaranteedRef {
                unsafe $0.serve(on: machine.strands[index], nesting: nesting + 1)
            }
            if machine.goesOn(index, on: core) || machine.isEnding { break }
        }
        note.enter()
        thread.stepBack(visitor)
    }

    /// Lets `next` run until somebody hands over to this domain.
    func park(for next: Unmanaged<Strand>) {
        let visitor = thread.stepAside()
        unsafe handOver(to: next)
        note.enter()
        thread.stepBack(visitor)
    }

    private func handOver(to next: Unmanaged<Strand>) {
        unsafe machine.strands[index]._withUnsafeGuaranteedRef { unsafe $0.handOver(to: next) }
    }

    /// Uses `microseconds` of processor time.
    func burn(_ microseconds: UInt64) throws(Fault) {
        guard microseconds > 0 else { return }
        state.burnMicroseconds = microseconds
        try handOver()
    }

    /// Goes on when `microseconds` have passed on the clock, running or not.
    func spin(_ microseconds: UInt64) throws(Fault) {
        state.waitUntil = machine.scheduler.cores[core].now + microseconds
        try handOver()
    }

    /// Lets the machine's loop look at the clock and the devices.
    func handOver() throws(Fault) {
        guard !state.isDiscarding else { throw .discarded }
        park()
        guard !state.isDiscarding else { throw .discarded }
    }
}

extension DomainRuntime: KernelPort {
    func notify(_ channel: ChannelID) throws(Fault) {
        guard case .channel(let target, let bit, true, _) = wiring.line(channel) else {
            return try refuse(.notify, "microkit_notify", channel)
        }
        try perform(inside: .notify(channel: channel.bit, target: Int16(target), bit: bit))
    }

    func deferredNotify(_ channel: ChannelID) throws(Fault) {
        guard case .channel(let target, let bit, true, _) = wiring.line(channel) else {
            return try refuse(.deferredNotify, "microkit_deferred_notify", channel)
        }
        try put(.notify(channel.bit, target: Int16(target), bit: bit), channel: channel.bit)
    }

    func call(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message {
        guard case .channel(_, _, _, true) = wiring.line(channel) else {
            try refuse(.call, "microkit_ppcall", channel)
            return Message()
        }
        outgoing = message
        try perform(inside: .call(channel: channel.bit))
        return incoming
    }

    func acknowledge(_ channel: ChannelID) throws(Fault) {
        guard case .interrupt = wiring.line(channel) else {
            return try refuse(.irqAck, "microkit_irq_ack", channel)
        }
        try perform(inside: .acknowledge(channel: channel.bit))
    }

    func deferredAcknowledge(_ channel: ChannelID) throws(Fault) {
        guard case .interrupt = wiring.line(channel) else {
            return try refuse(.deferredIRQAck, "microkit_deferred_irq_ack", channel)
        }
        try put(.acknowledge(channel.bit), channel: channel.bit)
    }

    func control(_ child: ChildID, _ control: ChildControl) throws(Fault) {
        guard wiring.child(child) != none else {
            return try refuse(.child, "microkit_pd_\(control)", ChannelID(child.number), what: "child")
        }
        try perform(inside: .control(control, child: UInt8(child.number)))
    }

    func log(_ line: String) throws(Fault) {
        guard !state.isDiscarding else { throw .discarded }
        machine.log(line, by: self)
    }

    private func put(_ action: Deferred, channel: UInt8) throws(Fault) {
        guard !state.isDiscarding else { throw .discarded }
        machine.noteDeferred(channel: channel, overwrites: deferred != .nothing, by: self)
        deferred = action
    }

    private func refuse(
        _ operation: TraceEvent.Operation, _ function: String, _ channel: ChannelID, what: String = "channel"
    ) throws(Fault) {
        guard !state.isDiscarding else { throw .discarded }
        _ = machine.record(
            .denied(operation, channel: UInt64(channel.number)), cause: state.entryStep, by: self)
        machine.print("\(name) \(function): invalid \(what) given '\(channel.number)'", by: self)
    }
}

extension DomainRuntime {
    var storesCount: Bool { !state.isDiscarding }

    func recordStore(region: Int16, offset: Int, bytes: RawSpan) {
        machine.recordStore(region: region, offset: offset, bytes: bytes, by: self)
    }
    func recordLoad(region: Int16, offset: Int, byteCount: Int) {
        let kind = TraceEvent.Kind.read(region: region, offset: UInt64(offset), byteCount: UInt64(byteCount))
        _ = machine.record(kind, cause: state.entryStep, by: self)
    }
    func willWaitForOutside() { machine.sink.flush() }
    func recordInput(device: UInt32, bytes: RawSpan) {
        machine.recordInput(device: device, bytes: bytes, by: self)
    }
    func recordOutput(device: UInt32, bytes: RawSpan) {
        machine.recordOutput(device: device, bytes: bytes, by: self)
    }
}
