public import KernelTrace

/// Something that went from one domain to another, from its sending to its delivery.
public struct Arrow: Hashable, Sendable {
    /// What went.
    public enum Kind: Hashable, Sendable {
        /// A notification.
        case signal
        /// An interrupt, from outside.
        case interrupt
        /// A protected call.
        case call
        /// The answer to one.
        case reply
        /// A fault, to the parent.
        case fault
        /// A parent's answer to it, or what it did to its child.
        case control
    }

    /// What went.
    public var kind: Kind
    /// The step that sent it.
    public var from: TraceEvent.Step
    /// The step that received it: the begin of an entry, or the first thing the receiver of an answer did; 0 when it
    /// never arrived.
    public var to: TraceEvent.Step
    /// The sender; -1 is the outside.
    public var sender: Int16
    /// The receiver.
    public var receiver: Int16
    /// How a signal or an interrupt met the receiver's word.
    public var outcome: TraceEvent.SignalOutcome?
    /// How many signals the delivery at `to` stands for, this one included; more than one merged.
    public var deliveredCount = 1
}

extension TraceModel {
    /// The arrow that begins at `step`; nil when nothing was sent there.
    public func arrow(from step: TraceEvent.Step) -> Arrow? {
        guard let event = trace[step] else { return nil }
        func arrow(_ kind: Arrow.Kind, _ sender: Int16, _ receiver: Int16) -> Arrow {
            Arrow(kind: kind, from: step, to: 0, sender: sender, receiver: receiver)
        }
        switch event.kind {
        case .signal(_, let target, _, let outcome, _):
            return delivered(arrow(.signal, event.domain, target), outcome)
        case .irq(_, let outcome): return delivered(arrow(.interrupt, -1, event.domain), outcome)
        case .call(_, let target, _, _):
            return arriving(arrow(.call, event.domain, target)) {
                if case .begin(.protected, _) = $0 { true } else { false }
            }
        case .reply(let target, _, _):
            return arriving(arrow(.reply, event.domain, target), where: Self.isWakeUp)
        case .faultReply(let child, _), .child(_, let child):
            return arriving(arrow(.control, event.domain, child), where: Self.isWakeUp)
        case .fault:
            guard let parent = parent(of: event.domain) else { return nil }
            return arriving(arrow(.fault, event.domain, parent)) {
                if case .begin(.fault, _) = $0 { true } else { false }
            }
        default: return nil
        }
    }

    /// The arrows that end at `step`, oldest first: several when signals merged.
    public func arrows(to step: TraceEvent.Step) -> [Arrow] {
        let signals = trace.signals(deliveredAt: step).reversed()
        if !signals.isEmpty { return signals.compactMap { arrow(from: $0) } }
        guard let cause = trace[step]?.cause, cause != 0, let arrow = arrow(from: cause), arrow.to == step
        else { return [] }
        return [arrow]
    }

    /// Where the signal or interrupt at `step` was delivered; 0 when it never was.
    public func delivery(ofSignal step: TraceEvent.Step) -> TraceEvent.Step {
        var step = step
        while true {
            var merged: TraceEvent.Step = 0
            for effect in effects.effects(of: step) {
                switch trace[effect]?.kind {
                case .begin(.notified, _): return effect
                case .signal(_, _, _, .merged, _), .irq(_, .merged): merged = effect
                default: break
                }
            }
            guard merged > step else { return 0 }
            step = merged
        }
    }

    private func delivered(_ arrow: Arrow, _ outcome: TraceEvent.SignalOutcome) -> Arrow {
        var arrow = arrow
        arrow.outcome = outcome
        arrow.to = outcome == .lost ? 0 : delivery(ofSignal: arrow.from)
        if arrow.to != 0 { arrow.deliveredCount = max(1, trace.signals(deliveredAt: arrow.to).count) }
        return arrow
    }

    private func arriving(_ arrow: Arrow, where isArrival: (TraceEvent.Kind) -> Bool) -> Arrow {
        var arrow = arrow
        let arrival = effects.effects(of: arrow.from).first { step in
            guard let event = trace[step] else { return false }
            return event.domain == arrow.receiver && isArrival(event.kind)
        }
        arrow.to = arrival ?? 0
        return arrow
    }

    private static func isWakeUp(_ kind: TraceEvent.Kind) -> Bool {
        switch kind {
        case .run, .ready, .begin: true
        default: false
        }
    }

    private func parent(of domain: Int16) -> Int16? {
        guard trace.header.domains.indices.contains(Int(domain)) else { return nil }
        return trace.header.domains[Int(domain)].parent.map { Int16($0) }
    }
}
