internal import SystemDescription
internal import SystemPolicy

/// The answer to a question as parts of a page.
struct QueryMarkup {
    let report: FlowReport
    let query: FlowQuery
    private var analysis: SystemAnalysis { report.analysis }
    private var graph: FlowGraph { report.analysis.graph }
    private var findings: FindingMarkup { FindingMarkup(sources: report.sources) }

    private func name(_ node: Int) -> String { Markup.escaped(graph.name(at: node)) }

    var sections: [FlowReport.Section] {
        switch (query.from, query.to) {
        case (let from?, let to?): between(from, to)
        case (let from?, nil): all("From \(name(from))")
        case (nil, let to?): all("To \(name(to))")
        case (nil, nil): []
        }
    }

    private func between(_ from: Int, _ to: Int) -> [FlowReport.Section] {
        let picture = FlowReport.Section(
            "picture", "Picture", PictureSVG(analysis, marked: report.markedEdges).html)
        guard let answer = query.answers.first else {
            let words =
                from == to
                ? "\(name(from)) is itself" : "nothing can get from \(name(from)) to \(name(to))"
            return [.init("answer", "Answer", "<p>\(words)</p>\n"), picture]
        }
        let title = "From \(name(from)) to \(name(to)): \(answer.strength.words)"
        let body =
            findings.way(answer.path, graph) + findings.steps(answer.path, graph)
            + Markup.list(trusted(answer.path), kind: "quiet")
        return [.init("answer", title, body), .init("cut", "It stops without", cut), picture]
    }

    /// Who on the way is believed to give on less than it gets, or to check what it takes.
    private func trusted(_ path: [Int]) -> [String] {
        guard let view = analysis.view else { return [] }
        let path = path.map { graph.edges[$0] }
        let declassifiers = view.declassifiers(on: path).map { one in
            let domain = analysis.system.protectionDomains[one.domain].name
            return "\(Markup.escaped(domain)) is a declassifier: \(Markup.escaped(one.reason))"
        }
        return declassifiers
            + path.filter(view.isEndorsed).map { edge in
                "\(name(edge.to)) is an endorser: \(Markup.escaped(view.endorsers[edge.to]?.reason ?? ""))"
            }
    }

    private var cut: String {
        query.cut.map { findings.steps($0, graph) } ?? "<p>no right taken away can stop it</p>\n"
    }

    private func all(_ title: String) -> [FlowReport.Section] {
        let sections = FlowStrength.allCases.map { strength in
            let rows = query.answers.filter { $0.strength == strength }.map { answer in
                let way = findings.way(answer.path, graph)
                return [
                    name(answer.node), Markup.cell(FlowReport.kind(graph.nodes[answer.node])),
                    Markup.cell(
                        "<details><summary>\(way)</summary>\(findings.steps(answer.path, graph))</details>",
                        kind: "wide"),
                ]
            }
            return FlowReport.Section(
                "\(strength.name)", "\(title), \(strength.words)",
                Markup.table(
                    ["name", "is a", "a shortest way; open it for its places"], kind: "names", rows: rows))
        }
        return query.answers.isEmpty ? [.init("answer", title, "<p>nothing</p>\n")] : sections
    }
}
