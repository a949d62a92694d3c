internal import KernelTrace

/// Going about in a trace.
extension Viewer {
    /// Looks at `step`, and remembers where from when `isJump`.
    mutating func move(to step: TraceEvent.Step, isJump: Bool = false) {
        guard step >= 1, step <= model.lastStep, place(of: step) != place else { return }
        if isJump { remember() }
        row = Int(place(of: step)) - 1
        look(at: step, isForward: step > cursor)
    }

    /// Shows `step`, and as changed what was stored since the one before.
    mutating func look(at step: TraceEvent.Step, isForward: Bool) {
        since = isForward ? cursor : max(step, 1) - 1
        cursor = step
        chosenCause = 0
        follow()
        scroll()
    }

    /// Remembers where a jump begins.
    mutating func remember() {
        past.append(place)
        future = []
    }

    mutating func jump(to step: TraceEvent.Step) { move(to: step, isJump: true) }

    /// Lets domains and region follow the event looked at.
    mutating func follow() {
        guard let event else { return }
        if event.domain >= 0 && focus != .domains { chosenDomain = event.domain }
        guard focus != .region, let (touched, range) = event.touchedRegion else { return }
        if region.region != touched || !range.contains(region.offset) {
            (region.region, region.offset) = (touched, range.lowerBound)
        }
    }

    /// By lines of the pane that has the focus.
    mutating func line(_ count: Int) {
        switch focus {
        case .events:
            let index = shown.count(before: place)
            let target = count > 0 && !shown.contains(place) ? index + count - 1 : index + count
            guard shown.count > 0 else { return }
            if target < 0 || target >= shown.count { message = target < 0 ? "the first event" : lastWords }
            let wanted = shown[max(0, min(target, shown.count - 1))]
            if (wanted > place) == (count > 0) { move(toPlace: wanted) }
        case .domains:
            let last = Int16(clamping: model.trace.header.domains.count - 1)
            chosenDomain = max(0, min(last, chosenDomain + Int16(clamping: count.signum())))
        case .causes: chosenCause = max(0, min(causeLines.count - 1, chosenCause + count.signum()))
        case .region: moveByte(count.signum() * regionRowLength)
        }
    }

    private var lastWords: String {
        live?.next == nil ? "the last event" : "the last event so far; Space goes on"
    }

    /// The next or previous event that is shown and wanted.
    mutating func find(forward: Bool, _ what: String, where isWanted: (TraceEvent) -> Bool) {
        guard let step = step(forward: forward, from: cursor, where: { event, _ in isWanted(event) }) else {
            message = "no \(what) \(forward ? "after" : "before") this"
            return
        }
        move(to: step)
    }

    /// The first shown event beyond `start` that is wanted.
    func step(
        forward: Bool, from start: TraceEvent.Step, where isWanted: (TraceEvent, TraceEvent.Step) -> Bool
    ) -> TraceEvent.Step? {
        let events = model.trace.events
        var place = Int(start) - 1
        while true {
            place += forward ? 1 : -1
            guard events.indices.contains(place) else { return nil }
            let step = TraceEvent.Step(place + 1)
            if isWanted(events[place], step) && shown.contains(self.place(of: step)) { return step }
        }
    }

    /// Over a call, an entry, or whatever others did meanwhile.
    mutating func over() {
        guard let event else { return }
        switch event.kind {
        case .call:
            let reply = model.effects.effects(of: cursor).first {
                if case .reply = model.trace[$0]?.kind { true } else { false }
            }
            if let reply { jump(to: reply) } else { message = "this call is never answered" }
        case .begin:
            if let end = model.end(ofEntry: cursor) {
                jump(to: end)
            } else {
                message = "this entry never ends"
            }
        default: find(forward: true, "event of this domain") { $0.domain == event.domain }
        }
    }

    mutating func backOver() {
        guard let event else { return }
        switch event.kind {
        case .reply, .end, .discarded: toCause()
        default: find(forward: false, "event of this domain") { $0.domain == event.domain }
        }
    }

    mutating func toCause() {
        guard let cause = event?.cause, cause != 0 else {
            message = "this has no cause in the trace"
            return
        }
        jump(to: cause)
    }

    mutating func toEffect() {
        if let arrow = model.arrow(from: cursor), arrow.to != 0 { return jump(to: arrow.to) }
        guard let effect = model.effects.effects(of: cursor).first else {
            message = "nothing came of it, as far as the trace tells"
            return
        }
        jump(to: effect)
    }

    /// Back to where the last jump began, or forth again.
    mutating func travel(isBack: Bool) {
        guard let wanted = isBack ? past.popLast() : future.popLast() else {
            message = isBack ? "no jump to go back from" : "nowhere to go forth to"
            return
        }
        if isBack { future.append(place) } else { past.append(place) }
        move(toPlace: wanted)
    }

    /// To the next place where a breakpoint holds.
    mutating func run(forward: Bool) {
        guard !breakpoints.isEmpty else {
            message = "no breakpoint is set; b sets one"
            return
        }
        let conditions = breakpoints.map(\.filter)
        let events = model.trace.events
        var place = Int(cursor) - 1
        repeat {
            place += forward ? 1 : -1
        } while events.indices.contains(place)
            && !conditions.contains { $0.accepts(events[place], at: TraceEvent.Step(place + 1)) }
        guard events.indices.contains(place) else {
            message = "no breakpoint is hit \(forward ? "after" : "before") this"
            return
        }
        let step = TraceEvent.Step(place + 1)
        let hit = conditions.firstIndex { $0.accepts(events[place], at: step) } ?? 0
        jump(to: step)
        message = "breakpoint \(hit + 1): \(conditions[hit].text)"
    }

    /// Goes to what was typed: `42`, `+10`, `-10`, `50%`, `t=1200`; false when it is none of these.
    mutating func seek(_ text: String) -> Bool {
        let last = model.lastStep
        let step: TraceEvent.Step
        if text.hasPrefix("t="), let time = UInt64(text.dropFirst(2)) {
            let events = model.trace.events
            step = TraceEvent.Step((events.firstIndex { $0.time >= time } ?? events.count - 1) + 1)
        } else if text.hasSuffix("%"), let percent = Double(text.dropLast()), 0...100 ~= percent {
            step = TraceEvent.Step(Double(last) * percent / 100)
        } else if text.hasPrefix("+"), let count = UInt64(text.dropFirst()) {
            step = count > last - min(cursor, last) ? last : cursor + count
        } else if text.hasPrefix("-"), let count = UInt64(text.dropFirst()) {
            step = count >= cursor ? 1 : cursor - count
        } else if let number = UInt64(text) {
            step = number
        } else {
            return false
        }
        if step > last { message = "the last step is \(last)" }
        jump(to: max(1, min(step, last)))
        return true
    }
}

extension TraceEvent {
    /// The bytes that it loaded or stored.
    var touchedRegion: (region: Int16, range: Range<UInt64>)? {
        switch kind {
        case .write(let region, let offset, let count, _, _), .read(let region, let offset, let count):
            let (end, over) = offset.addingReportingOverflow(max(1, count))
            return (region, offset..<(over ? .max : max(end, offset)))
        default: return nil
        }
    }
}
