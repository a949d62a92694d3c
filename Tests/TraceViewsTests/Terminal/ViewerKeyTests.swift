import KernelTrace
import Testing

@testable import TraceViews

@Suite struct ViewerKeyTests {
    private func viewer(_ keys: String, trace: Trace = exampleTrace()) -> Viewer {
        ViewerFrameTests.viewer(keys, trace: trace)
    }

    /// The example's events: 10, 15, 16 signals (16 merged), 9, 12, 21, 28 begins, 18, 23, 26 ends, 20 call, 24 reply,
    /// 31 fault.
    @Test(arguments: [
        // By event, notification, entry.
        ("", 1), ("j", 2), ("jjk", 2), ("k", 1), ("G", 33), ("Gj", 33), ("Gg", 1), ("<end><home>", 1),
        ("s", 10), ("ss", 15),
        ("sss", 16), ("ssss", 16), ("GS", 16), ("GSS", 15), ("e", 9), ("ee", 12), ("GE", 28), ("sE", 9),
        // Over.
        (":20<enter>o", 24), (":24<enter>O", 20), (":12<enter>o", 18), (":18<enter>O", 12),
        (":28<enter>o", 28),
        (":10<enter>o", 19), (":19<enter>O", 10),
        // Cause and effect, back and forth.
        (":28<enter>c", 16), (":28<enter>cc", 15), (":16<enter>x", 28), (":15<enter>x", 28),
        (":10<enter>x", 12),
        (":20<enter>x", 21), (":24<enter>x", 25), (":1<enter>c", 1), (":33<enter>x", 33),
        (":28<enter>c,", 28),
        (":28<enter>c,.", 16), (",", 1), (".", 1),
        // Seeking.
        (":+10<enter>", 11), (":20<enter>:-5<enter>", 15), (":-9<enter>", 1), (":999<enter>", 33),
        (":100%<enter>", 33),
        (":0<enter>", 1), (":t=200<enter>", 20), (":t=201<enter>", 21), (":x<enter><esc>", 1), (":7<esc>", 1),
        (":18446744073709551615<enter>", 33), (":+18446744073709551615<enter>", 33), ("<pgdn>", 12),
        ("<pgdn><pgup>", 1),
        // Searching.
        ("/merged<enter>", 16), ("/hello<enter>", 22), ("/kind:begin<enter>n", 12),
        ("/kind:begin<enter>nnN", 12),
        ("/kind:begin<esc>", 1), ("/nothing<enter>", 1), ("/fault<enter>n", 32), ("n<esc>", 1),
        // Filters: moving goes by what is shown.
        ("fkind:signal<enter>", 10), ("fkind:signal<enter>jj", 16), ("fkind:signal<enter>G", 16),
        ("fkind:signal<esc>", 1),
        ("fkind:signal<enter>H:20<enter>", 20), ("fkind:signal<enter>:20<enter>j", 20),
        ("fkind:signal<enter>:12<enter>j", 15),
        ("fkind:signal<enter>:12<enter>k", 10), ("fkind:signal<enter>e", 10),
        // Hiding the domain of the event.
        (":12<enter>h", 19), (":12<enter>hg", 1), (":12<enter>hs", 19),
        // Breakpoints.
        ("bpd:decryption kind:begin<enter>r", 28), ("bfault<enter>r", 31), ("bfault<enter>rr", 32),
        ("bfault<enter>GR", 32),
        ("bmerged<enter>bfault<enter>r", 16), ("bmerged<enter>bfault<enter>rr", 31), ("blabel:5<enter>r", 20),
        ("bwrite:pk_shared_mem+32..34<enter>r", 13), ("bch:client:1<enter>r", 10), ("r", 1),
        ("bfault<enter>B<del>r", 1),
        // Bookmarks.
        ("jjm:20<enter>mg'", 3), ("jjm:20<enter>mg''", 20), ("jjm:20<enter>mg'''", 3),
        ("jjm:20<enter>mg\"", 20),
        ("jjmmg'", 1), ("jjmgM<enter>", 3),
        // The causes' pane, and lists.
        (":28<enter><tab><tab><enter>", 16), (":28<enter><tab><tab>j<enter>", 15), (":13<enter>W<enter>", 13),
        // Watching the byte under the cursor.
        (":13<enter>wg", 13), (":13<enter>w<enter>gr", 13),
    ])
    func `keys lead to a step`(_ keys: String, _ step: Int) {
        #expect(viewer(keys).cursor == TraceEvent.Step(step), "\(keys)")
    }

    @Test func `every key of the table has one meaning`() {
        let keys = ViewerAction.table.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
        #expect(Set(ViewerAction.table.map(\.action)).count == ViewerAction.allCases.count)
        #expect(ViewerAction.table.count == ViewerAction.allCases.count)
    }

