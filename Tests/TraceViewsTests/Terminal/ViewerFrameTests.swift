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
