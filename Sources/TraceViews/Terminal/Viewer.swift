public import KernelTrace

/// The full-screen viewer without a terminal: what is looked at, what keys change, and the frame that shows it.
public struct Viewer {
    /// What the viewer cannot do by itself.
    public enum Request: Hashable, Sendable {
        /// The person wants to leave.
        case quit
        /// Give the terminal back until resumed.
        case suspend
        /// What the terminal shows cannot be trusted.
        case redraw
        /// Run the live machine to the next delivery.
        case goOn
        /// Run it again to the delivery before.
        case goBack
        /// Run it to its end, or to a breakpoint.
        case finish
        /// Let this one of `LiveStatus.order` run first.
        case order(Int)
        /// Do this one of `LiveStatus.injections`.
        case inject(Int)
    }

    /// Parts of the screen.
    enum Pane: Int, CaseIterable, Hashable, Sendable { case events, domains, causes, region }

    /// A place where running stops.
    struct Breakpoint {
        var filter: EventFilter
    }

    /// The byte that the region pane points at.
    struct RegionCursor: Hashable {
        var region: Int16 = 0
        var offset: UInt64 = 0
        var format = ByteFormat.bytes
    }

    /// The traces looked at: one, or two that are compared.
    private(set) var models: [TraceModel]
    private(set) var names: [String]
    let comparison: TraceComparison?
    let glyphs: Glyphs
    var width: Int
    var height: Int

    /// Which trace the panes tell of.
    var side = 0
    /// The step looked at; 0 in an empty trace.
    var cursor: TraceEvent.Step = 0
    /// The row looked at when two traces are compared, from 0.
    var row = 0
    /// Bytes written after this step are shown as changed.
    var since: TraceEvent.Step = 0
    var filter: EventFilter?
    var searched: EventFilter?
    var hidden: Set<Int16> = []
    var shown: ShownEvents
    /// The first line of the list that is on the screen.
    var top = 0
    var firstLane = 0
    var breakpoints: [Breakpoint] = []
    var bookmarks: [TraceEvent.Step] = []
    var past: [TraceEvent.Step] = []
    var future: [TraceEvent.Step] = []
    var focus = Pane.events
    /// Which of causes and region is shown where both do not fit.
    var detail = Pane.causes
    var chosenCause = 0
    var chosenDomain: Int16 = 0
    var region = RegionCursor()
    var prompt: ViewerPrompt?
    var list: ViewerList?
    var isHelpShown = false
    var helpTop = 0
    var message = ""
    /// How the live machine stands; nil when a recorded trace is looked at.
    public internal(set) var live: LiveStatus?

    /// A viewer of `model`, at its first event.
    ///
    /// - Parameters:
    ///   - model: the trace.
    ///   - name: what to call it, such as its file.
    ///   - other: a second trace to compare with, and what to call that.
    ///   - width: columns of the screen.
    ///   - height: its rows.
    ///   - glyphs: lines and signs.
    public init(
        _ model: TraceModel, name: String, comparedWith other: (model: TraceModel, name: String)? = nil,
        width: Int, height: Int, glyphs: Glyphs = .unicode
    ) {
        models = [model] + (other.map { [$0.model] } ?? [])
        names = [printable(name)] + (other.map { [printable($0.name)] } ?? [])
        comparison = other.map { TraceComparison(model.trace, $0.model.trace) }
        (self.width, self.height, self.glyphs) = (width, height, glyphs)
        shown = ShownEvents(all: model.trace)
        cursor = min(1, model.lastStep)
        if let note = model.trace.notes.first { message = "note: " + printable(note) }
        if let comparison {
            shown = ShownEvents(count: comparison.count)
            cursor = step(at: place)
            message =
                comparison.firstDifference == nil
                ? "the traces say the same" : "= goes to the first difference"
        }
        follow()
    }

    /// The trace that the panes tell of.
    var model: TraceModel { models[side] }
    /// The event looked at.
    var event: TraceEvent? { model.trace[cursor] }

    /// Goes on with a machine that ran, at its last event, or at `step`.
    public mutating func show(_ model: TraceModel, _ status: LiveStatus, at step: TraceEvent.Step? = nil) {
        let wasBefore = min(cursor, model.lastStep)
        models = [model]
        live = status
        list = nil
        refilter()
        bookmarks.removeAll { $0 > model.lastStep }
        past.removeAll { $0 > model.lastStep }
        future = []
        cursor = max(min(1, model.lastStep), min(step ?? model.lastStep, model.lastStep))
        since = wasBefore < cursor ? wasBefore : max(cursor, 1) - 1
        chosenCause = 0
        message = status.message
        follow()
        scroll()
    }

