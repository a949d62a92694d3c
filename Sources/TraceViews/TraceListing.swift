public import KernelTrace

/// A trace as a table that a person can follow: one line per event, entries indented inside those they interrupt,
/// each event with the step that led to it.
public struct TraceListing {
    /// How it looks.
    public struct Style: Hashable, Sendable {
        /// Columns; longer lines are cut.
        ///
        /// Zero is no limit, for files and pipes.
        public var width: Int
        /// Whether to use colours.
        public var isColoured: Bool
        /// The signs.
        public var glyphs: Glyphs

        /// Plain text of 80 columns unless said otherwise.
        public init(width: Int = 80, isColoured: Bool = false, glyphs: Glyphs = .unicode) {
            self.width = width
            self.isColoured = isColoured
            self.glyphs = glyphs
        }
    }

    private let trace: Trace
    private let query: TraceQuery
    private let style: Style
    private let words: EventWords
    private let stepWidth: Int
    private let timeWidth: Int
    private let domainWidth: Int
    private let showsCores: Bool

    /// Prepares a listing of the events of `trace` that `query` accepts.
    public init(_ trace: Trace, query: TraceQuery = TraceQuery(), style: Style = Style()) {
        self.trace = trace
        self.query = query
        self.style = style
        words = EventWords(trace, glyphs: style.glyphs)
        showsCores = trace.header.domains.contains { $0.core != 0 }
        stepWidth = max(4, String(trace.lastStep).count)
        timeWidth = max(4, String(trace.events.last?.time ?? 0).count)
        domainWidth = min(16, max(6, trace.header.domainNames.map { printable($0).count }.max() ?? 0))
    }

    /// Calls `body` with each line, without line feeds: the head, the events, and what was wrong with the file.
    ///
    /// - Parameter body: takes a line; what it throws ends the listing.
    /// - Throws: what `body` throws.
    /// - Complexity: one line's memory at a time.
    public func forEachLine<Failure>(_ body: (String) throws(Failure) -> Void) throws(Failure) {
        try body(head)
        var open = OpenEntries(domainCount: trace.header.domains.count)
        var shown = 0
        for place in trace.events.indices {
            let event = trace.events[place]
            let depth = open.depth(at: event)
            guard query.accepts(event) else { continue }
            try body(line(TraceEvent.Step(place + 1), event, depth))
            shown += 1
        }
        if shown == 0 {
            try body(trace.events.isEmpty ? "no events" : "no such events among \(trace.lastStep)")
        }
        for note in trace.notes { try body("note: " + printable(note)) }
    }

    /// Calls `body` with each event as one line of JSON, names spelt out.
    ///
    /// - Parameter body: takes a line without its line feed; what it throws ends the listing.
    /// - Throws: what `body` throws.
    public func forEachJSONLine<Failure>(_ body: (String) throws(Failure) -> Void) throws(Failure) {
        for place in trace.events.indices where query.accepts(trace.events[place]) {
            guard let line = trace.expandedJSON(of: TraceEvent.Step(place + 1)) else { continue }
            try body(line)
        }
    }

    /// The whole listing, each line with its line feed.
    public var text: String {
        var text = ""
        forEachLine { (line: String) in text += line + "\n" }
        return text
    }

    private var head: String {
        let columns =
            String(repeating: " ", count: stepWidth - 4) + "step "
            + String(repeating: " ", count: timeWidth - 4)
            + "time  " + fitted("domain", width: domainWidth) + (showsCores ? "  core event" : "  event")
        return style.isColoured ? Colour.dim.around(columns) : columns
    }

    private func line(_ step: TraceEvent.Step, _ event: TraceEvent, _ depth: Int) -> String {
        let number = padded(step, width: stepWidth)
        let time = padded(event.time, width: timeWidth)
        let name = fitted(words.domain(event.domain), width: domainWidth, ellipsis: style.glyphs.ellipsis)
        let core = showsCores ? padded(event.core, width: 4) + " " : ""
        let indent = String(repeating: style.glyphs.inside, count: min(depth, 8))
        let cause = event.cause == 0 ? "" : "  \(style.glyphs.from) \(event.cause)"
        let taken = stepWidth + timeWidth + domainWidth + 5 + core.count + indent.count
        var text = words.words(for: step)
        if style.width > 0 {
            let room = max(1, style.width - taken - cause.count)
            if text.count > room { text = fitted(text, width: room, ellipsis: style.glyphs.ellipsis) }
        }
        guard style.isColoured else { return "\(number) \(time)  \(name)  \(core)\(indent)\(text)\(cause)" }
        let paint = Colour.of(event.kind)
        return Colour.dim.around("\(number) \(time)") + "  " + Colour.bold.around(name) + "  \(core)"
            + Colour.dim.around(indent) + paint.around(text) + Colour.dim.around(cause)
    }
}

/// Which domains are in the middle of an entry: how deep an event is nested.
struct OpenEntries {
    private var isOpen: [Bool]
    private var count = 0

    init(domainCount: Int) { isOpen = Array(repeating: false, count: domainCount) }

    /// Goes over `event`; returns how many entries it stands in, its own begin and end left out.
    mutating func depth(at event: TraceEvent) -> Int {
        let domain = Int(event.domain)
        if case .faultReply(let child, resumed: true) = event.kind, isOpen.indices.contains(Int(child)) {
            if !isOpen[Int(child)] { count += 1 }
            isOpen[Int(child)] = true
        }
        guard isOpen.indices.contains(domain) else { return count }
        switch event.kind {
        case .begin:
            let depth = count
            if !isOpen[domain] { count += 1 }
            isOpen[domain] = true
            return depth
        case .end, .discarded, .fault:
            // A faulted entry may never end; nothing after it stands inside it, unless it is resumed.
            if isOpen[domain] { count -= 1 }
            isOpen[domain] = false
            return count
        default: return count
        }
    }
}

/// Colours of the sixteen that every terminal has.
enum Colour: String {
    case none = ""
    case bold = "1"
    case dim = "2"
    case red = "1;31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"

    static func of(_ kind: TraceEvent.Kind) -> Colour {
        switch kind {
        case .fault, .denied, .discarded: .red
        case .signal(_, _, _, .merged, _), .signal(_, _, _, .lost, _), .deferred(_, lost: true), .note:
            .yellow
        case .signal, .irq, .call, .reply: .cyan
        case .begin, .end: .green
        case .run, .ready, .idle, .exhausted, .slot, .boot, .map: .dim
        default: .none
        }
    }

    func around(_ text: String) -> String {
        self == .none || text.isEmpty ? text : "\u{1b}[\(rawValue)m\(text)\u{1b}[0m"
    }
}
