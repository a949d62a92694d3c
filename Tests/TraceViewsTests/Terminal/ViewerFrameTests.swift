import KernelTrace
import Testing

@testable import TraceViews

@Suite struct ViewerFrameTests {
    /// A viewer after some keys, each a character or a name in angle brackets: `jj<enter>`.
    static func viewer(
        _ keys: String = "", trace: Trace = exampleTrace(), width: Int = 80, height: Int = 24,
        glyphs: Glyphs = .unicode, against other: Trace? = nil
    ) -> Viewer {
        var viewer = Viewer(
            TraceModel(trace), name: "example.jsonl",
            comparedWith: other.map { (TraceModel($0), "other.jsonl") },
            width: width, height: height, glyphs: glyphs)
        for key in Key.keys(in: keys) { _ = viewer.handle(.key(key)) }
        return viewer
    }

    @Test(arguments: [
        ("start", "", 80, 24), ("merged", ":28<enter>", 80, 24), ("call", ":20<enter>", 80, 24),
        ("region", ":13<enter>d", 80, 24), ("numbers", ":13<enter>dvv", 80, 24), ("help", "?", 80, 24),
        ("filter", "fkind:signal<enter>", 80, 24), ("list", "bmerged<enter>bfault<enter>B", 80, 24),
        ("prompt", "fpd:keygem", 80, 24), ("wide", ":16<enter>", 140, 40), ("small", ":16<enter>", 40, 10),
    ])
    func `a frame is as it was`(_ name: String, _ keys: String, _ width: Int, _ height: Int) throws {
        let viewer = Self.viewer(keys, width: width, height: height)
        try expectGolden(viewer.frame.text, "frame-\(name)")
    }

    @Test func `without Unicode every cell is ASCII`() throws {
        let viewer = Self.viewer(":28<enter>", glyphs: .ascii)
        try expectGolden(viewer.frame.text, "frame-ascii")
        let foreign = viewer.frame.text.filter { !$0.isASCII }
        #expect(foreign.isEmpty)
    }

    @Test func `two traces stand side by side`() throws {
        var other = exampleTrace()
        other.events.remove(at: 15)
        try expectGolden(Self.viewer("=", against: other).frame.text, "frame-compare")
    }

    @Test func `of two traces the panes tell of either, and conditions go by names`() {
        var other = exampleTrace()
        other.events.remove(at: 15)
        other.header.domains.swapAt(0, 2)
        let swap: (Int16) -> Int16 = { $0 == 0 ? 2 : $0 == 2 ? 0 : $0 }
        for place in other.events.indices { other.events[place].domain = swap(other.events[place].domain) }
        var viewer = Self.viewer("bpd:keygen<enter>=", against: other)
        #expect(viewer.row >= 1 && viewer.cursor == viewer.comparison?.step(at: viewer.row, side: 0))
        let row = viewer.row
        _ = viewer.handle(.key("t"))
        #expect(viewer.side == 1 && viewer.row == row)
        for key in Key.keys(in: "gr") { _ = viewer.handle(.key(key)) }
        #expect(viewer.event.map { viewer.model.trace.domainName($0.domain) } == "keygen")
        for key in Key.keys(in: "fby:client<enter>") { _ = viewer.handle(.key(key)) }
        #expect(viewer.shown.count > 0 && viewer.frame.text.contains("client"))
        for place in 0..<viewer.shown.count {
            let row = Int(viewer.shown[place]) - 1
            let names = [0, 1].compactMap { side in
                viewer.comparison?.step(at: row, side: side).flatMap { viewer.models[side].trace[$0] }.map {
                    viewer.models[side].trace.domainName($0.domain)
                }
            }
            #expect(names.contains("client"))
        }
    }

    @Test func `a row of one side only leaves the other where it was`() {
        var other = exampleTrace()
        other.events.remove(at: 15)
        let viewer = Self.viewer("=t", against: other)
        #expect(viewer.row == 15 && viewer.cursor == 15)
        let on = Self.viewer("=tjk", against: other)
        #expect(on.row == 15 && on.cursor == 15)
        #expect(Self.viewer("=m:1<enter>'", against: other).row == 15)
        #expect(Self.viewer("=,", against: other).row == 0)
        #expect(Self.viewer("G", against: other).row == exampleTrace().events.count - 1)
    }

    /// A trace may claim any offset: looking at it must not overflow.
    @Test func `regions and offsets at the end of what numbers can say are looked at`() {
        var header = TraceHeader(description: .init(name: "huge.system", text: "<system/>"))
        header.domains = [.init(name: "a", priority: 1)]
        header.regions = [.init(name: "huge", byteCount: .max, isKept: true)]
        let kinds: [TraceEvent.Kind] = [
            .write(region: 0, offset: .max - 6, byteCount: 5, digest: 1, payload: 0),
            .read(region: 0, offset: .max - 6, byteCount: 5), .read(region: 0, offset: .max, byteCount: .max),
            .write(region: 0, offset: .max - 1, byteCount: 9, digest: 1, payload: 0),
            .read(region: 0, offset: 0, byteCount: .max),
        ]
        let trace = Trace(
            header: header, events: kinds.map { TraceEvent(time: .max, cause: 0, domain: 0, kind: $0) })
        for step in 1...kinds.count {
            for size in [(80, 24), (200, 60)] {
                var viewer = Self.viewer(
                    ":\(step)<enter>dW<esc>vvvv<tab><tab><tab><down><right><right>W", trace: trace,
                    width: size.0,
                    height: size.1)
                for row in 0..<size.1 {
                    _ = viewer.handle(.press(column: size.0 - 3, row: row))
                    _ = viewer.frame
                }
            }
        }
    }

    @Test func `no size is too small, and no frame leaves its size`() {
        for width in [1, 2, 5, 20, 49, 50, 79, 110, 300] {
            for height in [1, 2, 3, 5, 8, 15, 16, 24, 100] {
                for keys in ["", "?", "B", "f", "G", "d:13<enter>", "bfault<enter>B"] {
                    let frame = Self.viewer(keys, width: width, height: height).frame
                    #expect(frame.width == width && frame.height == height)
                }
            }
        }
    }

    @Test func `an empty trace can be looked at`() {
        var viewer = Self.viewer(trace: Trace(header: TraceHeader()))
        for row in ViewerAction.table {
            for key in row.keys { _ = viewer.handle(.key(key)) }
            _ = viewer.handle(.key(.escape))
            _ = viewer.frame
        }
    }

    @Test func `what a domain prints cannot move the cursor`() {
        let frame = Self.viewer(":22<enter>").frame
        let escapes = frame.cells.filter { $0.character == "\u{1b}" }
        #expect(escapes.isEmpty)
        #expect(frame.text.contains("\\u{1b}[31mworld"))
    }

    @Test func `wide characters take two cells`() {
        var frame = Frame(width: 6, height: 1)
        let end = frame.put("格b子x", row: 0, column: 0)
        #expect(end == 6 && frame.text == "格b子x\n")
        frame = Frame(width: 4, height: 1)
        frame.put("a格子", row: 0, column: 0)
        #expect(frame.text == "a格\n")
    }
}
