internal import KernelTrace

/// A trace as a Mermaid sequence diagram: who told whom what, and what went wrong.
///
/// Entries are activations. Stores and loads are left out, since a diagram of thousands of lines cannot be read;
/// Mermaid itself refuses more than 50,000 characters unless told otherwise.
struct MermaidExport {
    private let trace: Trace
    private let filter: EventFilter?
    private let words: EventWords

    init(_ trace: Trace, _ filter: EventFilter?) {
        self.trace = trace
        self.filter = filter
        words = EventWords(trace, glyphs: .unicode)
    }

    func write(to sink: inout ExportSink) {
        sink.line("sequenceDiagram")
        var lines: [String] = []
        var taking: Set<Int16> = []
        var active = [Bool](repeating: false, count: trace.header.domains.count)
        for (place, event) in trace.events.enumerated() {
            let step = TraceEvent.Step(place + 1)
            guard filter?.accepts(event, at: step) ?? true, let line = line(step, event, &active) else {
                continue
            }
            lines.append(line)
            taking.formUnion([event.domain] + [event.receiver].compactMap(\.self))
        }
        // Domains in the description's order, whoever speaks first; the outside stands at the right.
        for domain in trace.header.domains.indices where taking.contains(Int16(domain)) {
            sink.line("    participant d\(domain) as \(text(trace.domainName(Int16(domain))))")
        }
        if taking.contains(-1) { sink.line("    participant kernel") }
        for line in lines { sink.line("    " + line) }
    }

    private func line(_ step: TraceEvent.Step, _ event: TraceEvent, _ active: inout [Bool]) -> String? {
        let own = name(event.domain)
        switch event.kind {
        case .begin(let entry, _):
            if active[Int(event.domain)] { return nil }
            active[Int(event.domain)] = true
            let merged = trace.signals(deliveredAt: step).count
            let remark = merged > 1 ? ", \(merged) merged" : ""
            return "activate \(own)\n    Note over \(own): \(words.name(of: entry))\(remark)"
        case .end, .discarded:
            guard active[Int(event.domain)] else { return nil }
            active[Int(event.domain)] = false
            return "deactivate \(own)"
        case .signal(let channel, let target, let bit, let outcome, let deferred):
            let verb = deferred ? "deferred_notify" : "notify"
            let arrow = outcome == .lost ? "--x" : "-)"
            let remark = outcome == .merged ? ", merged" : outcome == .lost ? ", lost" : ""
            return "\(own)\(arrow)\(name(target)): \(verb)(\(channel)) bit \(bit)\(remark)"
        case .call(let channel, let target, let label, _):
            return "\(own)->>\(name(target)): ppcall(\(channel)) label \(label)"
        case .reply(let target, let label, _): return "\(own)-->>\(name(target)): reply \(label)"
        case .child(let control, let child): return "\(own)->>\(name(child)): pd_\(control)"
        case .faultReply(let child, let resumed):
            return "\(own)-->>\(name(child)): \(resumed ? "goes on" : "stays dead")"
        case .fault, .denied, .irq, .log, .note, .input, .output:
            return "Note over \(own): \(text(words.words(for: step)))"
        default: return nil
        }
    }

    private func name(_ domain: Int16) -> String {
        trace.header.domains.indices.contains(Int(domain)) ? "d\(domain)" : "kernel"
    }

    /// `text` without what Mermaid would read as its own; in its way of spelling characters by number.
    private func text(_ text: String) -> String {
        var result = ""
        for scalar in printable(text).unicodeScalars {
            switch scalar {
            case "#", ";", ":", "<", ">", "%", "{", "}", "&", "\"", "`", "\\": result += "#\(scalar.value);"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension TraceEvent {
    /// The domain at the other end of an arrow.
    fileprivate var receiver: Int16? {
        switch kind {
        case .signal(_, let target, _, _, _), .call(_, let target, _, _), .reply(let target, _, _),
            .child(_, let target), .faultReply(let target, _):
            target
        default: nil
        }
    }
}