    /// Whether a breakpoint is hit by an event after `step`; gives the first such step.
    public func breaks(after step: TraceEvent.Step, in trace: Trace) -> TraceEvent.Step? {
        guard !breakpoints.isEmpty, step < trace.lastStep else { return nil }
        for place in Int(step)..<trace.events.count {
            let found = TraceEvent.Step(place + 1)
            if breakpoints.contains(where: { $0.filter.accepts(trace.events[place], at: found) }) {
                return found
            }
        }
        return nil
    }

    /// Shows `text` in the status line until the next key.
    public mutating func tell(_ text: String) { message = printable(text) }

    /// Does what `input` asks for.
    ///
    /// - Returns: what the caller has to do for it, if anything.
    public mutating func handle(_ input: TerminalInput) -> Request? {
        switch input {
        case .resize(let width, let height):
            (self.width, self.height) = (max(1, width), max(1, height))
            scroll()
            return nil
        case .wheel(let up, _, _):
            if isHelpShown { scrollHelp(up ? -3 : 3) } else { line(up ? -3 : 3) }
            return nil
        case .press(let column, let row):
            press(column, row)
            return nil
        case .key(let key): return press(key)
        }
    }

    private mutating func press(_ key: Key) -> Request? {
        message = ""
        if prompt != nil {
            edit(key)
            return nil
        }
        if isHelpShown { return helpKey(key) }
        if list != nil { return listKey(key) }
        if key == .escape {
            focus = .events
            return nil
        }
        guard let action = ViewerAction.of(key) else {
            message = "\(key.name) does nothing; ? lists the keys"
            return nil
        }
        return perform(action)
    }

    private mutating func helpKey(_ key: Key) -> Request? {
        switch key {
        case .down, "j", .pageDown: scrollHelp(key == .pageDown ? height / 2 : 1)
        case .up, "k", .pageUp: scrollHelp(key == .pageUp ? -height / 2 : -1)
        case .control("c"): return .quit
        case .control("z"): return .suspend
        default: isHelpShown = false
        }
        return nil
    }

    private mutating func scrollHelp(_ lines: Int) {
        helpTop = max(0, min(helpTop + lines, helpLines.count - (height - 2)))
    }

    private mutating func perform(_ action: ViewerAction) -> Request? {
        switch action {
        case .quit: return .quit
        case .suspend: return .suspend
        case .redraw: return .redraw
        case .goOn, .goBack, .finish, .order, .inject: return performLive(action)
        case .help: isHelpShown = true
        case .nextEvent: line(1)
        case .previousEvent: line(-1)
        case .pageDown: line(pageHeight)
        case .pageUp: line(-pageHeight)
        case .first: if shown.count > 0 { move(toPlace: shown[0], isJump: true) }
        case .last: if shown.count > 0 { move(toPlace: shown[shown.count - 1], isJump: true) }
        case .nextSignal: find(forward: true, "notification") { $0.isSignal }
        case .previousSignal: find(forward: false, "notification") { $0.isSignal }
        case .nextEntry: find(forward: true, "entry") { $0.isBegin }
        case .previousEntry: find(forward: false, "entry") { $0.isBegin }
        case .over: over()
        case .backOver: backOver()
        case .cause: toCause()
        case .effect: toEffect()
        case .back: travel(isBack: true)
        case .forth: travel(isBack: false)
        case .run: run(forward: true)
        case .runBack: run(forward: false)
        case .difference: toDifference()
        case .side: otherSide()
        case .seek: ask(.seek)
        case .search: ask(.search)
        case .filter: ask(.filter, filter?.text ?? "")
        case .breakpoint: ask(.breakpoint)
        case .watch: ask(.breakpoint, "write:\(model.trace.regionName(region.region))+\(region.offset)")
        case .searchNext: searchAgain(forward: true)
        case .searchPrevious: searchAgain(forward: false)
        case .hide: hideDomain()
        case .showAll: showAll()
        case .breakpoints: listBreakpoints()
        case .bookmark: toggleBookmark()
        case .bookmarks: listBookmarks()
        case .nextBookmark: toBookmark(bookmarks.first { $0 > place } ?? bookmarks.first)
        case .previousBookmark: toBookmark(bookmarks.last { $0 < place } ?? bookmarks.last)
        case .writer: listWriters()
        case .nextRegion: turnRegion(1)
        case .previousRegion: turnRegion(-1)
        case .format: region.format = region.format.next
        case .focus: turnFocus(1)
        case .focusBack: turnFocus(-1)
        case .moveLeft: sideways(-1)
        case .moveRight: sideways(1)
        case .choose: choose()
        case .detail: detail = detail == .causes ? .region : .causes
        }
        return nil
    }
}

extension TraceEvent {
    /// Whether it is a notification or an interrupt.
    var isSignal: Bool {
        switch kind {
        case .signal, .irq: true
        default: false
        }
    }
    /// Whether an entry begins.
    var isBegin: Bool { if case .begin = kind { true } else { false } }
}
