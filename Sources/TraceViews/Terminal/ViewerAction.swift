/// What the viewer can do at the press of a key: the one table for keys, help screen and `docs/viewer.md`.
public enum ViewerAction: String, CaseIterable, Sendable {
    // Moving.
    case nextEvent, previousEvent, nextSignal, previousSignal, nextEntry, previousEntry, over, backOver
    case cause, effect, back, forth, seek, first, last, pageDown, pageUp
    // Finding.
    case search, searchNext, searchPrevious, filter, hide, showAll
    // Stopping.
    case breakpoint, watch, breakpoints, run, runBack
    // Marks.
    case bookmark, nextBookmark, previousBookmark, bookmarks
    // Contents.
    case writer, nextRegion, previousRegion, format
    // Comparing.
    case difference, side
    // The screen.
    case focus, focusBack, moveLeft, moveRight, choose, detail, help, redraw, suspend, quit
    // Stepping live.
    case goOn, goBack, order, inject, finish

    /// Headings of the help screen.
    public enum Group: String, CaseIterable, Sendable {
        case moving = "Move"
        case finding = "Find"
        case stopping = "Break"
        case marking = "Bookmark"
        case contents = "Contents"
        case comparing = "Compare"
        case screen = "Screen"
        case live = "Live (kms run --step)"
    }

    /// A row of the table.
    public struct Row: Sendable {
        /// What it does.
        public let action: ViewerAction
        /// Any of these keys does it.
        public let keys: [Key]
        /// Where it stands in the help.
        public let group: Group
        /// What it does, in a few words.
        public let help: String

        init(_ action: ViewerAction, _ keys: [Key], _ group: Group, _ help: String) {
            self.action = action
            self.keys = keys
            self.group = group
            self.help = help
        }
    }

    /// All rows, one per action, in the order of the help.
    public static let table: [Row] = [
        Row(.nextEvent, [.down, "j"], .moving, "next event"),
        Row(.previousEvent, [.up, "k"], .moving, "previous event"),
        Row(.nextSignal, ["s"], .moving, "next notification or interrupt"),
        Row(.previousSignal, ["S"], .moving, "previous notification or interrupt"),
        Row(.nextEntry, ["e"], .moving, "next entry that begins"),
        Row(.previousEntry, ["E"], .moving, "previous entry that begins"),
        Row(.over, ["o"], .moving, "over the call to its reply, over the entry to its end"),
        Row(.backOver, ["O"], .moving, "back over the reply to its call, over the end to its begin"),
        Row(.cause, ["c"], .moving, "to the cause"),
        Row(.effect, ["x"], .moving, "to the effect: where it was delivered, what came of it"),
        Row(.back, [","], .moving, "back to where the last jump began"),
        Row(.forth, ["."], .moving, "forth again"),
        Row(.seek, [":"], .moving, "to a step: 42, +10, -10, 50%, or a time: t=1200"),
        Row(.first, ["g", .home], .moving, "first event"),
        Row(.last, ["G", .end], .moving, "last event"),
        Row(.pageDown, [.pageDown, .control("f")], .moving, "a page down"),
        Row(.pageUp, [.pageUp, .control("b")], .moving, "a page up"),
        Row(.search, ["/"], .finding, "search while typing; conditions below"),
        Row(.searchNext, ["n"], .finding, "next that is searched for"),
        Row(.searchPrevious, ["N"], .finding, "previous that is searched for"),
        Row(.filter, ["f"], .finding, "show only events that a condition accepts"),
        Row(.hide, ["h"], .finding, "hide the domain: its lane and what it does"),
        Row(.showAll, ["H"], .finding, "show everything again"),
        Row(.breakpoint, ["b"], .stopping, "break where a condition holds"),
        Row(.watch, ["w"], .stopping, "watch the byte under the cursor of the region"),
        Row(.breakpoints, ["B"], .stopping, "list breakpoints; Del removes one"),
        Row(.run, ["r"], .stopping, "run to the next breakpoint"),
        Row(.runBack, ["R"], .stopping, "run back to the previous breakpoint"),
        Row(.bookmark, ["m"], .marking, "set or remove a bookmark"),
        Row(.nextBookmark, ["'"], .marking, "next bookmark"),
        Row(.previousBookmark, ["\""], .marking, "previous bookmark"),
        Row(.bookmarks, ["M"], .marking, "list bookmarks; Enter goes there, Del removes one"),
        Row(.writer, ["W"], .contents, "who wrote the byte under the cursor, through copies"),
        Row(.nextRegion, ["p"], .contents, "next region"),
        Row(.previousRegion, ["P"], .contents, "previous region"),
        Row(.format, ["v"], .contents, "bytes, numbers of 16, 32, 64 bits, text"),
        Row(.difference, ["="], .comparing, "to the first difference, then to the next"),
        Row(.side, ["t"], .comparing, "panes tell of the other trace"),
        Row(.focus, [.tab], .screen, "next pane"),
        Row(.focusBack, [.backTab], .screen, "previous pane"),
        Row(.moveLeft, [.left], .screen, "left: the byte before, or other lanes"),
        Row(.moveRight, [.right], .screen, "right: the byte after, or other lanes"),
        Row(.choose, [.enter], .screen, "go to the line chosen in the pane or list"),
        Row(.detail, ["d"], .screen, "causes or region, where both do not fit"),
        Row(.help, ["?"], .screen, "this help"),
        Row(.redraw, [.control("l")], .screen, "draw the screen anew"),
        Row(.suspend, [.control("z")], .screen, "back to the shell; fg returns"),
        Row(.quit, ["q", .control("c")], .screen, "quit"),
        Row(.goOn, [" "], .live, "go on to the next delivery"),
        Row(.goBack, ["u"], .live, "go back by one delivery"),
        Row(.order, ["a"], .live, "choose who runs among equals"),
        Row(.inject, ["i"], .live, "raise an interrupt, or make a domain fault, crash or vanish"),
        Row(.finish, ["A"], .live, "go on to the end, or to a breakpoint"),
    ]

    /// What `key` does.
    static func of(_ key: Key) -> ViewerAction? { byKey[key] }

    private static let byKey: [Key: ViewerAction] = {
        var actions: [Key: ViewerAction] = [:]
        for row in table { for key in row.keys { actions[key] = row.action } }
        return actions
    }()

    /// The conditions that filters, searches and breakpoints take, with what each accepts.
    public static let conditions: [(term: String, help: String)] = [
        ("pd:NAME", "what the domain did, or what was done to it"),
        ("by:NAME", "what it did"),
        ("ch:3 ch:PD:3", "on a channel, from either end"),
        ("region:NAME+16..32", "touches these bytes"),
        ("write: read:", "the same, for stores or loads only"),
        ("kind:signal", "events of a kind, as in the trace file"),
        ("label:5", "calls and replies with this label"),
        ("step:1..9 time:..50", "within a range"),
        ("word", "occurs in names, kinds, outcomes, texts: fault, merged"),
        ("!term", "not; terms side by side must all hold"),
    ]
}

extension Key: ExpressibleByUnicodeScalarLiteral {
    /// The key that gives this character.
    public init(unicodeScalarLiteral value: UnicodeScalar) { self = .character(Character(value)) }
}
