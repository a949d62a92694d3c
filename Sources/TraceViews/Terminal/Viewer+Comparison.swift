internal import KernelTrace

/// Two traces side by side: the list has a line per row of the comparison, and the panes tell of one side.
extension Viewer {
    /// Where the list stands: at the step looked at or, of two traces, at a row, counted from 1.
    var place: TraceEvent.Step { comparison == nil ? cursor : TraceEvent.Step(row + 1) }

    /// Where the list has `step` of the trace that the panes tell of.
    func place(of step: TraceEvent.Step) -> TraceEvent.Step {
        comparison.map { TraceEvent.Step($0.row(of: step, side: side) + 1) } ?? step
    }

    /// The step that stands at `place` of the list, or the last one above it.
    func step(at place: TraceEvent.Step) -> TraceEvent.Step {
        guard let comparison else { return place }
        return comparison.step(atOrAbove: Int(place) - 1, side: side) ?? 0
    }

    /// Looks at what stands at `place` of the list, and remembers where from when `isJump`.
    mutating func move(toPlace place: TraceEvent.Step, isJump: Bool = false) {
        guard let comparison else { return move(to: place, isJump: isJump) }
        let wanted = Int(place) - 1
        guard (0..<comparison.count).contains(wanted), wanted != row else { return }
        if isJump { remember() }
        let isForward = wanted > row
        row = wanted
        look(at: step(at: place), isForward: isForward)
    }

    mutating func toDifference() {
        guard let comparison else {
            message = "one trace only; kms view A --compare B looks at two"
            return
        }
        guard let first = comparison.firstDifference else {
            message = "the traces say the same"
            return
        }
        // From a difference on to the next one, and round.
        let found = row >= first ? comparison.nextDifference(after: row) ?? first : first
        let isRound = found <= row
        move(toPlace: TraceEvent.Step(found + 1), isJump: true)
        message =
            (comparison.difference(at: found)?.words(names) ?? "") + (isRound ? "; the first difference" : "")
    }

    mutating func otherSide() {
        guard models.count == 2 else { return toDifference() }
        let hiddenNames = hidden.map { model.trace.domainName($0) }
        side = 1 - side
        cursor = step(at: place)
        since = cursor > 0 ? cursor - 1 : 0
        // Conditions and hidden domains go by positions, which may be others here.
        filter = filter.flatMap { filters(of: $0)[side] }
        searched = searched.flatMap { filters(of: $0)[side] }
        let kept = breakpoints.compactMap { filters(of: $0.filter)[side].map(Breakpoint.init) }
        let lost = breakpoints.count - kept.count
        breakpoints = kept
        hidden = Set(
            model.trace.header.domains.indices.map(Int16.init).filter {
                hiddenNames.contains(model.trace.domainName($0))
            })
        refilter()
        follow()
        message = "the panes tell of \(names[side])"
        if lost > 0 { message += "; \(counted(lost, "breakpoint")) named what it does not have" }
    }

    /// `filter` as each trace understands it; nil where it names what a trace does not have.
    func filters(of filter: EventFilter) -> [EventFilter?] {
        models.map { model in
            do throws(TraceQuery.Failure) { return try EventFilter(filter.text, in: model.trace) } catch {
                return nil
            }
        }
    }

    /// The rows of which one side is accepted by the filter and not done by a hidden domain.
    func shownRows(_ comparison: TraceComparison) -> ShownEvents {
        guard filter?.isEmpty == false || !hidden.isEmpty else { return ShownEvents(count: comparison.count) }
        let filters = filter.map(filters(of:)) ?? [nil, nil]
        let hiddenNames = Set(hidden.map { model.trace.domainName($0) })
        let isHidden = models.map { model in
            model.trace.header.domains.map { hiddenNames.contains($0.name) }
        }
        let isFiltered = filter != nil
        return ShownEvents(
            places: (0..<comparison.count).filter { row in
                models.indices.contains { side in
                    guard let step = comparison.step(at: row, side: side),
                        let event = models[side].trace[step],
                        !isHidden[side][event.domain]
                    else { return false }
                    return isFiltered ? filters[side]?.accepts(event, at: step) ?? false : true
                }
            }.map { UInt32($0 + 1) })
    }

    /// Two traces line by line.
    func drawComparison(_ frame: inout Frame, _ area: Area) {
        guard let comparison, comparison.count > 0 else {
            frame.put("no events", row: area.row, column: 2)
            return
        }
        let half = (area.width - 4) / 2
        let columns = [1, half + 4]
        for (place, column) in columns.enumerated() {
            frame.fill(
                names[place], row: area.row - 1, column: column + 1, width: half - 1,
                style: .init(place == side ? .key : .dim))
        }
        let stepWidth = models.map { max(4, String($0.lastStep).count) }.max() ?? 4
        for (line, place) in windowPlaces(area.height).enumerated() {
            let row = area.row + line
            let difference = comparison.difference(at: Int(place) - 1)
            let isSelected = place == self.place
            frame.put(
                isSelected ? ">" : bookmarks.contains(place) ? "*" : " ", row: row, column: 0,
                style: .init(.mark))
            for (side, column) in columns.enumerated() {
                let (model, step) = (models[side], comparison.step(at: Int(place) - 1, side: side))
                guard let step, let event = model.trace[step] else { continue }
                frame.put(
                    padded(step, width: stepWidth), row: row, column: column,
                    style: .init(isSelected ? .key : .dim))
                let from = column + stepWidth + 1
                frame.fill(
                    "\(event.time) \(model.domain(event.domain)): " + model.words(for: step, glyphs: glyphs),
                    row: row, column: from, width: column + half - from, style: .init(event.role))
            }
            frame.put(
                sign(difference), row: row, column: half + 2,
                style: .init(difference == nil ? .dim : difference?.isMinor == true ? .merged : .fault))
            if isSelected { frame.select(row: row, from: 1, to: area.width) }
        }
    }

    private func sign(_ difference: TraceComparison.Difference?) -> String {
        let isUnicode = glyphs == .unicode
        return switch difference {
        case nil: isUnicode ? "│" : "|"
        case .event, .contents: isUnicode ? "≠" : "#"
        case .time, .cause: isUnicode ? "≈" : "~"
        case .onlyFirst: "<"
        case .onlySecond: ">"
        }
    }
}

extension TraceComparison.Difference {
    /// What differs, in words; `names` are those of the traces.
    func words(_ names: [String]) -> String {
        switch self {
        case .event: "something else happened"
        case .contents: "the same with other bytes"
        case .time: "the same, sooner or later than before"
        case .cause: "the same for another reason"
        case .onlyFirst: "in \(names[0]) only"
        case .onlySecond: "in \(names[1]) only"
        }
    }

    /// Whether the same happened all the same.
    var isMinor: Bool { self == .time || self == .cause }
}
