internal import KernelTrace
internal import SystemDescription

extension MachineCore {
    /// One kernel step: performs `call` for the domain that runs.
    ///
    /// Returns `false` when its slice ended first.
    func execute(_ call: SystemCall, by runtime: DomainRuntime) -> Bool {
        stepCount += 1
        let core = runtime.core
        if scheduler.endSpentSlice(core) {
            settle(core, cause: 0)
            return false
        }
        switch call {
        case .notify(let channel, let target, let bit):
            settle(core, cause: signal(channel, Int(target), bit, from: runtime, deferred: false))
        case .call(let channel): settle(core, cause: self.call(channel, from: runtime))
        case .acknowledge(let channel):
            let step = acknowledge(channel, by: runtime, deferred: false)
            settle(core, cause: step)
            deliverDueInterrupts(core, cause: step)
        case .control(let control, let child): self.control(control, child: child, by: runtime)
        case .receive: receive(runtime, cause: 0)
        case .sendReceive:
            let step = performDeferred(runtime)
            receive(runtime, cause: step)
            // The monitor acts on its signal only now that the domain waits, so its first entry runs on its own context.
            if runtime.deferred == .monitor { scheduler.bindContext(runtime.index, runtime.index) }
            deliverDueInterrupts(core, cause: step)
        case .replyReceive: receive(runtime, cause: reply(runtime))
        case .fault(let reason): fault(runtime, reason: reason)
        }
        return true
    }

    private func signal(
        _ channel: UInt8, _ target: Int, _ bit: UInt8, from runtime: DomainRuntime, deferred: Bool
    ) -> TraceEvent.Step {
        let outcome =
            states[target].isDead
            ? TraceEvent.SignalOutcome.lost : scheduler.signal(target, bit: bit, on: runtime.core)
        let cause = outcome == .merged ? signals.pending(target, bit) : runtime.state.entryStep
        let step = record(
            .signal(
                channel: channel, target: Int16(truncatingIfNeeded: target), bit: bit, outcome: outcome,
                deferred: deferred),
            cause: cause, by: runtime)
        signals.note(target, bit, step, isDelivered: outcome == .woke)
        return step
    }

    private func call(_ channel: UInt8, from runtime: DomainRuntime) -> TraceEvent.Step {
        guard case .channel(let target, let bit, _, _) = runtime.wiring.lines[Int(channel)] else { return 0 }
        let words = UInt8(runtime.outgoing.count)
        let step = record(
            .call(channel: channel, target: Int16(target), label: runtime.outgoing.label, words: words),
            cause: runtime.state.entryStep, by: runtime)
        runtime.state.callStep = step
        scheduler.call(runtime.index, target, badge: .call(bit), on: runtime.core)
        return step
    }

    /// Answers the waiting caller or faulted child.
    ///
    /// Returns the step of that, 0 when nobody waits any more.
    private func reply(_ runtime: DomainRuntime) -> TraceEvent.Step {
        let wasFault = scheduler.threads[runtime.index].badge.rawValue >> 62 & 1 != 0
        let waiter = scheduler.reply(runtime.index, on: runtime.core)
        guard waiter != none else { return 0 }
        let caller = runtimes[waiter]
        if wasFault {
            return record(
                .faultReply(child: Int16(waiter), resumed: true), cause: caller.state.callStep, by: runtime)
        }
        caller.incoming = runtime.outgoing
        return record(
            .reply(
                target: Int16(waiter), label: runtime.outgoing.label, words: UInt8(runtime.outgoing.count)),
            cause: caller.state.callStep, by: runtime)
    }

    private func receive(_ runtime: DomainRuntime, cause: TraceEvent.Step) {
        let word = scheduler.threads[runtime.index].word
        scheduler.receive(runtime.index)
        if word != 0 { signals.deliver(word, to: runtime.index) }
        settle(runtime.core, cause: cause)
    }

    private func performDeferred(_ runtime: DomainRuntime) -> TraceEvent.Step {
        switch runtime.deferred {
        case .nothing, .monitor: break
        case .notify(let channel, let target, let bit):
            return signal(channel, Int(target), bit, from: runtime, deferred: true)
        case .acknowledge(let channel): return acknowledge(channel, by: runtime, deferred: true)
        }
        return 0
    }

    private func fault(_ runtime: DomainRuntime, reason: UInt32) {
        let step = record(.fault(reason: reason), cause: runtime.state.entryStep, by: runtime)
        runtime.state.callStep = step
        let domain = system.protectionDomains[runtime.index]
        if let parent = domain.parent, let id = domain.childID {
            scheduler.threads[runtime.index].hasFaulted = true
            let badge = Badge.fault(UInt8(truncatingIfNeeded: id))
            scheduler.call(runtime.index, parent, badge: badge, on: runtime.core)
        } else {
            runtime.state.isDead = true
            scheduler.stop(runtime.index)
            _ = record(.faultReply(child: Int16(runtime.index), resumed: false), cause: step, by: nil)
            print("monitor: protection domain '\(runtime.name)' faulted: \(runtime.faultReason)", by: nil)
        }
        noteFault(runtime)
        settle(runtime.core, cause: step)
    }

    private func control(_ control: ChildControl, child: UInt8, by runtime: DomainRuntime) {
        let target = runtimes[runtime.wiring.children[Int(child)]]
        let kind = TraceEvent.Control(control)
        let step = record(
            .child(kind, child: Int16(target.index)), cause: runtime.state.entryStep, by: runtime)
        switch control {
        case .stop: scheduler.stop(target.index)
        case .resume: scheduler.resume(target.index, on: runtime.core)
        case .restart:
            discard(target, for: runtime, cause: step)
            scheduler.restart(target.index, on: runtime.core)
        }
        settle(runtime.core, cause: step)
    }
}

extension TraceEvent.Control {
    init(_ control: ChildControl) {
        switch control {
        case .stop: self = .stop
        case .resume: self = .resume
        case .restart: self = .restart
        }
    }
}
