internal import KernelTrace

/// The list of events with their lanes.
extension Viewer {
    /// How many lines the list has: the event looked at is one of them even if the filter refuses it.
    private var lineCount: Int { shown.count + (shown.contains(place) || place == 0 ? 0 : 1) }

    /// What stands in line `index` of the list: a step, or a row of two traces.
    private func place(ofLine index: Int) -> TraceEvent.Step {
        let here = shown.count(before: place)
        if place == 0 || index < here || shown.contains(place) { return shown[index] }
        return index == here ? place : shown[index - 1]
    }

    /// The places on the screen, from the top.
    func windowPlaces(_ rows: Int) -> [TraceEvent.Step] {
        let first = max(0, min(top, lineCount - 1))
        return (first..<max(first, min(lineCount, first + rows))).map(place(ofLine:))
    }

    /// Moves the list so that the event looked at is on the screen, not at its very edge.
    mutating func scroll() {
        let rows = pageHeight
        let place = shown.count(before: place)
        let margin = min(2, (rows - 1) / 2)
        let far = place < top - rows || place > top + 2 * rows
        if far { top = place - rows / 3 }
        top = min(top, place - margin)
        top = max(top, place - rows + 1 + margin)
        top = max(0, min(top, lineCount - rows))
    }

    func drawEvents(_ frame: inout Frame, _ area: Area) {
        guard model.lastStep > 0 else {
            frame.put("no events", row: area.row, column: 2)
            return
        }
        let stepWidth = max(4, String(model.lastStep).count)
        let timeWidth = max(4, String(model.trace.events.last?.time ?? 0).count)
        let lanesColumn = 2 + stepWidth + 1 + timeWidth + 1
        let lanes = visibleLanes(columns: (area.width - lanesColumn) * 9 / 20)
        let wordsColumn = lanesColumn + lanes.count * lanes.width + 1
        let namesDomain = area.width - wordsColumn >= 50 || lanes.isPartial || lanes.width < 8
        drawHead(&frame, area.row - 1, stepWidth, timeWidth, lanes, lanesColumn)
        for (line, step) in windowPlaces(area.height).enumerated() {
            guard let event = model.trace[step] else { continue }
            let row = area.row + line
            let isSelected = step == cursor
            let role: Frame.Role = isSelected ? .key : .dim
            frame.put(
                isSelected ? ">" : bookmarks.contains(step) ? "*" : " ", row: row, column: 0,
                style: .init(.mark))
            let isStop = !breakpoints.isEmpty && breakpoints.contains { $0.filter.accepts(event, at: step) }
            if isStop { frame.put(glyphs == .unicode ? "◆" : "!", row: row, column: 1, style: .init(.fault)) }
            frame.put(padded(step, width: stepWidth), row: row, column: 2, style: .init(role))
            frame.put(
                padded(event.time, width: timeWidth), row: row, column: 3 + stepWidth, style: .init(role))
            LanePainter(self, lanes).paint(&frame, row: row, column: lanesColumn, step, event)
            let name = namesDomain ? model.domain(event.domain) + ": " : ""
            frame.fill(
                name + model.words(for: step, glyphs: glyphs), row: row, column: wordsColumn,
                width: area.width - wordsColumn, style: .init(event.role))
            if isSelected { frame.select(row: row, from: wordsColumn, to: area.width) }
        }
    }

    private func drawHead(
        _ frame: inout Frame, _ row: Int, _ stepWidth: Int, _ timeWidth: Int, _ lanes: LaneWindow,
        _ column: Int
    ) {
        guard row > 0 else { return }
        let head =
            "  " + String(repeating: " ", count: stepWidth - 4) + "step "
            + String(repeating: " ", count: timeWidth - 4) + "time"
        frame.put(head, row: row, column: 0, style: .init(.dim))
        for (place, lane) in lanes.lanes.enumerated() {
            let isCurrent = lane.domain == event?.domain
            frame.put(
                lane.name, row: row, column: column + place * lanes.width + 1, limit: lanes.width - 1,
                style: .init(isCurrent ? .key : .dim))
        }
        let end = column + lanes.lanes.count * lanes.width + 1
        if lanes.isPartial {
            frame.put(
                "lanes \(lanes.first + 1)-\(lanes.first + lanes.count) of \(lanes.total)", row: row,
                column: end, style: .init(.dim))
        }
    }
}

extension TraceEvent {
    /// How it is painted.
    var role: Frame.Role {
        switch kind {
        case .fault, .denied, .discarded, .faultReply(_, resumed: false): .fault
        case .signal(_, _, _, .merged, _), .signal(_, _, _, .lost, _), .irq(_, .merged), .irq(_, .lost),
            .deferred(_, lost: true), .note:
            .merged
        case .signal, .irq: .signal
        case .call, .reply: .call
        case .begin, .end: .entry
        case .run, .ready, .idle, .exhausted, .slot, .boot, .map: .dim
        default: .plain
        }
    }
}
