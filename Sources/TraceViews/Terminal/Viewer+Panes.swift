internal import KernelTrace

/// Which pane has the focus, and what its keys do.
extension Viewer {
    /// The panes on the screen, in the order of Tab.
    var visiblePanes: [Pane] { layout.panes.map(\.pane) }

    mutating func turnFocus(_ by: Int) {
        let panes = visiblePanes
        let place = panes.firstIndex(of: focus) ?? 0
        focus = panes[(place + by + panes.count) % panes.count]
    }

    mutating func choose() {
        switch focus {
        case .events: toEffect()
        case .causes:
            let lines = causeLines
            if lines.indices.contains(chosenCause) { jump(to: lines[chosenCause].step) }
        case .domains:
            let domain = chosenDomain
            find(forward: true, "event of \(model.domain(domain))") { $0.domain == domain }
        case .region: listWriters()
        }
    }

    mutating func sideways(_ by: Int) {
        if focus == .region { return moveByte(by * region.format.byteCount) }
        firstLane = max(0, min(firstLane + by, model.lanes(hiding: hidden).count - 1))
    }

    mutating func moveByte(_ by: Int) {
        guard model.trace.header.regions.indices.contains(Int(region.region)) else { return }
        let size = model.trace.header.regions[Int(region.region)].byteCount
        let distance = UInt64(by.magnitude)
        if by < 0 {
            if distance <= region.offset { region.offset -= distance }
        } else if size > distance, region.offset < size - distance {
            region.offset += distance
        }
    }

    mutating func turnRegion(_ by: Int) {
        let count = model.trace.header.regions.count
        guard count > 0 else {
            message = "the system has no regions"
            return
        }
        region.region = Int16((Int(region.region) + by + count) % count)
        region.offset = 0
        if !visiblePanes.contains(.region) { detail = .region }
    }

    /// What led to the event looked at, the signals that merged into it, and what came of it.
    var causeLines: [ViewerList.Line] {
        guard event != nil else { return [] }
        let (from, to) = (glyphs.from, glyphs.to)
        var lines: [ViewerList.Line] = []
        let merged = model.trace.signals(deliveredAt: cursor)
        if merged.count > 1 {
            for signal in merged {
                lines.append(.init(text: "\(from) merged: \(summary(of: signal))", step: signal))
            }
        }
        for cause in model.causes(of: cursor, limit: 40) where merged.count < 2 || !merged.contains(cause) {
            lines.append(.init(text: "\(from) \(summary(of: cause))", step: cause))
        }
        for effect in model.effects.effects(of: cursor).prefix(20) {
            lines.append(.init(text: "\(to) \(summary(of: effect))", step: effect))
        }
        return lines
    }

    /// A press of the mouse.
    mutating func press(_ column: Int, _ row: Int) {
        guard !isHelpShown, prompt == nil else { return }
        message = ""
        if list != nil {
            list = nil
            return
        }
        guard let place = layout.panes.first(where: { $0.area.contains(row, column) }) else { return }
        focus = place.pane
        let line = row - place.area.row
        switch place.pane {
        case .events:
            let places = windowPlaces(place.area.height)
            if places.indices.contains(line) { move(toPlace: places[line]) }
        case .domains:
            let first = firstDomain(rows: domainRows(place.area))
            if line < domainRows(place.area), first + line < model.trace.header.domains.count {
                chosenDomain = Int16(first + line)
            }
        case .causes:
            let first = max(0, chosenCause - place.area.height + 1)
            if first + line < causeLines.count { chosenCause = first + line }
        case .region: pressByte(column - place.area.column, line, place.area)
        }
    }
}
