/// The machine's state at every step of a trace, in microseconds per question.
public struct TraceTimeline: Sendable {
    private static let interval = 1024
    private let trace: Trace
    /// The state before steps 1, 1025, 2049, ….
    private let checkpoints: [MachineState]

    /// Goes through `trace` once.
    public init(_ trace: Trace) {
        self.trace = trace
        var state = MachineState(header: trace.header)
        var checkpoints: [MachineState] = []
        checkpoints.reserveCapacity(trace.events.count / Self.interval + 1)
        for (place, event) in trace.events.enumerated() {
            if place % Self.interval == 0 { checkpoints.append(state) }
            state.apply(event)
        }
        if checkpoints.isEmpty { checkpoints.append(state) }
        self.checkpoints = checkpoints
    }

    /// The machine after `step`; before everything for 0, at the end for steps beyond it.
    ///
    /// - Complexity: at most 1024 events are gone through.
    public func state(after step: TraceEvent.Step) -> MachineState {
        let last = Int(min(step, trace.lastStep))
        let checkpoint = min(last / Self.interval, checkpoints.count - 1)
        var state = checkpoints[checkpoint]
        for place in (checkpoint * Self.interval)..<max(last, checkpoint * Self.interval) {
            state.apply(trace.events[place])
        }
        return state
    }
}
