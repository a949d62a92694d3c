internal import SystemDescription

/// A difference as text: what the newer system allows more, then what it allows less.
struct DifferenceText {
    let report: FlowReport
    let difference: FlowDifference
    let style: TextStyle
    /// Paths are of the newer system where something was gained.
    private var new: SystemAnalysis { report.other ?? report.analysis }
    private static let most = 24

    var text: String {
        var text =
            style.bold("\(report.analysis.system.file.printable) → \(new.system.file.printable)") + "\n"
        if difference.isEmpty { return text + "nobody can do more, and nobody less\n" }
        text += names("New", difference.added) + names("Gone", difference.removed)
        text += section("Rights gained", difference.rights.filter(\.isGain).map(right))
        text += section("Rights lost", difference.rights.filter { !$0.isGain }.map(right))
        text += section("Flows gained", difference.flows.filter(\.isGain).map { flow($0) })
        text += section("Flows lost", difference.flows.filter { !$0.isGain }.map { flow($0) })
        let violations = difference.newViolations.map { new.findings[$0] }
        if !violations.isEmpty {
            text += "\n" + style.bold("What now breaks the policy") + "\n"
            text += FindingText(sources: report.otherSources ?? report.sources, style: style).text(violations)
        }
        return text
    }

    private func names(_ title: String, _ names: [String]) -> String {
        names.isEmpty
            ? ""
            : "\(title): \(names.map(\.printable).joined(separator: ", "))".wrapped(style.width, indent: 4)
                + "\n"
    }

    private func section(_ title: String, _ lines: [String]) -> String {
        guard !lines.isEmpty else { return "" }
        let rest = lines.count - Self.most
        return "\n" + style.bold(title) + "\n" + lines.prefix(Self.most).joined()
            + (rest > 0 ? "  " + style.dim("and \(rest) more") + "\n" : "")
    }

    private func right(_ right: FlowDifference.Right) -> String {
        func letters(_ text: String) -> String { text.isEmpty ? "–" : text }
        let sign = right.isGain ? style.red("+") : style.green("-")
        return "  \(sign) \(right.subject.printable) on \(right.region.printable): "
            + "\(letters(right.before)) → \(letters(right.after))\n"
            + (right.isGain ? steps(right.path, new.graph) : "")
    }

    private func steps(_ path: [Int], _ graph: FlowGraph) -> String {
        path.map { place in
            let edge = graph.edges[place]
            let location = edge.location.map { style.dim("  \($0.description.printable)") } ?? ""
            return "      " + graph.words(edge).printable + location + "\n"
        }.joined()
    }

    private func flow(_ flow: FlowDifference.Flow) -> String {
        let sign = flow.isGain ? style.red("+") : style.green("-")
        let text =
            "  \(sign) \(flow.from.printable) → \(flow.to.printable): \(flow.before?.name ?? "–") → \(flow.after?.name ?? "–")\n"
        return text + (flow.isGain ? steps(flow.path, new.graph) : "")
    }
}
