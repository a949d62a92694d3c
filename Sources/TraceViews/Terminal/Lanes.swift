internal import KernelTrace

/// The lanes that fit on the screen.
struct LaneWindow {
    var lanes: [Lane]
    /// Columns of a lane.
    var width: Int
    /// The first one shown, among all that are not hidden.
    var first: Int
    var total: Int
    var count: Int { lanes.count }
    var isPartial: Bool { count < total }

    /// The place of `domain` among the lanes shown.
    func place(of domain: Int16) -> Int? { lanes.firstIndex { $0.domain == domain } }
}

extension Viewer {
    /// The lanes for which `columns` have room, with that of the event looked at among them.
    func visibleLanes(columns: Int) -> LaneWindow {
        let all = model.lanes(hiding: hidden)
        guard !all.isEmpty, columns >= 3 else {
            return LaneWindow(lanes: [], width: 4, first: 0, total: all.count)
        }
        let width = max(3, min(10, columns / all.count))
        let count = min(all.count, columns / width)
        var first = max(0, min(firstLane, all.count - count))
        if let place = all.firstIndex(where: { $0.domain == event?.domain }) {
            first = max(min(first, place), place - count + 1)
        }
        return LaneWindow(
            lanes: Array(all[first..<(first + count)]), width: width, first: first, total: all.count)
    }
}

/// Draws what one event is in space and time.
///
/// A lane has a gutter, in which signals on their way wait, and its line. A signal leaves its sender's line, runs to
/// the receiver's gutter and down there to the row of its delivery; one that merges joins the line in the gutter.
struct LanePainter {
    private let viewer: Viewer
    private let lanes: LaneWindow
    private let isUnicode: Bool

    init(_ viewer: Viewer, _ lanes: LaneWindow) {
        self.viewer = viewer
        self.lanes = lanes
        isUnicode = viewer.glyphs == .unicode
    }

    private func sign(_ unicode: String, _ ascii: String) -> String { isUnicode ? unicode : ascii }

    func paint(_ frame: inout Frame, row: Int, column: Int, _ step: TraceEvent.Step, _ event: TraceEvent) {
        let state = viewer.model.state(after: step)
        for (place, lane) in lanes.lanes.enumerated() {
            let domain = state.domains[Int(lane.domain)]
            let line = column + place * lanes.width
            if domain.word != 0 { frame.put(sign("╎", ":"), row: row, column: line, style: .init(.signal)) }
            let (text, role) = self.line(domain)
            frame.put(text, row: row, column: line + 1, style: .init(role))
        }
        draw(&frame, row, column, step, event)
    }

    /// The line of a lane by what its domain is doing.
    private func line(_ domain: MachineState.Domain) -> (String, Frame.Role) {
        switch domain.activity {
        case .running: (sign("┃", "#"), .plain)
        case .ready: (sign("│", "|"), .plain)
        case .preempted, .calling: (sign("┆", ":"), .plain)
        case .exhausted: (sign("╌", "~"), .dim)
        case .faulted, .dead, .stopped: (sign("╳", "x"), .fault)
        case .unborn: (" ", .dim)
        case .waiting: (domain.entryStep != 0 ? sign("┆", ":") : sign("·", "."), .dim)
        }
    }

    private func draw(
        _ frame: inout Frame, _ row: Int, _ column: Int, _ step: TraceEvent.Step, _ event: TraceEvent
    ) {
        let style = Frame.Style(event.role)
        func center(_ domain: Int16) -> Int? { lanes.place(of: domain).map { column + $0 * lanes.width + 1 } }
        let own = center(event.domain)
        switch event.kind {
        case .signal(_, let target, _, let outcome, _):
            signal(&frame, row, from: own, to: center(target), outcome, style)
        case .irq(_, let outcome):
            if let own {
                frame.put(
                    sign(outcome == .merged ? "┤" : "╮", outcome == .merged ? "+" : "."), row: row,
                    column: own - 1, style: style)
                frame.put(sign("↯", "!"), row: row, column: own, style: style)
            }
        case .begin(let entry, _):
            guard let own else { return }
            if case .notified = entry {
                frame.put(sign("╰", "`"), row: row, column: own - 1, style: style)
                let count = viewer.model.trace.signals(deliveredAt: step).count
                if count > 1 {
                    let text = count < 10 ? String(count) : "+"
                    frame.put(
                        lanes.width > 3 ? sign("×", "x") + text : text, row: row, column: own + 1,
                        limit: lanes.width - 2,
                        style: .init(.merged))
                }
            }
            frame.put(sign("┏", "["), row: row, column: own, style: style)
        case .end: own.map { _ = frame.put(sign("┗", "]"), row: row, column: $0, style: style) }
        case .discarded: own.map { _ = frame.put(sign("╳", "X"), row: row, column: $0, style: style) }
        case .call(_, let target, _, _), .reply(let target, _, _):
            straight(&frame, row, from: own, to: center(target), style)
        case .child(_, let child), .faultReply(let child, _):
            straight(&frame, row, from: own, to: center(child), style)
        case .fault: own.map { _ = frame.put(sign("╳", "X"), row: row, column: $0, style: style) }
        case .write, .read, .log, .mark, .input, .output, .denied, .deferred, .irqAck:
            own.map { _ = frame.put(sign("●", "o"), row: row, column: $0, style: style) }
        default: break
        }
    }

    /// A signal into the gutter of its receiver.
    private func signal(
        _ frame: inout Frame, _ row: Int, from sender: Int?, to receiver: Int?,
        _ outcome: TraceEvent.SignalOutcome,
        _ style: Frame.Style
    ) {
        if let receiver {
            let gutter = receiver - 1
            let isFromLeft = sender.map { $0 < gutter } ?? true
            let corner =
                switch outcome {
                case .woke, .pending: isFromLeft ? sign("╮", ".") : sign("╭", ".")
                case .merged: isFromLeft ? sign("┤", "+") : sign("├", "+")
                case .lost: sign("×", "x")
                }
            if let sender {
                level(&frame, row, between: sender, and: gutter, sign("─", "-"), sign("┼", "+"), style)
            }
            frame.put(corner, row: row, column: gutter, style: style)
        }
        if let sender { frame.put(sign("●", "o"), row: row, column: sender, style: style) }
    }

    /// A call or its answer, straight to the receiver's line.
    private func straight(
        _ frame: inout Frame, _ row: Int, from sender: Int?, to receiver: Int?, _ style: Frame.Style
    ) {
        if let sender, let receiver {
            level(&frame, row, between: sender, and: receiver, sign("━", "="), sign("┿", "="), style)
        }
        if let receiver {
            let head = (sender ?? receiver - 1) < receiver ? sign("▶", ">") : sign("◀", "<")
            frame.put(head, row: row, column: receiver, style: style)
        }
        if let sender { frame.put(sign("●", "o"), row: row, column: sender, style: style) }
    }

    /// A level line, crossing the lanes between.
    private func level(
        _ frame: inout Frame, _ row: Int, between one: Int, and other: Int, _ flat: String, _ cross: String,
        _ style: Frame.Style
    ) {
        guard abs(one - other) > 1 else { return }
        for column in (min(one, other) + 1)..<max(one, other) {
            let isCrossing = ![" ", "·", ".", "╎"].contains(frame[row, column].character)
            frame.put(isCrossing ? cross : flat, row: row, column: column, style: style)
        }
    }
}
