internal import KernelTrace

/// A line being typed at the bottom of the screen.
struct ViewerPrompt {
    /// What for.
    enum Kind: String, Hashable { case seek, search, filter, breakpoint }

    let kind: Kind
    var text: String
    /// Where to return when it is given up.
    let place: TraceEvent.Step
    /// The step there.
    let cursor: TraceEvent.Step
    let filter: EventFilter?
    /// What is wrong with the text so far.
    var error = ""

    var label: String {
        switch kind {
        case .seek: "go to: "
        case .search: "search: "
        case .filter: "show only: "
        case .breakpoint: "break at: "
        }
    }
}

extension Viewer {
    mutating func ask(_ kind: ViewerPrompt.Kind, _ text: String = "") {
        prompt = ViewerPrompt(kind: kind, text: text, place: place, cursor: cursor, filter: filter)
    }

    /// A key while a prompt is open.
    mutating func edit(_ key: Key) {
        guard var open = prompt else { return }
        switch key {
        case .escape, .control("c"):
            prompt = nil
            if open.kind == .filter { apply(open.filter) }
            move(toPlace: open.place)
            return
        case .enter:
            prompt = commit(&open) ? nil : open
            return
        case .backspace: if !open.text.isEmpty { open.text.removeLast() }
        case .control("u"): open.text = ""
        case .character(let character): if open.text.count < 200 { open.text.append(character) }
        default: return
        }
        tryOut(&open)
        prompt = open
    }

    /// Shows what the text so far would do.
    private mutating func tryOut(_ open: inout ViewerPrompt) {
        open.error = ""
        guard open.kind == .filter || open.kind == .search, let condition = condition(&open) else { return }
        if open.kind == .filter {
            apply(condition.isEmpty ? nil : condition)
            move(toPlace: nearestShown(to: open.place))
        } else if !condition.isEmpty {
            let from = open.cursor - 1
            let found = step(forward: true, from: from, where: condition.accepts)
            if let found { move(to: found) } else { move(toPlace: open.place) }
            if found == nil { open.error = "not after this" }
        }
    }

    private func condition(_ open: inout ViewerPrompt) -> EventFilter? {
        do throws(TraceQuery.Failure) {
            return try EventFilter(open.text, in: model.trace)
        } catch {
            open.error = error.description
            return nil
        }
    }

    /// Does what was typed; false when it cannot be done.
    private mutating func commit(_ open: inout ViewerPrompt) -> Bool {
        if open.kind == .seek {
            if open.text.isEmpty || seek(open.text) { return true }
            open.error = "such as 42, +10, -10, 50% or t=1200"
            return false
        }
        guard let condition = condition(&open) else { return false }
        switch open.kind {
        case .filter:
            apply(condition.isEmpty ? nil : condition)
            move(toPlace: nearestShown(to: open.place))
            message = condition.isEmpty ? "everything is shown" : "\(counted(shown.count, "event")) shown"
        case .search:
            if !condition.isEmpty { searched = condition }
            commitSearch(open)
        case .breakpoint, .seek:
            guard !condition.isEmpty else { return true }
            breakpoints.append(Breakpoint(filter: condition))
            message = "breakpoint \(breakpoints.count): \(condition.text); r runs to it, R back"
        }
        return true
    }

    private mutating func commitSearch(_ open: ViewerPrompt) {
        guard let searched, let step = step(forward: true, from: open.cursor - 1, where: searched.accepts)
        else {
            message = searched == nil ? "" : "not found after this; N searches backwards"
            return
        }
        if step != open.cursor {
            past.append(open.place)
            future = []
        }
        move(to: step)
    }

    mutating func searchAgain(forward: Bool) {
        guard let searched else { return ask(.search) }
        guard let step = step(forward: forward, from: cursor, where: searched.accepts) else {
            message = "no '\(searched.text)' \(forward ? "after" : "before") this"
            return
        }
        jump(to: step)
    }

    mutating func apply(_ condition: EventFilter?) {
        filter = condition
        refilter()
    }

    /// Lists again after the filter, the hidden domains or the trace changed.
    mutating func refilter() {
        shown = comparison.map(shownRows) ?? ShownEvents(model.trace, filter: filter, hidden: hidden)
        scroll()
    }

    func nearestShown(to place: TraceEvent.Step) -> TraceEvent.Step {
        guard shown.count > 0 else { return place }
        return shown[min(shown.count(before: place), shown.count - 1)]
    }

    mutating func hideDomain() {
        let domain = focus == .domains ? chosenDomain : event?.domain ?? -1
        guard domain >= 0 else {
            message = "the kernel cannot be hidden; f shows less"
            return
        }
        if focus == .domains && hidden.contains(domain) {
            hidden.remove(domain)
        } else {
            hidden.insert(domain)
        }
        refilter()
        move(toPlace: nearestShown(to: place))
        message = "\(counted(hidden.count, "domain")) hidden; H shows all"
    }

    mutating func showAll() {
        hidden = []
        apply(nil)
        message = "everything is shown"
    }
}
