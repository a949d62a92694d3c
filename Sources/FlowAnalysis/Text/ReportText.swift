internal import SystemDescription
internal import SystemPolicy

/// The whole report as text.
struct ReportText {
    let report: FlowReport
    let style: TextStyle
    private var analysis: SystemAnalysis { report.analysis }
    private var graph: FlowGraph { report.analysis.graph }

    var text: String {
        let matrices = MatrixText(analysis: analysis, style: style)
        var text = head()
        text += section("Who can touch what", matrices.access())
        text += section("Who can get information to whom", matrices.flow())
        text += section("Secrets", secrets())
        text += section("What reaches the holders of secrets", ways())
        text += section("What the policy relies on", reliance())
        text += section("What falls when one is taken over", blast())
        text += section("What the traces show", traced())
        text += section(
            "Findings", FindingText(sources: report.sources, style: style).text(analysis.findings))
        return text + "\n" + report.verdict(style) + "\n"
    }

    private func section(_ title: String, _ body: String) -> String {
        body.isEmpty ? "" : "\n" + style.bold(title) + "\n" + body
    }

    private func head() -> String {
        let system = analysis.system
        var parts = [
            counted(system.protectionDomains.count, "protection domain"),
            counted(system.memoryRegions.count, "region"), counted(system.channels.count, "channel"),
        ]
        let machines = system.protectionDomains.count { $0.virtualMachine != nil }
        if machines > 0 { parts.append(counted(machines, "virtual machine")) }
        if !system.ioAddressSpaces.isEmpty {
            parts.append(counted(system.ioAddressSpaces.count, "device"))
        }
        return style.bold(system.file.printable) + "  " + parts.joined(separator: ", ") + "\n"
    }

    // MARK: Secrets

    /// Regions of key material, the most harmful first.
    var secretRegions: [Int] {
        guard let view = analysis.view else { return [] }
        return analysis.matrix.regions.filter { (view.level($0) ?? .public) >= .secret }
            .sorted { (view.level($0) ?? .public, $1) > (view.level($1) ?? .public, $0) }
    }

    /// Who has to do with a secret region, by positions of nodes.
    struct SecretFacts {
        /// Who may write it.
        var writers: [Int]
        /// Who may read it, and not write it.
        var readers: [Int]
        /// Whom its contents can come to, up to declassifiers.
        var learners: [Int]
        /// Who can have a say in its contents, up to endorsers.
        var influencers: [Int]
    }

    func facts(ofSecret region: Int) -> SecretFacts {
        let writers = users(region, .write)
        let known = FlowReach(graph, from: [region], strength: strength) { node, edge in
            !(analysis.view?.isDeclassified(edge) ?? false)
        }
        let influence = FlowReach(graph, from: [region], strength: strength, direction: .backward) {
            _, edge in !(analysis.view?.isEndorsed(edge) ?? false)
        }
        func named(_ nodes: [Int]) -> [Int] { nodes.filter { graph.nodes[$0].isNamedSubject }.sorted() }
        return SecretFacts(
            writers: writers, readers: users(region, .read).filter { !writers.contains($0) },
            learners: named(known.order), influencers: named(influence.order))
    }

    private func secrets() -> String {
        secretRegions.map { region in
            let facts = facts(ofSecret: region)
            let name = graph.name(at: region).printable
            var text = "  \(style.yellow(name)) is \(analysis.view?.level(region)?.rawValue ?? "")"
            text += graph.location(of: graph.nodes[region]).map { style.dim("  \($0)") } ?? ""
            text += "\n"
            text += "    written by \(names(facts.writers)), read by \(names(facts.readers))".wrapped(
                style.width, indent: 6)
            text += "\n"
            for (verb, all) in [("learnt", facts.learners), ("influenced", facts.influencers)] {
                text += "    \(verb) by \(names(all))\(all.count > 1 ? " and no other" : "")\n".wrapped(
                    style.width, indent: 6)
            }
            return text
        }.joined()
    }

    private var strength: FlowStrength { analysis.view?.strength ?? .data }

    private func users(_ region: Int, _ right: FlowEdge.Kind) -> [Int] {
        let edges = right == .write ? graph.incoming[region] : graph.outgoing[region]
        let found = edges.map { graph.edges[$0] }.filter { $0.kind == right }.map {
            right == .write ? $0.from : $0.to
        }
        return Array(Set(found)).sorted()
    }

    private func names(_ nodes: [Int]) -> String {
        guard !nodes.isEmpty else { return "nobody" }
        let names = nodes.map { graph.name(at: $0).printable }
        return names.joined(separator: ", ") + (names.count == 1 ? " alone" : "")
    }

    // MARK: Ways to the holders

    private static let mostWays = 2

    /// The level of whom a way begins with.
    private func level(_ path: [Int]) -> Int {
        path.first.flatMap { analysis.view?.level(graph.edges[$0].from) }?.rawRank ?? 0
    }

