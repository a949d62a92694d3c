internal import KernelTrace
internal import SystemDescription

/// Reads the terms of an `EventFilter`.
struct EventFilterReader {
    private let trace: Trace
    typealias Failure = TraceQuery.Failure

    init(_ trace: Trace) { self.trace = trace }

    func test(_ word: String) throws(Failure) -> EventFilter.Test {
        let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        guard parts.count == 2 else { return .words(Vocabulary(word, in: trace)) }
        let value = parts[1]
        switch parts[0] {
        case "pd": return .domain(try domains(value), isDoer: false)
        case "by": return .domain(try domains(value), isDoer: true)
        case "ch": return .ends(try TraceQuery.ends(of: value, in: trace))
        case "region": return try region(value, reads: true, writes: true)
        case "read": return try region(value, reads: true, writes: false)
        case "write": return try region(value, reads: false, writes: true)
        case "kind": return .kind(try kinds(value))
        case "label":
            guard let label = number(value) else {
                throw Failure(description: "'\(printable(value))' is no label")
            }
            return .label(label)
        case "step": return .steps(try range(value))
        case "time": return .times(try range(value))
        default: return .words(Vocabulary(word, in: trace))
        }
    }

    private func domains(_ text: String) throws(Failure) -> [Bool] {
        let names = trace.header.domainNames
        return try flags(text, names, what: "protection domain")
    }

    private func flags(_ text: String, _ names: [String], what: String) throws(Failure) -> [Bool] {
        if let place = names.firstIndex(of: text) { return names.indices.map { $0 == place } }
        let lower = text.lowercased()
        let flags = names.map { !lower.isEmpty && $0.lowercased().contains(lower) }
        guard flags.contains(true) else {
            let hint =
                Suggestion.nearest(to: text, in: names).map { "; did you mean '\(printable($0))'?" } ?? ""
            throw Failure(description: "no \(what) '\(printable(text))'\(hint)")
        }
        return flags
    }

    private func region(_ text: String, reads: Bool, writes: Bool) throws(Failure) -> EventFilter.Test {
        let parts = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        let flags = try flags(parts[0], trace.header.regions.map(\.name), what: "region")
        guard parts.count == 2 else { return .region(flags, 0..<UInt64.max, reads: reads, writes: writes) }
        let bounds = parts[1].split(separator: ".", omittingEmptySubsequences: true).map {
            number(String($0))
        }
        let isRange = parts[1].contains("..")
        switch (bounds.count, isRange) {
        case (1, false), (1, true):
            guard let first = bounds[0], first < .max else { break }
            return .region(flags, first..<(isRange ? .max : first + 1), reads: reads, writes: writes)
        case (2, true):
            guard let first = bounds[0], let end = bounds[1], first < end else { break }
            return .region(flags, first..<end, reads: reads, writes: writes)
        default: break
        }
        throw Failure(description: "'\(printable(parts[1]))' is no range of bytes: such as 16 or 16..32")
    }

    private func kinds(_ text: String) throws(Failure) -> UInt64 {
        let names = TraceEvent.Kind.names
        guard let code = names.firstIndex(of: text) else {
            let hint =
                Suggestion.nearest(to: text, in: names).map { "; did you mean '\(printable($0))'?" } ?? ""
            throw Failure(description: "no kind of event '\(printable(text))'\(hint)")
        }
        return 1 << UInt64(code)
    }

    private func range(_ text: String) throws(Failure) -> ClosedRange<UInt64> {
        let failure = Failure(
            description: "'\(printable(text))' is no range: such as 10, 10..20, 10.. or ..20")
        guard text.contains("..") else {
            guard let value = number(text) else { throw failure }
            return value...value
        }
        let ends = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        guard ends.count == 2, let first = ends[0].isEmpty ? 0 : number(ends[0]),
            let last = ends[1].isEmpty ? .max : number(ends[1]), first <= last
        else { throw failure }
        return first...last
    }

    private func number(_ text: String) -> UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    }
}
