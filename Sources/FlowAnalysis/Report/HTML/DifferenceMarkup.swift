/// A difference as parts of a page: what the newer system allows more, then what it allows less.
struct DifferenceMarkup {
    let report: FlowReport
    let difference: FlowDifference
    private var old: SystemAnalysis { report.analysis }
    private var new: SystemAnalysis { report.other ?? report.analysis }
    private var newSources: SourceText { report.otherSources ?? report.sources }

    var sections: [FlowReport.Section] {
        guard !difference.isEmpty else {
            return [.init("answer", "Difference", "<p>nobody can do more, and nobody less</p>\n")]
        }
        let violations = difference.newViolations.map { new.findings[$0] }
        return [
            .init(
                "broken", "What now breaks the policy", FindingMarkup(sources: newSources).html(violations)),
            .init("names", "New and gone", names),
            .init("gained", "Rights gained", rights { $0.isGain }),
            .init("flows-gained", "Flows gained", flows { $0.isGain }),
            .init(
                "picture", "The newer system",
                PictureSVG(new, marked: report.markedEdges.union(violations.isEmpty ? [] : broken)).html),
            .init("lost", "Rights lost", rights { !$0.isGain }),
            .init("flows-lost", "Flows lost", flows { !$0.isGain }),
        ]
    }

    private var broken: Set<Int> { Set(new.violations.flatMap(\.path)) }

    private var names: String {
        Markup.list(
            difference.added.map { "new: <b>\(Markup.escaped($0))</b>" }
                + difference.removed.map { "gone: <b>\(Markup.escaped($0))</b>" })
    }

    private func way(_ path: [Int], isGain: Bool) -> String {
        guard !path.isEmpty else { return "" }
        let markup = FindingMarkup(sources: isGain ? newSources : report.sources)
        let graph = isGain ? new.graph : old.graph
        return "<details><summary>\(markup.way(path, graph))</summary>\(markup.steps(path, graph))</details>"
    }

    private func rights(where isWanted: (FlowDifference.Right) -> Bool) -> String {
        let rows = difference.rights.filter(isWanted).map { right in
            let way = way(right.path, isGain: right.isGain)
            return [
                Markup.escaped(right.subject), Markup.cell(Markup.escaped(right.region)),
                Markup.cell(right.before.isEmpty ? "–" : right.before),
                Markup.cell(right.after.isEmpty ? "–" : right.after, kind: right.isGain ? "alarm" : "good"),
                Markup.cell(way, kind: "wide"),
            ]
        }
        return Markup.table(["who", "on", "before", "after", "how"], kind: "names", rows: rows)
    }

    private func flows(where isWanted: (FlowDifference.Flow) -> Bool) -> String {
        let rows = difference.flows.filter(isWanted).map { flow in
            [
                Markup.escaped(flow.from), Markup.cell(Markup.escaped(flow.to)),
                Markup.cell(flow.before?.name ?? "–"),
                Markup.cell(flow.after?.name ?? "–", kind: flow.isGain ? "alarm" : "good"),
                Markup.cell(way(flow.path, isGain: flow.isGain), kind: "wide"),
            ]
        }
        return Markup.table(
            ["from", "to", "before", "after", "a shortest way"], kind: "names", rows: rows)
    }
}
