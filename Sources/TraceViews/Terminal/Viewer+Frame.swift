internal import KernelTrace

/// Drawing the screen.
extension Viewer {
    /// What the screen shows now.
    public var frame: Frame {
        var frame = Frame(width: width, height: height, glyphs: glyphs)
        if isHelpShown {
            drawHelp(&frame)
            return frame
        }
        let layout = layout
        drawTitle(&frame)
        for place in layout.panes {
            switch place.pane {
            case .events where models.count == 2: drawComparison(&frame, place.area)
            case .events: drawEvents(&frame, place.area)
            case .domains: drawDomains(&frame, place.area)
            case .causes: drawCauses(&frame, place.area)
            case .region: drawRegion(&frame, place.area)
            }
        }
        drawBorders(&frame, layout)
        if height > 2 { drawStatus(&frame) }
        if list != nil { drawList(&frame) }
        return frame
    }

    private func drawTitle(_ frame: inout Frame) {
        let total = model.lastStep
        var left = " " + (models.count == 2 ? "\(names[0]) | \(names[1])" : names[0])
        if let live {
            left +=
                live.next == nil
                ? "  ended" : "  live, \(counted(live.deliveryCount, "delivery", "deliveries"))"
        }
        var right = total == 0 ? "no events " : "step \(cursor) of \(total)  time \(event?.time ?? 0) "
        if filter != nil || !hidden.isEmpty { right = "\(shown.count) shown  " + right }
        frame.fill(left, row: 0, column: 0, width: width, style: .init(.title))
        let column = max(0, width - right.count)
        frame.put(right, row: 0, column: column, style: .init(.title))
    }

    private func drawBorders(_ frame: inout Frame, _ layout: ViewerLayout) {
        guard let row = layout.titleRow else { return }
        let (flat, upright) = glyphs == .unicode ? ("─", "│") : ("-", "|")
        frame.put(String(repeating: flat, count: width), row: row, column: 0, style: .init(.dim))
        for place in layout.panes.dropFirst() {
            let area = place.area
            if area.column > 0 {
                for line in area.row..<(area.row + area.height) {
                    frame.put(upright, row: line, column: area.column - 1, style: .init(.dim))
                }
            }
            let isFocused = focus == place.pane
            let title = isFocused ? "[\(self.title(of: place.pane))]" : " \(self.title(of: place.pane)) "
            frame.put(
                title, row: row, column: area.column + 1, limit: area.width - 2,
                style: .init(isFocused ? .key : .dim))
        }
    }

    private func title(of pane: Pane) -> String {
        switch pane {
        case .events: return "events"
        case .domains: return models.count == 2 ? "domains of \(names[side])" : "domains"
        case .causes: return "causes and effects"
        case .region:
            guard model.trace.header.regions.indices.contains(Int(region.region)) else { return "no regions" }
            return "\(model.region(region.region))+\(region.offset) \(region.format.rawValue)"
        }
    }

    private func drawStatus(_ frame: inout Frame) {
        let row = height - 2
        if let prompt {
            let end = frame.put(prompt.label, row: row, column: 0, style: .init(.key))
            let after = frame.put(prompt.text, row: row, column: end)
            frame.put(" ", row: row, column: after, style: .init(.plain, isSelected: true))
            if !prompt.error.isEmpty {
                frame.put("  " + prompt.error, row: row, column: after + 1, style: .init(.fault))
            }
        } else if !message.isEmpty {
            frame.put(message, row: row, column: 0, limit: width, style: .init(.key))
        } else if let live {
            drawLive(&frame, live, row)
        } else {
            frame.put(standing, row: row, column: 0, limit: width, style: .init(.dim))
        }
        let hints =
            prompt != nil
            ? promptHint
            : list != nil
                ? "Up Down choose  Enter go  Esc close"
                : live != nil
                    ? "Space go on  u back  a order  i inject  A to end  jk event  ? help  q quit"
                    : "jk event  s signal  e entry  o over  c cause  x effect  / find  ? help  q quit"
        frame.put(hints, row: height - 1, column: 0, limit: width, style: .init(.dim))
    }