    @Test(arguments: [("q", Viewer.Request.quit), ("?", nil), ("j", nil)])
    func `requests reach the caller`(_ key: String, _ request: Viewer.Request?) {
        var viewer = viewer("")
        #expect(viewer.handle(.key(Key.keys(in: key)[0])) == request)
    }

    @Test func `quit and stop work in every mode`() {
        for mode in ["", "?", "bfault<enter>B"] {
            var viewer = viewer(mode)
            #expect(viewer.handle(.key(.control("c"))) == .quit, "\(mode)")
            viewer = self.viewer(mode)
            #expect(viewer.handle(.key(.control("z"))) == .suspend, "\(mode)")
        }
        var viewer = viewer("fkeys")
        #expect(viewer.handle(.key(.control("c"))) == nil && viewer.prompt == nil)
    }

    @Test func `recorded traces take no live keys`() {
        for key in [" ", "u", "a", "i", "A"] {
            let viewer = viewer(key)
            #expect(viewer.message.hasPrefix("this is a recorded trace"), "\(key)")
        }
    }

    @Test func `live keys ask the caller`() {
        var viewer = viewer("")
        let status = LiveStatus(
            deliveryCount: 3, next: "client: notified(1)", order: ["client", "other"], chosen: 0,
            injections: ["raise", "drop"])
        viewer.show(viewer.model, status)
        #expect(viewer.handle(.key(" ")) == .goOn && viewer.handle(.key("u")) == .goBack)
        #expect(viewer.handle(.key("A")) == .finish)
        _ = viewer.handle(.key("a"))
        _ = viewer.handle(.key(.down))
        #expect(viewer.handle(.key(.enter)) == .order(1))
        _ = viewer.handle(.key("i"))
        #expect(viewer.handle(.key(.enter)) == .inject(0))
        viewer.show(viewer.model, LiveStatus(deliveryCount: 0, next: nil))
        #expect(
            viewer.handle(.key(" ")) == nil && viewer.handle(.key("u")) == nil
                && viewer.handle(.key("a")) == nil)
    }

    @Test func `changes are those since the step looked at before`() {
        let changed = { (keys: String) in
            let frame = ViewerFrameTests.viewer(keys).frame
            return frame.cells.filter { $0.style.role == .change }.count
        }
        #expect(changed(":13<enter>d") > 0)
        #expect(changed(":13<enter>d:17<enter>") == 0)
        #expect(changed(":14<enter>dP:12<enter>:16<enter>") > 0)
    }

    @Test func `who wrote a byte is told through copies`() {
        let example = copyingTrace()
        var viewer = ViewerFrameTests.viewer("G", trace: example.trace)
        #expect(viewer.region.region == 2 && viewer.region.offset == 40)
        for key in Key.keys(in: "W") { _ = viewer.handle(.key(key)) }
        #expect(viewer.list?.lines.map(\.step) == [example.partCopy, example.wholeCopy, example.origin])
        for key in Key.keys(in: "jj<enter>") { _ = viewer.handle(.key(key)) }
        #expect(viewer.cursor == example.origin)
    }

    @Test func `the mouse chooses events, domains and bytes, and the wheel scrolls`() {
        var viewer = viewer("")
        _ = viewer.handle(.press(column: 40, row: 6))
        #expect(viewer.cursor == 5)
        _ = viewer.handle(.wheel(up: false, column: 1, row: 6))
        #expect(viewer.cursor == 8)
        _ = viewer.handle(.press(column: 3, row: 15))
        #expect(viewer.focus == .domains && viewer.chosenDomain == 1)
        _ = viewer.handle(.key(.escape))
        for key in Key.keys(in: ":13<enter>d") { _ = viewer.handle(.key(key)) }
        _ = viewer.handle(.press(column: 39 + 7 + 3, row: 14))
        #expect(viewer.focus == .region && viewer.region.offset == 1)
        for column in 0..<80 { for row in 0..<24 { _ = viewer.handle(.press(column: column, row: row)) } }
    }

    @Test func `any keys whatever do no harm`() {
        var seed: UInt64 = 1
        func random(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        let keys =
            ViewerAction.table.flatMap(\.keys)
            + Key.keys(in: "123:pd=<enter><esc><up><down><left><right><backspace>")
        for round in 0..<9 {
            var other: Trace?
            if round % 3 == 0 {
                other = exampleTrace()
                other?.events.removeLast(round % 7)
            }
            var viewer = ViewerFrameTests.viewer("", against: other)
            for _ in 0..<150 {
                _ = viewer.handle(.key(keys[random(keys.count)]))
                if random(20) == 0 {
                    _ = viewer.handle(.resize(width: 1 + random(150), height: 1 + random(50)))
                }
                if random(10) == 0 { _ = viewer.handle(.press(column: random(150), row: random(50))) }
                _ = viewer.frame
            }
        }
    }
}
