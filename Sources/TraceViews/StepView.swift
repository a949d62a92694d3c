public import KernelTrace

/// One step of a trace with all that is known about it: its causes and effects, what every domain was doing, who was
/// ready, and the regions it touched.
public struct StepView {
    private let trace: Trace
    private let step: TraceEvent.Step
    private let event: TraceEvent
    private let state: MachineState
    private let words: EventWords
    private let style: TraceListing.Style

    /// Looks at `step`.
    ///
    /// - Throws: when the trace has no such step.
    public init(
        _ trace: Trace, step: TraceEvent.Step, style: TraceListing.Style = .init()
    ) throws(TraceQuery.Failure) {
        guard let event = trace[step] else {
            let known = trace.lastStep == 0 ? "it has none" : "its steps are 1 to \(trace.lastStep)"
            throw TraceQuery.Failure(description: "the trace has no step \(step); \(known)")
        }
        self.trace = trace
        self.step = step
        self.event = event
        self.style = style
        words = EventWords(trace, glyphs: style.glyphs)
        var state = MachineState(header: trace.header)
        for earlier in trace.events.prefix(Int(step)) { state.apply(earlier) }
        self.state = state
    }

    /// The view, each line with its line feed.
    public var text: String {
        let lines =
            ["step \(step)  time \(event.time)  \(words.domain(event.domain)): \(words.words(for: step))"]
            + section("because", causes) + section("therefore", effects)
            + section("machine after it", machine)
            + section("ready, in the order of running", queues) + section("contents", contents)
        return lines.map { cut($0) + "\n" }.joined()
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        guard !lines.isEmpty else { return [] }
        return ["", style.isColoured ? Colour.bold.around(title) : title] + lines.map { "  " + $0 }
    }

    private func cut(_ line: String) -> String {
        // Only plain text is cut: colours stand in titles alone, which are short.
        guard style.width > 0, line.count > style.width, !line.contains("\u{1b}") else { return line }
        return fitted(line, width: style.width, ellipsis: style.glyphs.ellipsis)
    }

    private func summary(of step: TraceEvent.Step) -> String {
        guard let event = trace[step] else { return "" }
        return "\(step)  \(words.domain(event.domain)): \(words.words(for: step))"
    }

    private var causes: [String] {
        let chain = trace.causes(of: step)
        let merged = trace.signals(deliveredAt: step)
        var lines = chain.prefix(Self.most).map { "\(style.glyphs.from) \(summary(of: $0))" }
        if chain.count > Self.most { lines.append("and \(chain.count - Self.most) steps before") }
        if merged.count > 1 {
            lines.append(
                "signals merged into this delivery: \(merged.reversed().map(String.init).joined(separator: ", "))"
            )
        }
        return lines
    }

    private static let most = 40

    private var effects: [String] {
        var found: [TraceEvent.Step] = []
        for place in Int(step)..<trace.events.count where trace.events[place].cause == step {
            found.append(TraceEvent.Step(place + 1))
        }
        let lines = found.prefix(Self.most).map { "\(style.glyphs.to) \(summary(of: $0))" }
        return found.count > Self.most ? lines + ["and \(found.count - Self.most) more"] : lines
    }

    private var machine: [String] {
        let width = trace.header.domainNames.map { printable($0).count }.max() ?? 0
        return zip(trace.header.domains, state.domains).map { domain, state in
            var line =
                fitted(printable(domain.name), width: min(width, 24)) + " "
                + padded(domain.priority, width: 3)
            line += "  " + state.activity.words
            if let entry = trace[state.entryStep], case .begin(let name, _) = entry.kind {
                line += " in \(words.name(of: name)) since \(state.entryStep)"
            }
            if state.callStep != 0, case .call(_, let target, _, _) = trace[state.callStep]?.kind {
                line += " \(words.domain(target)) since \(state.callStep)"
            }
            let bits = (0..<64).filter { state.word >> UInt64($0) & 1 != 0 }.map(String.init)
            if !bits.isEmpty { line += "  pending {\(bits.joined(separator: ","))}" }
            if state.callerCount > 0 { line += "  \(counted(state.callerCount, "caller")) queued" }
            return line
        }
    }

    private var queues: [String] {
        state.ready.enumerated().compactMap { core, queue in
            guard !queue.isEmpty else { return nil }
            let names = queue.map { "\(words.domain($0)) (\(trace.header.domains[Int($0)].priority))" }
            let place = state.ready.count > 1 ? "core \(core): " : ""
            return place + names.joined(separator: ", ")
        }
    }

    private var contents: [String] {
        let (region, offset, byteCount): (Int16, UInt64, UInt64)
        switch event.kind {
        case .write(let written, let at, let count, _, _): (region, offset, byteCount) = (written, at, count)
        case .read(let read, let at, let count): (region, offset, byteCount) = (read, at, count)
        default: return []
        }
        let (end, over) = offset.addingReportingOverflow(min(byteCount, UInt64(Self.mostBytes)))
        let bytes = RegionHistory(trace, region: region).bytes(offset..<(over ? .max : end), after: step)
        var lines =
            ["\(words.region(region))+\(offset), \(byteText(byteCount))"]
            + hexadecimal(bytes, offset)
        if byteCount > UInt64(Self.mostBytes) {
            lines.append("and \(byteCount - UInt64(Self.mostBytes)) more")
        }
        return lines
    }

    private static let mostBytes = 256

    /// Sixteen bytes a line, `··` where masked, and who wrote them last.
    private func hexadecimal(_ bytes: [RegionHistory.Byte], _ offset: UInt64) -> [String] {
        guard bytes.contains(where: { $0.value != nil }) else { return bytes.isEmpty ? [] : ["masked"] }
        return stride(from: 0, to: bytes.count, by: 16).map { first in
            let row = bytes[first..<min(first + 16, bytes.count)]
            let values = row.map { byte in byte.value.map { digits(UInt64($0), count: 2) } ?? "??" }
            let writers = Set(row.map(\.writer)).sorted().map { $0 == 0 ? "boot" : String($0) }
            let line = padded(offset + UInt64(first), width: 6) + "  " + values.joined(separator: " ")
            return fitted(line, width: 56) + "  by " + writers.joined(separator: ", ")
        }
    }
}
