internal import KernelTrace

extension DomainRuntime {
    /// Performs `call` and waits until this domain is to go on; more than once when the domain is resumed in it.
    func perform(_ call: SystemCall) throws(Fault) {
        var isDone = false
        while true {
            guard !isDiscarding else { throw .discarded }
            if !isDone { isDone = machine.execute(call, by: self) }
            if machine.mustHandOver(from: self) { park() }
            guard !isDiscarding else { throw .discarded }
            if machine.takeRepeat(self) { isDone = false } else if isDone { return }
        }
    }

    /// Lets others run until the machine resumes this domain.
    ///
    /// Nobody is inside it meanwhile.
    func park() {
        step(aside: { strand?.suspend() })
    }

    /// Runs `body`, which enters other domains, while nobody is inside this one.
    func step(aside body: () -> Void) {
        let wasInside = thread.isIsolatingCurrentContext() == true
        if wasInside { thread.leave() }
        body()
        if wasInside { thread.arrive() }
    }

    /// Uses `microseconds` of processor time.
    func burn(_ microseconds: UInt64) throws(Fault) {
        guard microseconds > 0 else { return }
        burnMicroseconds = microseconds
        try handOver()
    }

    /// Goes on when `microseconds` have passed on the clock, running or not.
    func spin(_ microseconds: UInt64) throws(Fault) {
        waitUntil = machine.scheduler.cores[core].now + microseconds
        try handOver()
    }

    /// Lets the machine's loop look at the clock and the devices.
    func handOver() throws(Fault) {
        guard !isDiscarding else { throw .discarded }
        park()
        guard !isDiscarding else { throw .discarded }
    }
}

extension DomainRuntime: KernelPort {
    func notify(_ channel: ChannelID) throws(Fault) {
        guard case .channel(_, _, true, _) = wiring.line(channel) else {
            return try refuse(.notify, "microkit_notify", channel)
        }
        try perform(.notify(channel: channel.bit))
    }

    func deferredNotify(_ channel: ChannelID) throws(Fault) {
        guard case .channel(_, _, true, _) = wiring.line(channel) else {
            return try refuse(.deferredNotify, "microkit_deferred_notify", channel)
        }
        try put(.notify(channel.bit), channel: channel.bit)
    }

    func call(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message {
        guard case .channel(_, _, _, true) = wiring.line(channel) else {
            try refuse(.call, "microkit_ppcall", channel)
            return Message()
        }
        outgoing = message
        try perform(.call(channel: channel.bit))
        return incoming
    }

    func acknowledge(_ channel: ChannelID) throws(Fault) {
        guard case .interrupt = wiring.line(channel) else {
            return try refuse(.irqAck, "microkit_irq_ack", channel)
        }
        try perform(.acknowledge(channel: channel.bit))
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
        try perform(.control(control, child: UInt8(child.number)))
    }

    func log(_ line: String) throws(Fault) {
        guard !isDiscarding else { throw .discarded }
        machine.log(line, by: self)
    }

    private func put(_ action: Deferred, channel: UInt8) throws(Fault) {
        guard !isDiscarding else { throw .discarded }
        machine.noteDeferred(channel: channel, overwrites: deferred != .nothing, by: self)
        deferred = action
    }

    private func refuse(
        _ operation: TraceEvent.Operation, _ function: String, _ channel: ChannelID, what: String = "channel"
    ) throws(Fault) {
        guard !isDiscarding else { throw .discarded }
        _ = machine.record(.denied(operation, channel: UInt64(channel.number)), cause: entryStep, by: self)
        machine.print("\(name) \(function): invalid \(what) given '\(channel.number)'", by: self)
    }
}

extension DomainRuntime {
    var storesCount: Bool { !isDiscarding }

    func recordStore(region: Int16, offset: Int, bytes: RawSpan) {
        machine.recordStore(region: region, offset: offset, bytes: bytes, by: self)
    }
    func recordLoad(region: Int16, offset: Int, byteCount: Int) {
        let kind = TraceEvent.Kind.read(region: region, offset: UInt64(offset), byteCount: UInt64(byteCount))
        _ = machine.record(kind, cause: entryStep, by: self)
    }
    func willWaitForOutside() { machine.sink.flush() }
    func recordInput(device: UInt32, bytes: RawSpan) {
        machine.recordInput(device: device, bytes: bytes, by: self)
    }
    func recordOutput(device: UInt32, bytes: RawSpan) {
        machine.recordOutput(device: device, bytes: bytes, by: self)
    }
}
