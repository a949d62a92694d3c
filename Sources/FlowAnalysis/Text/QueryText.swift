internal import SystemDescription
internal import SystemPolicy

/// The answer to a question as text.
struct QueryText {
    let report: FlowReport
    let query: FlowQuery
    let style: TextStyle
    private var graph: FlowGraph { report.analysis.graph }

    var text: String {
        var text = ""
        switch (query.from, query.to) {
        case (let from?, let to?): text = between(from, to)
        case (let from?, nil): text = all("From \(name(from))", "nothing")
        case (nil, let to?): text = all("To \(name(to))", "nothing")
        case (nil, nil): break
        }
        return text + "\n" + report.verdict(style) + "\n"
    }

    private func name(_ node: Int) -> String { graph.name(at: node).printable }

    private func between(_ from: Int, _ to: Int) -> String {
        guard let answer = query.answers.first else {
            return from == to
                ? "\(name(from)) is itself\n" : "nothing can get from \(name(from)) to \(name(to))\n"
        }
        var text = style.bold("From \(name(from)) to \(name(to)): \(answer.strength.words)") + "\n"
        text += ReportText(report: report, style: style).way(answer.path)
        let path = answer.path.map { graph.edges[$0] }
        for one in report.analysis.view?.declassifiers(on: path) ?? [] {
            let domain = report.analysis.system.protectionDomains[one.domain].name
            text +=
                "  \(domain) is a declassifier: \(one.reason)".printable.wrapped(style.width, indent: 4)
                + "\n"
        }
        for edge in path where report.analysis.view?.isEndorsed(edge) ?? false {
            let reason = report.analysis.view?.endorsers[edge.to]?.reason ?? ""
            text +=
                "  \(name(edge.to)) is an endorser: \(reason.printable)".wrapped(style.width, indent: 4)
                + "\n"
        }
        return text + "\n" + cut(answer)
    }

    private func cut(_ answer: FlowQuery.Answer) -> String {
        guard let cut = query.cut else { return "no right taken away can stop it\n" }
        var text = style.bold("It stops without") + "\n"
        for place in cut {
            let edge = graph.edges[place]
            text += "    " + graph.words(edge).printable
            if let location = edge.location { text += style.dim("  \(location.description.printable)") }
            text += "\n"
        }
        return text
    }

    private func all(_ title: String, _ none: String) -> String {
        var text = ""
        for strength in FlowStrength.allCases {
            let answers = query.answers.filter { $0.strength == strength }
            guard !answers.isEmpty else { continue }
            text += style.bold("\(title), \(strength.words)") + "\n"
            if strength == .timing {
                let names = answers.map { name($0.node) }.joined(separator: ", ")
                text += ("  " + names).wrapped(style.width, indent: 2) + "\n"
                continue
            }
            for answer in answers {
                let other =
                    query.from == nil
                    ? graph.edges[answer.path[0]] : graph.edges[answer.path[answer.path.count - 1]]
                let place = other.location.map { style.dim("  \($0.description.printable)") } ?? ""
                text +=
                    "  " + name(answer.node).fitted(24) + " " + graph.words(other).printable + place + "\n"
            }
        }
        return text.isEmpty ? "\(title): \(none)\n" : text
    }
}
