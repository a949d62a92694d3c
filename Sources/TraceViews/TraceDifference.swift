public import KernelTrace

/// Where two traces of what should be the same run part.
public struct TraceDifference: Hashable, Sendable {
    /// The first step that differs; 0 when the headers do.
    public let step: TraceEvent.Step
    /// What it is, in a few words.
    public let reason: String
    /// The events around it on both sides, for people.
    public let text: String

    /// Compares `first`, such as a recorded trace, with `second`, such as its replay; nil when they are identical.
    ///
    /// Strings and contents are compared as what they say, not by their numbers; notes of the reader are not.
    ///
    /// - Parameters:
    ///   - first: shown first.
    ///   - second: shown second.
    ///   - names: what to call them.
    ///   - context: how many common events to show before the difference.
    public init?(
        _ first: Trace, _ second: Trace, names: (String, String) = ("recorded", "replayed"), context: Int = 3
    ) {
        if let field = Self.differingField(first.header, second.header) {
            step = 0
            reason = "the headers differ in '\(field)'"
            text = reason + "\n"
            return
        }
        let common = min(first.events.count, second.events.count)
        let place = (0..<common).first { !Self.areEqual(first, second, at: $0) }
        guard let place = place ?? (first.events.count == second.events.count ? nil : common) else {
            return nil
        }
        step = TraceEvent.Step(place + 1)
        if place < common {
            reason = "step \(step) differs"
        } else {
            reason =
                "\(first.events.count < second.events.count ? names.0 : names.1) ends before step \(step)"
        }
        text = Self.text(first, second, place, names, context, reason)
    }

    private static func differingField(_ first: TraceHeader, _ second: TraceHeader) -> String? {
        if first.description.text != second.description.text { return "description" }
        if first.includes.map(\.text) != second.includes.map(\.text) { return "includes" }
        if first.policy?.text != second.policy?.text { return "policy" }
        if first.profile != second.profile || first.switches != second.switches { return "profile" }
        if first.seed != second.seed { return "seed" }
        if first.scheduling != second.scheduling { return "scheduling" }
        if first.options != second.options { return "options" }
        if first.domains != second.domains { return "domains" }
        if first.regions != second.regions { return "regions" }
        if first.channels != second.channels { return "channels" }
        return first.devices == second.devices ? nil : "devices"
    }

    private static func areEqual(_ first: Trace, _ second: Trace, at place: Int) -> Bool {
        let (one, other) = (first.events[place], second.events[place])
        guard one.time == other.time, one.cause == other.cause, one.domain == other.domain,
            one.core == other.core
        else { return false }
        switch (one.kind, other.kind) {
        case (.log(let a), .log(let b)), (.note(let a), .note(let b)), (.fault(let a), .fault(let b)):
            return first.text(a) == second.text(b)
        case (.write(let r, let o, let n, let d, let p), .write(let s, let q, let m, let e, let u)):
            return r == s && o == q && n == m && d == e && first.payloads[p] == second.payloads[u]
        case (.input(let r, let n, let d, let p), .input(let s, let m, let e, let u)),
            (.output(let r, let n, let d, let p), .output(let s, let m, let e, let u)):
            return r == s && n == m && d == e && first.payloads[p] == second.payloads[u]
        default: return one.kind == other.kind
        }
    }

    private static func text(
        _ first: Trace, _ second: Trace, _ place: Int, _ names: (String, String), _ context: Int,
        _ reason: String
    ) -> String {
        func line(_ trace: Trace, _ place: Int) -> String {
            guard trace.events.indices.contains(place) else { return "ends here" }
            let (event, step) = (trace.events[place], TraceEvent.Step(place + 1))
            let words = EventWords(trace, glyphs: .ascii)
            let cause = event.cause == 0 ? "" : "  <- \(event.cause)"
            return "\(step) at \(event.time) \(words.domain(event.domain)): \(words.words(for: step))\(cause)"
        }
        let width = max(names.0.count, names.1.count)
        var text = reason + "\n"
        for earlier in max(0, place - context)..<place {
            text += "  " + String(repeating: " ", count: width) + "  " + line(first, earlier) + "\n"
        }
        text += "- " + fitted(names.0, width: width) + "  " + line(first, place) + "\n"
        text += "+ " + fitted(names.1, width: width) + "  " + line(second, place) + "\n"
        return text
    }
}
