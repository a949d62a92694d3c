internal import KernelTrace

/// The events that a viewer lists, by their order on the screen.
struct ShownEvents {
    /// Ascending; nil when all are shown.
    private let steps: [UInt32]?
    let count: Int

    /// All events of a trace.
    init(all trace: Trace) { self.init(count: trace.events.count) }

    /// So many lines, all shown.
    init(count: Int) { self.init(steps: nil, count: count) }

    /// These lines, ascending, counted from 1.
    init(places: [UInt32]) { self.init(steps: places, count: places.count) }

    private init(steps: [UInt32]?, count: Int) {
        self.steps = steps
        self.count = count
    }

    /// Those that `filter` accepts, without what the domains in `hidden` did.
    init(_ trace: Trace, filter: EventFilter?, hidden: Set<Int16>) {
        guard filter?.isEmpty == false || !hidden.isEmpty else {
            self.init(all: trace)
            return
        }
        let isHidden = trace.header.domains.indices.map { hidden.contains(Int16($0)) }
        var steps: [UInt32] = []
        for place in trace.events.indices {
            let event = trace.events[place]
            if isHidden[event.domain] { continue }
            guard filter?.accepts(event, at: TraceEvent.Step(place + 1)) ?? true else { continue }
            steps.append(UInt32(place + 1))
        }
        self.init(steps: steps, count: steps.count)
    }

    /// The step of line `index`.
    subscript(_ index: Int) -> TraceEvent.Step {
        steps.map { TraceEvent.Step($0[index]) } ?? TraceEvent.Step(index + 1)
    }

    /// How many lines stand before `step`.
    func count(before step: TraceEvent.Step) -> Int {
        guard let steps else { return min(count, Int(max(1, step)) - 1) }
        var (low, high) = (0, steps.count)
        while low < high {
            let middle = (low + high) / 2
            if TraceEvent.Step(steps[middle]) >= step { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Whether `step` is among them.
    func contains(_ step: TraceEvent.Step) -> Bool {
        let place = count(before: step)
        return place < count && self[place] == step
    }
}
