internal import SystemDescription
internal import SystemPolicy

/// The tables of a whole report.
struct ReportTables {
    let report: FlowReport
    private var analysis: SystemAnalysis { report.analysis }
    private var graph: FlowGraph { report.analysis.graph }

    private func name(_ node: Int) -> String { Markup.escaped(graph.name(at: node)) }
    private func names(_ nodes: [Int]) -> String {
        nodes.isEmpty ? "–" : nodes.map(name).joined(separator: ", ")
    }

    // MARK: Rights and flows

    var access: String {
        let matrix = analysis.matrix
        guard !matrix.subjects.isEmpty else { return "" }
        let heads =
            ["region"] + (analysis.view == nil ? [] : ["level"]) + matrix.subjects.map(name)
        let rows = matrix.regions.map { region in
            [name(region)]
                + (analysis.view.map { [Markup.cell(Markup.chip($0.level(region)?.rawValue ?? "none"))] }
                    ?? [])
                + matrix.subjects.map { cell(matrix.access($0, region)) }
        }
        let table = Markup.table(heads, kind: analysis.view == nil ? "matrix" : "matrix levels", rows: rows)
        return table.isEmpty
            ? ""
            : table
                + "<p class=\"quiet\">r read, w write, x execute; * around its own maps: open it to see how</p>\n"
    }

    private func cell(_ access: AccessMatrix.Access) -> String {
        let letters = access.all.letters
        guard !access.all.isEmpty else { return Markup.cell("·", kind: "none") }
        guard !access.indirect.isEmpty else {
            return Markup.cell(letters, kind: access.all.contains(.write) ? "write" : "")
        }
        let why = access.route.map { graph.words(graph.edges[$0]) }.joined(separator: "; ")
        return Markup.cell(
            "<details><summary>\(letters)*</summary>\(Markup.escaped(why))</details>", kind: "around")
    }

    var flows: String {
        let subjects = analysis.matrix.subjects
        guard subjects.count > 1 else { return "" }
        let rows = subjects.map { from in
            [name(from)]
                + subjects.map { to in
                    let strength = from == to ? nil : analysis.closure.strongest(from, to)
                    return Markup.cell(strength?.name ?? "·", kind: strength?.name ?? "none")
                }
        }
        return Markup.table(["from, to"] + subjects.map(name), kind: "matrix", rows: rows)
            + "<p class=\"quiet\">the strongest way, near or far: data, signals (one bit each), timing only</p>\n"
    }

    // MARK: Secrets, damage, trust

    var secrets: String {
        let text = ReportText(report: report, style: TextStyle())
        let rows = text.secretRegions.map { region in
            let facts = text.facts(ofSecret: region)
            return [
                name(region), Markup.cell(Markup.chip(analysis.view?.level(region)?.rawValue ?? "none")),
            ]
                + [facts.writers, facts.readers, facts.learners, facts.influencers].map {
                    Markup.cell(names($0))
                }
        }
        return Markup.table(
            ["region", "level", "written by", "read by", "learnt by", "influenced by"], kind: "names",
            rows: rows)
    }

    var blast: String {
        Markup.table(
            ["taken over", "controls", "reads", "writes", "influences", "can learn"], kind: "names",
            rows: analysis.blast.map { one in
                [name(one.subject)]
                    + [one.controlled, one.readable, one.writable, one.influenced, one.learnable].map {
                        Markup.cell(names($0))
                    }
            })
    }

    var reliance: String {
        guard let view = analysis.view else { return "" }
        func item(_ kind: String, _ domain: Int, _ reason: String) -> String {
            let domain = analysis.system.protectionDomains[domain].name
            return "<b>\(Markup.escaped(domain))</b> \(kind): \(Markup.escaped(reason))"
        }
        return Markup.list(
            view.policy.declassifiers.map { one in
                item("declassifies to \(one.level.rawValue)", one.domain, one.reason)
            } + view.policy.endorsers.map { item("endorses what it takes in", $0.domain, $0.reason) }
                + view.policy.assumptions.map { item("drives hardware without DMA", $0.domain, $0.reason) })
    }
}
