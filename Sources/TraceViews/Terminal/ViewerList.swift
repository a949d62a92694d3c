internal import KernelTrace

/// A list over the panes from which a line is chosen.
struct ViewerList {
    /// What is listed.
    enum Kind: Hashable { case breakpoints, bookmarks, writers, order, injection }
    /// A line, and the step it leads to.
    struct Line: Hashable {
        var text: String
        var step: TraceEvent.Step = 0
    }

    let kind: Kind
    let title: String
    var lines: [Line]
    var chosen = 0
}

extension Viewer {
    /// A key while a list is open.
    mutating func listKey(_ key: Key) -> Request? {
        guard var open = list else { return nil }
        switch key {
        case .down, "j": open.chosen = min(open.lines.count - 1, open.chosen + 1)
        case .up, "k": open.chosen = max(0, open.chosen - 1)
        case .enter:
            list = nil
            return chosen(open)
        case .delete, .backspace:
            remove(open)
            return nil
        case .control("c"): return .quit
        case .control("z"): return .suspend
        default:
            list = nil
            return nil
        }
        list = open
        return nil
    }

    private mutating func chosen(_ open: ViewerList) -> Request? {
        guard open.lines.indices.contains(open.chosen) else { return nil }
        switch open.kind {
        case .order: return .order(open.chosen)
        case .injection: return .inject(open.chosen)
        case .bookmarks: move(toPlace: open.lines[open.chosen].step, isJump: true)
        case .writers: jump(to: open.lines[open.chosen].step)
        case .breakpoints: break
        }
        return nil
    }

    private mutating func remove(_ open: ViewerList) {
        switch open.kind {
        case .breakpoints where breakpoints.indices.contains(open.chosen):
            breakpoints.remove(at: open.chosen)
            listBreakpoints()
        case .bookmarks where bookmarks.indices.contains(open.chosen):
            bookmarks.remove(at: open.chosen)
            listBookmarks()
        default: return
        }
        if var left = list {
            left.chosen = max(0, min(open.chosen, left.lines.count - 1))
            list = left
        }
    }

    mutating func listBreakpoints() {
        list = nil
        guard !breakpoints.isEmpty else {
            message = "no breakpoint is set; b sets one"
            return
        }
        list = ViewerList(
            kind: .breakpoints, title: "breakpoints",
            lines: breakpoints.map { ViewerList.Line(text: $0.filter.text) })
    }

    mutating func toggleBookmark() {
        guard place > 0 else { return }
        if let known = bookmarks.firstIndex(of: place) {
            bookmarks.remove(at: known)
            message = "bookmark removed"
        } else {
            bookmarks.insert(place, at: bookmarks.firstIndex { $0 > place } ?? bookmarks.count)
            message = "bookmark set; ' and \" go through them"
        }
    }

    mutating func toBookmark(_ bookmark: TraceEvent.Step?) {
        guard let bookmark else {
            message = "no bookmark is set; m sets one"
            return
        }
        move(toPlace: bookmark, isJump: true)
    }

    mutating func listBookmarks() {
        list = nil
        guard !bookmarks.isEmpty else { return toBookmark(nil) }
        list = ViewerList(
            kind: .bookmarks, title: "bookmarks",
            lines: bookmarks.map { ViewerList.Line(text: summary(of: step(at: $0)), step: $0) })
    }

    /// The way of the byte under the region's cursor, nearest writer first.
    mutating func listWriters() {
        guard model.trace.header.regions.indices.contains(Int(region.region)) else {
            message = "the system has no regions"
            return
        }
        let stages = model.provenance(of: region.offset, in: region.region, atOrBefore: cursor)
        let name = "\(model.region(region.region))+\(region.offset)"
        guard !stages.isEmpty else {
            message = "nobody wrote \(name) until here: it is zero, as at boot"
            return
        }
        let lines = stages.map { stage in
            let how =
                switch stage.evidence {
                case .origin: ""
                case .digest: ", a copy (equal digests)"
                case .contents(let count): ", a copy (\(count) equal bytes)"
                }
            let place = "\(model.region(stage.region))+\(stage.offset)"
            return ViewerList.Line(text: "\(place)\(how): \(summary(of: stage.writer))", step: stage.writer)
        }
        list = ViewerList(kind: .writers, title: "who wrote \(name), backwards", lines: lines)
    }

    /// A step in one line.
    func summary(of step: TraceEvent.Step) -> String {
        guard let event = model.trace[step] else { return "" }
        return "\(step) \(model.domain(event.domain)): \(model.words(for: step, glyphs: glyphs))"
    }
}
