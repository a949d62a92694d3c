internal import SystemPolicy

/// Subjects on the left, regions on the right, rights as lines between, channels as arcs: drawn as it is, no script.
struct PictureSVG {
    private let report: FlowReport
    private let left: [Int]
    private let right: [Int]
    private var ys: [Int: Int] = [:]
    private static let row = 34
    private static let most = 80
    private static let leftX = 330
    private static let rightX = 640

    init(_ report: FlowReport) {
        self.report = report
        let graph = report.analysis.graph
        let subjects = graph.nodes.indices.filter { graph.nodes[$0].isSubject }
        left = subjects
        var order: [Int: Int] = [:]
        for (place, node) in subjects.enumerated() { order[node] = place }
        // A region stands as high as those who touch it do on average: fewer lines cross.
        func height(_ region: Int) -> Double {
            let users =
                graph.outgoing[region].compactMap { order[graph.edges[$0].to] }
                + graph.incoming[region].compactMap { order[graph.edges[$0].from] }
            return users.isEmpty ? 0 : Double(users.reduce(0, +)) / Double(users.count)
        }
        right = report.analysis.matrix.regions.map { ($0, height($0)) }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
        let rows = max(left.count, right.count)
        for (place, node) in left.enumerated() { ys[node] = Self.y(place, of: left.count, rows) }
        for (place, node) in right.enumerated() { ys[node] = Self.y(place, of: right.count, rows) }
    }

    private static func y(_ place: Int, of count: Int, _ rows: Int) -> Int {
        20 + (2 * place + 1) * rows * row / (2 * max(count, 1))
    }

    /// The picture; empty when there is too much to see anything.
    var text: String {
        guard left.count <= Self.most, right.count <= Self.most, !left.isEmpty else { return "" }
        let graph = report.analysis.graph
        let marked = report.markedEdges
        let height = max(left.count, right.count) * Self.row + 40
        var text =
            "<div class=\"scroll\"><svg viewBox=\"0 0 960 \(height)\" width=\"960\" height=\"\(height)\" "
        text +=
            "role=\"img\" aria-label=\"Subjects on the left, regions on the right, rights between them\">\n"
        text += "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" "
        text += "markerUnits=\"userSpaceOnUse\" refX=\"7\" refY=\"4\" markerWidth=\"7\" "
        text +=
            "markerHeight=\"7\" orient=\"auto-start-reverse\"><path d=\"M0 0L8 4L0 8z\" class=\"tip\"/></marker></defs>\n"
        for (place, edge) in graph.edges.enumerated()
        where FlowReport.isDrawn(edge) || marked.contains(place) {
            text += line(edge, isMarked: marked.contains(place))
        }
        for node in left { text += box(node, x: 20, width: Self.leftX - 20) }
        for node in right { text += box(node, x: Self.rightX, width: 300) }
        return text
            + "</svg></div>\n<p class=\"key\">solid: memory; dashed: notifications; thick: calls and authority; "
            + "red: breaks the policy</p>\n"
    }

    private func line(_ edge: FlowEdge, isMarked: Bool) -> String {
        let graph = report.analysis.graph
        guard let from = ys[edge.from], let to = ys[edge.to] else { return "" }
        let isRegion = { (node: Int) in !graph.nodes[node].isSubject }
        let path: String
        switch (isRegion(edge.from), isRegion(edge.to)) {
        case (false, true): path = "M\(Self.leftX) \(from)L\(Self.rightX) \(to)"
        case (true, false): path = "M\(Self.rightX) \(from)L\(Self.leftX) \(to)"
        case (false, false):
            let bend = Self.leftX + 20 + min(180, abs(from - to) / 2)
            path = "M\(Self.leftX) \(from)C\(bend) \(from) \(bend) \(to) \(Self.leftX) \(to)"
        case (true, true):
            path = "M940 \(from)C955 \(from) 955 \(to) 940 \(to)"
        }
        let kind =
            switch edge.kind {
            case .signal, .schedulingContext: "signal"
            case .read, .write, .execute: edge.kind.rawValue
            default: "strong"
            }
        return "<path d=\"\(path)\" class=\"edge \(kind)\(isMarked ? " marked" : "")\" "
            + "marker-end=\"url(#tip)\"><title>\(FlowReport.escaped(graph.words(edge)))</title></path>\n"
    }

    private func box(_ node: Int, x: Int, width: Int) -> String {
        let graph = report.analysis.graph
        let y = ys[node] ?? 0
        let level = report.analysis.view?.level(node)
        let name = graph.name(at: node).printable
        let shown = name.count > 34 ? name.prefix(33) + "…" : name
        return "<g><title>\(FlowReport.escaped(name))\(level.map { ", \($0.rawValue)" } ?? "")</title>"
            + "<rect x=\"\(x)\" y=\"\(y - 12)\" width=\"\(width)\" height=\"24\" rx=\"\(graph.nodes[node].isSubject ? 4 : 12)\" "
            + "class=\"node \(level?.rawValue ?? "none")\"/>"
            + "<text x=\"\(x + 10)\" y=\"\(y + 4)\">\(FlowReport.escaped(shown))</text></g>\n"
    }
}