    private func ways() -> String {
        let secret = Set(secretRegions)
        let makers = Set(secretRegions.flatMap { users($0, .write) })
        var holders: [Int] = []
        for region in secretRegions {
            for holder in users(region, .read) where !holders.contains(holder) { holders.append(holder) }
        }
        return holders.map { holder in
            // Those who write the secret have it anyway: the ways that others have are of interest.
            let reach = FlowReach(graph, from: [holder], strength: .data, direction: .backward) {
                node, edge in
                !secret.contains(edge.from) && (node == holder || !makers.contains(node))
            }
            var far: [[Int]] = []
            for node in reach.order.reversed()
            where graph.nodes[node].isSubject && node != holder && !makers.contains(node) {
                let path = reach.path(node)
                guard !far.contains(where: { $0.suffix(path.count) == path[...] }) else { continue }
                far.append(path)
            }
            far.sort { (level($0), $1.count) < (level($1), $0.count) }
            let shown = far.prefix(Self.mostWays).map { way($0) }.joined()
            let rest = far.count - Self.mostWays
            return shown
                + (rest > 0
                    ? "  "
                        + style.dim("and \(counted(rest, "way")) more to \(graph.name(at: holder).printable)")
                        + "\n" : "")
        }.joined()
    }

    /// The chain of names, then a line per step.
    func way(_ path: [Int]) -> String {
        guard let first = path.first else { return "" }
        var names = [graph.name(at: graph.edges[first].from).printable]
        for place in path { names.append(graph.name(at: graph.edges[place].to).printable) }
        var text =
            style.cyan("  " + names.joined(separator: " → ").wrapped(style.width - 2, indent: 4)) + "\n"
        for place in path {
            let edge = graph.edges[place]
            text += "    " + graph.words(edge).printable
            if let location = edge.location { text += style.dim("  \(location.description.printable)") }
            text += "\n"
        }
        return text
    }

    // MARK: Trust, damage, traces

    private func reliance() -> String {
        guard let view = analysis.view else { return "" }
        var lines: [String] = []
        for one in view.policy.declassifiers {
            let level = one.level == .public ? "" : " (to \(one.level.rawValue))"
            lines.append("declassifier \(domain(one.domain))\(level): \(one.reason)")
        }
        for one in view.policy.endorsers { lines.append("endorser \(domain(one.domain)): \(one.reason)") }
        for one in view.policy.assumptions { lines.append("no DMA by \(domain(one.domain)): \(one.reason)") }
        return lines.map { "  " + $0.printable.wrapped(style.width - 2, indent: 6) + "\n" }.joined()
    }

    private func domain(_ place: Int) -> String { analysis.system.protectionDomains[place].name }

    private func blast() -> String {
        let subjects = analysis.blast
        let most = 24
        let width = min(24, subjects.map { graph.name(at: $0.subject).printable.count }.max() ?? 0)
        var text =
            "  " + style.dim("".fitted(width) + "  controls  reads  writes  influences  secrets")
            + "\n"
        let secret = Set(secretRegions)
        let ranked =
            subjects.count <= most
            ? subjects
            : Array(
                subjects.sorted { ($0.influenced.count, $1.subject) > ($1.influenced.count, $0.subject) }
                    .prefix(most))
        for one in ranked {
            let learnt = one.learnable.filter(secret.contains).map { graph.name(at: $0).printable }
            let room = max(9, style.width - width - 41)
            text += "  " + graph.name(at: one.subject).printable.fitted(width)
            text +=
                right(one.controlled.count, 10) + right(one.readable.count, 7) + right(one.writable.count, 8)
            text += right(one.influenced.count, 12) + "  "
            text += learnt.isEmpty ? style.dim("–") : style.yellow(Self.shortened(learnt, to: room))
            text += "\n"
        }
        if subjects.count > most {
            text += "  " + style.dim("the \(most) that influence most, of \(subjects.count)") + "\n"
        }
        return text
    }

    /// As many of `names` as have room, and how many more there are.
    private static func shortened(_ names: [String], to room: Int) -> String {
        let all = names.joined(separator: ", ")
        guard all.count > room else { return all }
        guard names[0].count + 11 <= room else { return counted(names.count, "secret") }
        var shown = names[0]
        var count = 1
        while count < names.count, shown.count + names[count].count + 10 <= room {
            shown += ", " + names[count]
            count += 1
        }
        return "\(shown) and \(names.count - count) more"
    }

    private func right(_ number: Int, _ width: Int) -> String {
        let text = number == 0 ? "–" : String(number)
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private func traced() -> String {
        guard let taint = analysis.taint, analysis.use != nil else { return "" }
        let regions = secretRegions
        guard !regions.isEmpty else { return "" }
        return regions.map { region in
            guard case .region(let place) = graph.nodes[region] else { return "" }
            let known = taint.indices.filter { taint[$0].contains(place) }
            let names = known.map { domain($0).printable }.joined(separator: ", ")
            var text = "  what stood in \(graph.name(at: region).printable) came "
            text += known.isEmpty ? "to nobody" : "to \(names)"
            if let view = analysis.view, known.contains(where: { view.declassifiers[$0] != nil }) {
                text += ", and further only as declassified"
            }
            return text.wrapped(style.width, indent: 4) + "\n"
        }.joined()
    }
}