    private var promptHint: String {
        prompt?.kind == .seek
            ? "42  +10  -10  50%  t=1200    Enter go  Esc give up"
            : "pd:NAME ch:3 write:REGION+16..32 kind:fault label:5 word !not   Enter  Esc"
    }

    private func drawLive(_ frame: inout Frame, _ live: LiveStatus, _ row: Int) {
        guard let next = live.next else {
            frame.put("nothing is left to do", row: row, column: 0, style: .init(.key))
            return
        }
        let choice =
            live.order.count > 1
            ? "   (a: \(live.order.count) could run: \(live.order.joined(separator: ", ")))" : ""
        frame.put("next: \(next)\(choice)", row: row, column: 0, limit: width, style: .init(.key))
    }

    /// What holds all the time, for the status line.
    private var standing: String {
        var parts: [String] = []
        if let filter { parts.append("filter: \(filter.text)") }
        if !hidden.isEmpty {
            parts.append("hidden: " + hidden.sorted().map { model.domain($0) }.joined(separator: ", "))
        }
        if let searched { parts.append("search: \(searched.text)") }
        if !breakpoints.isEmpty { parts.append(counted(breakpoints.count, "breakpoint")) }
        if !bookmarks.isEmpty { parts.append(counted(bookmarks.count, "bookmark")) }
        return parts.joined(separator: "   ")
    }

    private func drawList(_ frame: inout Frame) {
        guard let list else { return }
        let boxWidth = min(width, max(30, min(width - 4, (list.lines.map(\.text.count).max() ?? 0) + 6, 100)))
        let rows = max(1, min(list.lines.count, height - 6))
        let (row, column) = (max(0, (height - rows - 2) / 2), max(0, (width - boxWidth) / 2))
        frame.fill(" \(list.title)", row: row, column: column, width: boxWidth, style: .init(.title))
        let first = max(0, list.chosen - rows + 1)
        for line in 0..<rows where first + line < list.lines.count {
            let isChosen = first + line == list.chosen
            let mark = isChosen ? "> " : "  "
            frame.fill(
                mark + list.lines[first + line].text, row: row + 1 + line, column: column, width: boxWidth,
                style: .init(.plain, isSelected: isChosen))
        }
        frame.fill("", row: row + rows + 1, column: column, width: boxWidth, style: .init(.title))
    }

    /// The lines of the help screen.
    var helpLines: [String] {
        var lines: [String] = []
        for group in ViewerAction.Group.allCases {
            lines.append(group.rawValue)
            for row in ViewerAction.table where row.group == group {
                lines.append("  " + fitted(row.keys.map(\.name).joined(separator: " "), width: 14) + row.help)
            }
            lines.append("")
        }
        lines.append("Conditions, for search, filter and breakpoints")
        for condition in ViewerAction.conditions {
            lines.append("  " + fitted(condition.term, width: 22) + condition.help)
        }
        return lines
    }

    private func drawHelp(_ frame: inout Frame) {
        frame.fill(" keys of the viewer", row: 0, column: 0, width: width, style: .init(.title))
        let lines = helpLines.dropFirst(helpTop)
        for (row, line) in lines.prefix(max(0, height - 2)).enumerated() {
            frame.put(line, row: row + 1, column: 1, style: .init(line.hasPrefix(" ") ? .plain : .key))
        }
        let more = lines.count > height - 2 ? "Down for more, any other key closes" : "any key closes"
        frame.put(more, row: height - 1, column: 0, style: .init(.dim))
    }
}

/// `1 delivery`, `2 deliveries`.
private func counted(_ count: Int, _ noun: String, _ nouns: String) -> String {
    "\(count) \(count == 1 ? noun : nouns)"
}
