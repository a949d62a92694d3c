internal import KernelTrace

extension MachineCore {
    /// Unmasks an interrupt of `runtime`.
    func acknowledge(_ channel: UInt8, by runtime: DomainRuntime, deferred: Bool) -> TraceEvent.Step {
        guard case .interrupt(let line) = runtime.wiring.lines[Int(channel)] else { return 0 }
        interrupts[line].isMasked = false
        return record(.irqAck(bit: channel, deferred: deferred), cause: runtime.state.entryStep, by: runtime)
    }

    /// A device raises `line`: a pulse, or a level that it holds until it drops it.
    func raise(_ line: Int, holdsLine: Bool) {
        if holdsLine { interrupts[line].isAsserted = true } else { interrupts[line].isPending = true }
        let core = runtimes[interrupts[line].domain].core
        deliverDueInterrupts(core, cause: 0)
    }

    /// R5: every interrupt that is raised and not masked interrupts whoever runs.
    func deliverDueInterrupts(_ core: Int, cause: TraceEvent.Step) {
        for index in interrupts.indices where interrupts[index].isDue {
            deliver(index, cause: cause)
        }
    }

    private func deliver(_ index: Int, cause: TraceEvent.Step) {
        let target = runtimes[interrupts[index].domain]
        let (core, bit) = (target.core, interrupts[index].bit)
        interrupts[index].isMasked = true
        interrupts[index].isPending = false
        if scheduler.endSpentSlice(core) { settle(core, cause: 0) }
        let outcome =
            target.state.isDead
            ? TraceEvent.SignalOutcome.lost : scheduler.signal(target.index, bit: bit, on: core)
        let earlier = outcome == .merged ? signals.pending(target.index, bit) : cause
        let step = record(.irq(bit: bit, outcome: outcome), cause: earlier, by: target)
        signals.note(target.index, bit, step, isDelivered: outcome == .woke)
        settle(core, cause: step)
    }
}
