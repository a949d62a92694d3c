internal import SystemDescription
internal import SystemPolicy

/// The access matrix and the flow matrix as text: subjects are numbered, so that they fit beside each other.
struct MatrixText {
    let analysis: SystemAnalysis
    let style: TextStyle
    private static let cell = 5
    private static let mostRows = 120

    private var graph: FlowGraph { analysis.graph }
    private var subjects: [Int] { analysis.matrix.subjects }

    /// Regions by subjects, in blocks as wide as the page, with what stands behind the stars.
    func access() -> String {
        let regions = shownRegions
        guard !regions.isEmpty else { return "" }
        let names = min(max(regions.map { graph.name(at: $0).printable.count }.max() ?? 0, 8), 28)
        let labels = analysis.view == nil ? 0 : 8
        let perBlock = max(1, (style.width - 2 - names - labels) / Self.cell)
        var text = "  " + style.dim("r read  w write  x execute  * around its own maps, see below") + "\n"
        for first in stride(from: 0, to: subjects.count, by: perBlock) {
            let block = first..<min(first + perBlock, subjects.count)
            text += "  " + String(repeating: " ", count: names + labels)
            text += block.map { style.bold(right(String($0 + 1))) }.joined() + "\n"
            for region in regions {
                let level =
                    labels == 0
                    ? "" : " " + (analysis.view?.level(region)?.rawValue ?? "-").fitted(labels - 1)
                text += "  " + graph.name(at: region).printable.fitted(names) + coloured(level)
                text += block.map { cell(analysis.matrix.access(subjects[$0], region)) }.joined() + "\n"
            }
        }
        if regions.count < analysis.matrix.regions.count {
            text +=
                "  "
                + style.dim(
                    "and \(counted(analysis.matrix.regions.count - regions.count, "region")) that nobody shares"
                ) + "\n"
        }
        return text + legend() + routes()
    }

    /// All regions, or those that matter when there are many.
    private var shownRegions: [Int] {
        let all = analysis.matrix.regions
        guard all.count > Self.mostRows else { return all }
        var users: [Int: Int] = [:]
        for row in subjects.indices {
            for region in analysis.matrix.row(row).keys { users[region, default: 0] += 1 }
        }
        return Array(
            all.filter { (users[$0] ?? 0) > 1 || (analysis.view?.level($0) ?? .public) > .public }
                .prefix(Self.mostRows))
    }

    private func right(_ text: String) -> String {
        String(repeating: " ", count: max(0, Self.cell - 1 - text.count)) + text + " "
    }

    private func cell(_ access: AccessMatrix.Access) -> String {
        guard !access.all.isEmpty else { return style.dim("   · ") }
        let letters = access.all.letters
        let text = right(letters)
        guard access.indirect.isEmpty else { return style.red(String(text.dropLast()) + "*") }
        return letters == "r" ? text : style.cyan(text)
    }

    private func coloured(_ level: String) -> String {
        level.contains("secret") || level.contains("root") ? style.yellow(level) : style.dim(level)
    }

    /// `1 key_generator  2 …` in columns.
    private func legend() -> String {
        let names = subjects.enumerated().map { place, node in
            "\(place + 1) \(graph.name(at: node).printable)" + kind(node)
        }
        let width = min((names.map(\.count).max() ?? 0) + 2, style.width - 2)
        let perLine = max(1, (style.width - 2) / width)
        var text = ""
        for first in stride(from: 0, to: names.count, by: perLine) {
            let line = names[first..<min(first + perLine, names.count)].map { $0.fitted(width) }.joined()
            text += "  " + style.dim(line.trimmingBlanks) + "\n"
        }
        return text
    }

    private func kind(_ node: Int) -> String {
        switch graph.nodes[node] {
        case .machine: " (virtual machine)"
        case .device: " (device)"
        default: ""
        }
    }

    /// What stands behind the stars: one line per subject and way, with the regions it opens.
    private func routes() -> String {
        struct Way: Hashable {
            var row: Int
            var steps: [Int]
        }
        var ways: [Way: [Int]] = [:]
        for row in subjects.indices {
            for (region, access) in analysis.matrix.row(row) where !access.indirect.isEmpty {
                ways[Way(row: row, steps: access.route.dropLast()), default: []].append(region)
            }
        }
        var lines: [String] = []
        for (way, regions) in ways.sorted(by: {
            ($0.key.row, $0.key.steps.count) < ($1.key.row, $1.key.steps.count)
        }) {
            let names = regions.sorted().map { graph.name(at: $0).printable }
            let shown =
                names.prefix(4).joined(separator: ", ")
                + (names.count > 4 ? " and \(names.count - 4) more" : "")
            let steps = (way.steps.isEmpty ? [] : way.steps).map { graph.edges[$0] }
            let why =
                steps.isEmpty ? "the same physical memory" : steps.map { words($0) }.joined(separator: "; ")
            lines.append(
                "  * \(graph.name(at: subjects[way.row]).printable) reaches \(shown): \(why)".wrapped(
                    style.width, indent: 4))
        }
        let most = 16
        if lines.count > most { lines = lines.prefix(most) + ["    and \(lines.count - most) more ways"] }
        return lines.map { $0 + "\n" }.joined()
    }

    private func words(_ edge: FlowEdge) -> String {
        graph.words(edge).printable + (edge.location.map { " (\($0.row):\($0.column))" } ?? "")
    }

    /// From whom to whom, by the strongest flow.
    func flow() -> String {
        let most = max(2, (style.width - 26) / 3)
        guard subjects.count > 1 else { return "" }
        var counts = [Int](repeating: 0, count: FlowStrength.allCases.count)
        for from in subjects {
            for to in subjects where from != to {
                if let strength = analysis.closure.strongest(from, to) { counts[Int(strength.rawValue)] += 1 }
            }
        }
        let pairs = subjects.count * (subjects.count - 1)
        var text =
            "  " + style.dim("row to column, near or far: D data  s one bit per signal  t timing only") + "\n"
        if subjects.count <= most {
            text += "  " + String(repeating: " ", count: 24)
            text += subjects.indices.map { style.bold(two(String($0 + 1))) }.joined() + "\n"
            for from in subjects {
                text += "  " + graph.name(at: from).printable.fitted(24)
                text += subjects.map { flowCell(from, $0) }.joined() + "\n"
            }
        }
        let summary =
            "  \(counts[0]) of \(counted(pairs, "pair")) by data, \(counts[1]) more by signals, "
            + "\(counts[2]) more by timing"
        return text + summary + "\n"
    }

    private func two(_ text: String) -> String {
        String(repeating: " ", count: max(0, 3 - text.count)) + text
    }

    private func flowCell(_ from: Int, _ to: Int) -> String {
        guard from != to else { return style.dim("  ─") }
        switch analysis.closure.strongest(from, to) {
        case .data: return style.cyan("  D")
        case .signals: return "  s"
        case .timing: return style.dim("  t")
        case nil: return style.dim("  ·")
        }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
