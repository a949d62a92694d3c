extension Trace {
    /// What led to `step`, nearest first, back to an event without cause.
    public func causes(of step: TraceEvent.Step) -> [TraceEvent.Step] {
        var chain: [TraceEvent.Step] = []
        var next = self[step]?.cause ?? 0
        while let event = self[next] {
            chain.append(next)
            // A cause is an earlier step; a trace made by hand might say otherwise and must not loop.
            guard event.cause < next else { break }
            next = event.cause
        }
        return chain
    }

    /// The signals that became the one delivery which began at `step`, last first; more than one merged.
    public func signals(deliveredAt step: TraceEvent.Step) -> [TraceEvent.Step] {
        guard let begin = self[step], case .begin(.notified, _) = begin.kind else { return [] }
        var signals: [TraceEvent.Step] = []
        // Only as far as signals merged: the whole chain of causes may be as long as the trace.
        var next = begin.cause
        while let event = self[next] {
            switch event.kind {
            case .signal(_, _, _, .merged, _), .irq(_, .merged): signals.append(next)
            case .signal, .irq: return signals + [next]
            default: return signals
            }
            guard event.cause < next else { break }
            next = event.cause
        }
        return signals
    }
}

/// The way from causes to effects: which events name a step as their cause.
public struct TraceEffects: Sendable {
    /// Effects of step n are at starts[n]..<starts[n + 1].
    private var starts: [UInt32]
    private var steps: [UInt32]

    /// Indexes `trace`: two passes, eight bytes per event.
    public init(_ trace: Trace) {
        let count = trace.events.count
        starts = Array(repeating: 0, count: count + 2)
        for event in trace.events where event.cause <= trace.lastStep { starts[Int(event.cause) + 1] += 1 }
        for place in 1..<starts.count { starts[place] += starts[place - 1] }
        steps = Array(repeating: 0, count: Int(starts[count + 1]))
        var next = starts
        for (place, event) in trace.events.enumerated() where event.cause <= trace.lastStep {
            steps[Int(next[Int(event.cause)])] = UInt32(place + 1)
            next[Int(event.cause)] += 1
        }
    }

    /// The steps whose cause is `step`, in order.
    public func effects(of step: TraceEvent.Step) -> [TraceEvent.Step] {
        guard step < UInt64(starts.count - 1) else { return [] }
        return steps[Int(starts[Int(step)])..<Int(starts[Int(step) + 1])].map(TraceEvent.Step.init)
    }
}
