public import KernelTrace

/// A trace with what views ask of it again and again: states, effects, arrows, contents, words.
///
/// Each index is made when it is first needed, in one pass over the events. One view uses a model at a time.
public final class TraceModel {
    /// The recorded run.
    public let trace: Trace
    /// The machine at every step.
    public private(set) lazy var timeline = TraceTimeline(trace)
    /// From causes to effects.
    public private(set) lazy var effects = TraceEffects(trace)
    /// Who wrote where.
    public private(set) lazy var writes = RegionWrites(trace)
    private let unicode: EventWords
    private let ascii: EventWords
    private var latest: MachineState?

    /// Wraps `trace`, at no cost.
    public init(_ trace: Trace) {
        self.trace = trace
        unicode = EventWords(trace, glyphs: .unicode)
        ascii = EventWords(trace, glyphs: .ascii)
    }

    /// The step of the last event.
    public var lastStep: TraceEvent.Step { trace.lastStep }

    /// The machine after `step`; going forward in small steps costs only the events between.
    public func state(after step: TraceEvent.Step) -> MachineState {
        let step = min(step, lastStep)
        if var state = latest, state.step <= step, step - state.step <= 512 {
            for place in Int(state.step)..<Int(step) { state.apply(trace.events[place]) }
            latest = state
            return state
        }
        let state = timeline.state(after: step)
        latest = state
        return state
    }

    /// The event of `step` in Microkit's words, without its time, domain and cause.
    public func words(for step: TraceEvent.Step, glyphs: Glyphs = .unicode) -> String {
        (glyphs == .unicode ? unicode : ascii).words(for: step)
    }

    /// The domain at `position`, as it may be printed.
    public func domain(_ position: Int16) -> String { unicode.domain(position) }

    /// The region at `position`, as it may be printed.
    public func region(_ position: Int16) -> String { unicode.region(position) }

    /// What an entry is called, such as `notified(3)`.
    public func name(of entry: TraceEvent.Entry) -> String { unicode.name(of: entry) }

    /// What led to `step`, nearest first, at most `limit` steps.
    public func causes(of step: TraceEvent.Step, limit: Int) -> [TraceEvent.Step] {
        var chain: [TraceEvent.Step] = []
        var next = trace[step]?.cause ?? 0
        while chain.count < limit, let event = trace[next] {
            chain.append(next)
            guard event.cause < next else { break }
            next = event.cause
        }
        return chain
    }

    /// The step at which the entry that `step` stands in began; nil outside entries.
    public func entry(around step: TraceEvent.Step) -> TraceEvent.Step? {
        guard let event = trace[step], event.domain >= 0 else { return nil }
        switch event.kind {
        case .begin: return step
        case .end, .discarded: return event.cause
        default:
            let entry = state(after: step).domains[Int(event.domain)].entryStep
            return entry == 0 ? nil : entry
        }
    }

    /// The step that ends the entry which began at `step`; nil when it never ended.
    public func end(ofEntry step: TraceEvent.Step) -> TraceEvent.Step? {
        effects.effects(of: step).last { effect in
            switch trace[effect]?.kind {
            case .end, .discarded: true
            default: false
            }
        }
    }
}
