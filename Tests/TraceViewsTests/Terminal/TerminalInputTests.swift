import Testing

@testable import TraceViews

@Suite struct TerminalInputTests {
    @Test(arguments: [
        ("j", [TerminalInput.key("j")]), ("\r", [.key(.enter)]), ("\u{7f}", [.key(.backspace)]),
        ("\t", [.key(.tab)]),
        ("\u{3}", [.key(.control("c"))]), ("\u{1b}[A", [.key(.up)]), ("\u{1b}OB", [.key(.down)]),
        ("\u{1b}[5~\u{1b}[6~", [.key(.pageUp), .key(.pageDown)]), ("\u{1b}[3~", [.key(.delete)]),
        ("\u{1b}[1;5C", [.key(.right)]), ("\u{1b}[Z", [.key(.backTab)]),
        ("\u{1b}[1~\u{1b}[F", [.key(.home), .key(.end)]),
        ("é格", [.key("é"), .key("格")]), ("\u{1b}[<0;10;5M", [.press(column: 9, row: 4)]),
        ("\u{1b}[<0;10;5m", []),
        ("\u{1b}[<65;1;1M", [.wheel(up: false, column: 0, row: 0)]),
        ("\u{1b}[<64;3;2Mx", [.wheel(up: true, column: 2, row: 1), .key("x")]),
        ("\u{1b}[<0;0;0M", []), ("\u{1b}[<99999999999999999999;1;1M", []), ("\u{1b}[200~", []), ("\0", []),
    ])
    func `bytes are keys`(_ text: String, _ inputs: [TerminalInput]) {
        var decoder = TerminalInputDecoder()
        #expect(decoder.decode(text.utf8) == inputs)
        #expect(!decoder.isUndecided)
        // However they are cut.
        var cut = TerminalInputDecoder()
        #expect(text.utf8.flatMap { cut.decode([$0]) } == inputs)
    }

    @Test func `a lone Escape is one after a while`() {
        var decoder = TerminalInputDecoder()
        #expect(decoder.decode([0x1b]).isEmpty && decoder.isUndecided)
        #expect(decoder.flush() == [.key(.escape)] && !decoder.isUndecided)
        #expect(decoder.decode([0x1b, 0x5b]).isEmpty)
        #expect(decoder.flush() == [.key(.escape), .key("[")])
    }

    @Test func `Escape before a key is both`() {
        var decoder = TerminalInputDecoder()
        #expect(decoder.decode([0x1b, 0x6a]) == [.key(.escape), .key("j")])
    }

    @Test func `rubbish is bounded and does no harm`() {
        var seed: UInt64 = 7
        var decoder = TerminalInputDecoder()
        for _ in 0..<20_000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            _ = decoder.decode([UInt8(truncatingIfNeeded: seed >> 40)])
        }
        _ = decoder.decode([0x1b, 0x5b] + [UInt8](repeating: 0x30, count: 1000))
        _ = decoder.flush()
        #expect(!decoder.isUndecided)
    }
}

@Suite struct FrameWriterTests {
    /// A terminal that understands what the writer writes.
    private struct Screen {
        var rows: [[Character]]
        var (row, column) = (0, 0)

        init(_ width: Int, _ height: Int) {
            rows = Array(repeating: Array(repeating: " ", count: width), count: height)
        }

        mutating func show(_ bytes: [UInt8]) {
            var rest = Substring(String(decoding: bytes, as: UTF8.self))
            while let first = rest.popFirst() {
                guard first == "\u{1b}" else {
                    rows[row][column] = first
                    if columnCount(first) == 2 { rows[row][column + 1] = "\0" }
                    column += columnCount(first)
                    continue
                }
                guard let end = rest.dropFirst().firstIndex(where: \.isLetter) else { return }
                let numbers = rest[..<end].dropFirst().split(separator: ";").compactMap { Int($0) }
                switch rest[end] {
                case "H": (row, column) = (numbers[0] - 1, numbers[1] - 1)
                case "J": rows = rows.map { $0.map { _ in " " } }
                default: break
                }
                rest = rest[rest.index(after: end)...]
            }
        }

        var text: String {
            rows.map { row in
                var line = String(row.filter { $0 != "\0" })
                while line.last == " " { line.removeLast() }
                return line + "\n"
            }.joined()
        }
    }

    @Test(arguments: [FrameWriter.Look.colours, .attributes, .plain])
    func `the screen shows the frame, whatever it showed before`(_ look: FrameWriter.Look) {
        var writer = FrameWriter(look: look)
        var screen = Screen(80, 24)
        var viewer = ViewerFrameTests.viewer()
        for key in Key.keys(in: "jjjsss?j<esc>dfmerged<enter>HGBbfault<enter>B<esc>:22<enter>") {
            _ = viewer.handle(.key(key))
            screen.show(writer.update(to: viewer.frame))
            #expect(screen.text == viewer.frame.text)
        }
    }

    @Test func `nothing is written when nothing changed, and little when little did`() {
        var writer = FrameWriter(look: .colours)
        var frame = ViewerFrameTests.viewer().frame
        let whole = writer.update(to: frame)
        #expect(writer.update(to: frame).isEmpty)
        frame.put("x", row: 3, column: 3)
        #expect(writer.update(to: frame).count < 60 && whole.count > 1000)
        writer.forget()
        #expect(writer.update(to: frame).count > 1000)
    }

    @Test func `without colours no colour is sent, and without attributes no style`() {
        let frame = ViewerFrameTests.viewer(":16<enter>").frame
        var attributes = FrameWriter(look: .attributes)
        let text = String(decoding: attributes.update(to: frame), as: UTF8.self)
        #expect(!text.contains(";3") || !text.contains("[0;3"))
        for colour in 30...47 { #expect(!text.contains(";\(colour)m") && !text.contains(";\(colour);")) }
        var plain = FrameWriter(look: .plain)
        let bare = String(decoding: plain.update(to: frame), as: UTF8.self)
        #expect(!bare.contains("m") || !bare.contains("\u{1b}[0"))
        #expect(!bare.contains("\u{1b}[?"))
    }
}
