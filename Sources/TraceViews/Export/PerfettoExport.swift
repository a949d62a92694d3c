internal import KernelTrace

/// A trace as packets of Perfetto: a track per domain with its entries, beneath it what the domain was doing and how
/// many signals waited for it; per core the running priority and the length of the ready queue; flows from signals,
/// calls and replies to what they led to.
///
/// Virtual time often stands still while much happens, and Perfetto draws nothing that takes no time. So an event is at
/// least a microsecond after the one before; its true time is among its arguments.
struct PerfettoExport {
    private let trace: Trace
    private let words: EventWords
    private let tracks: PerfettoTracks

    init(_ trace: Trace) {
        self.trace = trace
        words = EventWords(trace, glyphs: .unicode)
        tracks = PerfettoTracks(trace.header)
    }

    func write(to sink: inout ExportSink) {
        tracks.write(to: &sink)
        var state = MachineState(header: trace.header)
        var entries = [TraceEvent.Step](repeating: 0, count: trace.header.domains.count)
        var flows = Flows()
        var clock: UInt64 = 0
        for (place, event) in trace.events.enumerated() {
            let step = TraceEvent.Step(place + 1)
            clock = place == 0 ? nanoseconds(event.time) : max(clock &+ 1000, nanoseconds(event.time))
            let before = state
            state.apply(event)
            var packets = PerfettoPackets(time: clock)
            changes(from: before, to: state, isFirst: place == 0, &packets)
            self.event(step, event, &entries, &flows, &packets)
            sink.add(packets.bytes)
        }
    }

    private func nanoseconds(_ microseconds: UInt64) -> UInt64 {
        let (product, over) = microseconds.multipliedReportingOverflow(by: 1000)
        return over ? .max / 2 : product
    }

    /// What a domain gets to know when it next does something: the reply to its call, and the like.
    private struct Flows {
        var waiting: [Int16: TraceEvent.Step] = [:]
    }

    private func event(
        _ step: TraceEvent.Step, _ event: TraceEvent, _ entries: inout [TraceEvent.Step],
        _ flows: inout Flows, _ packets: inout PerfettoPackets
    ) {
        let domain = Int(event.domain)
        let track = tracks.entries(of: event.domain)
        func slice() -> PerfettoSlice { PerfettoSlice(track: track, step: step, event: event) }
        switch event.kind {
        case .begin(let entry, _):
            // A fault may have left an entry open for ever.
            if entries[domain] != 0 { packets.end(slice()) }
            entries[domain] = step
            var begin = slice()
            begin.name = words.name(of: entry)
            begin.detail = words.words(for: step)
            begin.ending = trace.signals(deliveredAt: step)
            if begin.ending.isEmpty, let cause = trace[event.cause], cause.startsFlow {
                begin.ending = [event.cause]
            }
            packets.begin(begin)
        case .end, .discarded:
            guard entries[domain] != 0 else { return }
            entries[domain] = 0
            packets.end(slice())
        // These are what the tracks of states show.
        case .run, .ready, .idle, .exhausted: return
        default:
            var instant = slice()
            instant.name = words.words(for: step)
            if let answer = flows.waiting.removeValue(forKey: event.domain) { instant.ending = [answer] }
            if event.startsFlow { instant.starting = [step] }
            switch event.kind {
            case .reply(let target, _, _), .faultReply(let target, _), .child(_, let target):
                flows.waiting[target] = step
            default: break
            }
            packets.instant(instant)
        }
    }

    private func changes(
        from before: MachineState, to after: MachineState, isFirst: Bool, _ packets: inout PerfettoPackets
    ) {
        for (place, (old, new)) in zip(before.domains, after.domains).enumerated() {
            if old.activity != new.activity || isFirst {
                let track = tracks.activity(of: place)
                if !isFirst { packets.end(PerfettoSlice(track: track)) }
                var slice = PerfettoSlice(track: track)
                slice.name = new.activity.words
                packets.begin(slice)
            }
            if old.word != new.word || isFirst {
                packets.counter(tracks.signals(of: place), Int64(new.word.nonzeroBitCount))
            }
        }
        for core in after.running.indices {
            if before.running[core] != after.running[core] || isFirst {
                let running = after.running[core]
                let priority = running < 0 ? -1 : Int64(trace.header.domains[Int(running)].priority)
                packets.counter(tracks.priority(ofCore: core), priority)
            }
            if before.ready[core].count != after.ready[core].count || isFirst {
                packets.counter(tracks.queue(ofCore: core), Int64(after.ready[core].count))
            }
        }
    }
}

extension TraceEvent {
    /// Whether something else happens because of this event, in another domain.
    fileprivate var startsFlow: Bool {
        switch kind {
        case .signal(_, _, _, let outcome, _): outcome != .lost
        case .irq, .call, .reply, .fault, .faultReply, .child: true
        default: false
        }
    }
}
