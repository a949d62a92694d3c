internal import SystemDescription
internal import SystemPolicy

/// Subjects on the left, regions on the right, rights as lines between.
///
/// What goes from subject to subject is an arc beside them. Drawn as it is, no script.
struct PictureSVG {
    private let graph: FlowGraph
    private let view: PolicyView?
    private let left: [Int]
    private let right: [Int]
    private var heights: [Int: Int] = [:]
    private let links: [Link]
    private static let row = 34
    private static let most = 80
    /// From the arcs' room on: subjects, lines, regions.
    private static let (leftX, leftEnd, rightX, rightEnd) = (130, 380, 690, 950)

    /// All that goes between two nodes by the same kind of line.
    private struct Link {
        var from: Int
        var to: Int
        var kind: String
        var isBothWays = false
        var isMarked: Bool
        var words: [String]
    }

    /// Draws the graph of `analysis`, with the edges at `marked` in red.
    init(_ analysis: SystemAnalysis, marked: Set<Int>) {
        graph = analysis.graph
        view = analysis.view
        let graph = graph
        left = graph.nodes.indices.filter { graph.nodes[$0].isSubject }
        var order: [Int: Int] = [:]
        for (place, node) in left.enumerated() { order[node] = place }
        // A region stands as high as those who touch it do on average: fewer lines cross.
        func height(_ region: Int) -> Double {
            let users =
                graph.outgoing[region].compactMap { order[graph.edges[$0].to] }
                + graph.incoming[region].compactMap { order[graph.edges[$0].from] }
            return users.isEmpty ? 0 : Double(users.reduce(0, +)) / Double(users.count)
        }
        right = graph.nodes.indices.filter { !graph.nodes[$0].isSubject }.map { ($0, height($0)) }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
        let rows = max(left.count, right.count)
        for (place, node) in left.enumerated() { heights[node] = Self.y(place, of: left.count, rows) }
        for (place, node) in right.enumerated() { heights[node] = Self.y(place, of: right.count, rows) }
        links = Self.links(graph, marked)
    }

    private static func y(_ place: Int, of count: Int, _ rows: Int) -> Int {
        20 + (2 * place + 1) * rows * row / (2 * max(count, 1))
    }

    /// Edges that lie on each other become one line; who can write can read, so that a reader's line says more.
    private static func links(_ graph: FlowGraph, _ marked: Set<Int>) -> [Link] {
        struct Pair: Hashable {
            var low: Int
            var high: Int
            var kind: String
        }
        var places: [Pair: Int] = [:]
        var links: [Link] = []
        for (place, edge) in graph.edges.enumerated()
        where FlowReport.isDrawn(edge) || marked.contains(place) {
            let isOfMemory = !graph.nodes[edge.from].isSubject || !graph.nodes[edge.to].isSubject
            let kind = isOfMemory ? "memory" : Self.kind(edge)
            let pair = Pair(low: min(edge.from, edge.to), high: max(edge.from, edge.to), kind: kind)
            let isMarked = marked.contains(place)
            guard let known = places[pair] else {
                places[pair] = links.count
                links.append(
                    Link(
                        from: edge.from, to: edge.to, kind: isOfMemory ? Self.kind(edge) : kind,
                        isMarked: isMarked, words: [graph.words(edge)]))
                continue
            }
            links[known].words.append(graph.words(edge))
            links[known].isMarked = links[known].isMarked || isMarked
            if isOfMemory, edge.kind == .write, links[known].kind != "write" {
                (links[known].from, links[known].to, links[known].kind) = (edge.from, edge.to, "write")
            } else if links[known].from != edge.from, !isOfMemory || links[known].kind != "write" {
                links[known].isBothWays = true
            }
        }
        return links
    }

    private static func kind(_ edge: FlowEdge) -> String {
        switch edge.kind {
        case .signal, .schedulingContext, .backChannel, .scheduler, .sharedBlock: "signal"
        case .read, .execute: "read"
        case .write: "write"
        default: "strong"
        }
    }

    /// The picture; empty when there is too much to see anything.
    var html: String {
        guard left.count <= Self.most, right.count <= Self.most, !left.isEmpty else { return "" }
        let height = max(left.count, right.count) * Self.row + 40
        var text =
            "<div class=\"scroll\"><svg viewBox=\"0 0 960 \(height)\" role=\"img\" "
            + "aria-label=\"Subjects on the left, regions on the right, rights between them\">\n"
        for (id, kind) in [("tip", "tip"), ("tip-write", "tip write"), ("tip-marked", "tip marked")] {
            text +=
                "<defs><marker id=\"\(id)\" viewBox=\"0 0 8 8\" markerUnits=\"userSpaceOnUse\" refX=\"7.5\" "
                + "refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto-start-reverse\">"
                + "<path d=\"M0 0.5L8 4L0 7.5z\" class=\"\(kind)\"/></marker></defs>\n"
        }
        let ports = ports
        for place in links.indices.sorted(by: { !links[$0].isMarked && links[$1].isMarked }) {
            text += line(links[place], from: ports[place].from, to: ports[place].to)
        }
        for node in left { text += box(node, x: Self.leftX, end: Self.leftEnd) }
        for node in right { text += box(node, x: Self.rightX, end: Self.rightEnd) }
        return text + "</svg></div>\n<ul class=\"signs\">"
            + "<li>\(Self.sign("write"))may write</li><li>\(Self.sign("read"))may read</li>"
            + "<li>\(Self.sign("signal"))may notify</li><li>\(Self.sign("strong"))calls, authority, hardware</li>"
            + "<li>\(Self.sign("read marked"))what is told of above, or breaks the policy</li></ul>\n"
    }

    private static func sign(_ kind: String) -> String {
        "<svg viewBox=\"0 0 28 10\" aria-hidden=\"true\"><path d=\"M1 5L27 5\" class=\"edge \(kind)\"/></svg>"
    }

    // MARK: Lines

    /// Where lines end: side by side on a box's edge, in the order of what they lead to.
    private var ports: [(from: Int, to: Int)] {
        struct Side: Hashable {
            var node: Int
            var isTowardsOwnKind: Bool
        }
        var users: [Side: [(link: Int, isStart: Bool, other: Int)]] = [:]
        for (place, link) in links.enumerated() {
            let isOwn = graph.nodes[link.from].isSubject == graph.nodes[link.to].isSubject
            let (from, to) = (heights[link.from] ?? 0, heights[link.to] ?? 0)
            users[Side(node: link.from, isTowardsOwnKind: isOwn), default: []].append((place, true, to))
            users[Side(node: link.to, isTowardsOwnKind: isOwn), default: []].append((place, false, from))
        }
        var ports = [(from: Int, to: Int)](repeating: (0, 0), count: links.count)
        for (side, lines) in users {
            let middle = heights[side.node] ?? 0
            let lines = lines.sorted { ($0.other, $0.link) < ($1.other, $1.link) }
            for (rank, line) in lines.enumerated() {
                let y = middle - 10 + (2 * rank + 1) * 20 / (2 * lines.count)
                if line.isStart { ports[line.link].from = y } else { ports[line.link].to = y }
            }
        }
        return ports
    }

    private func line(_ link: Link, from: Int, to: Int) -> String {
        let path: String
        switch (graph.nodes[link.from].isSubject, graph.nodes[link.to].isSubject) {
        case (true, false): path = "M\(Self.leftEnd) \(from)L\(Self.rightX) \(to)"
        case (false, true): path = "M\(Self.rightX) \(from)L\(Self.leftEnd) \(to)"
        case (true, true):
            let bend = Self.leftX - 16 - min(140, abs(from - to) / 2)
            path = "M\(Self.leftX) \(from)C\(bend) \(from) \(bend) \(to) \(Self.leftX) \(to)"
        case (false, false):
            path = "M\(Self.rightEnd) \(from)C960 \(from) 960 \(to) \(Self.rightEnd) \(to)"
        }
        let tip = link.isMarked ? "tip-marked" : link.kind == "write" ? "tip-write" : "tip"
        return "<path d=\"\(path)\" class=\"edge \(link.kind)\(link.isMarked ? " marked" : "")\" "
            + "marker-end=\"url(#\(tip))\"\(link.isBothWays ? " marker-start=\"url(#\(tip))\"" : "")>"
            + "<title>\(Markup.escaped(link.words.joined(separator: "; ")))</title></path>\n"
    }

    private func box(_ node: Int, x: Int, end: Int) -> String {
        let y = heights[node] ?? 0
        let level = view?.level(node)
        let name = graph.name(at: node).printable
        let shown = name.count > 32 ? name.prefix(31) + "…" : name
        return "<g><title>\(Markup.escaped(name))\(level.map { ", \($0.rawValue)" } ?? "")</title>"
            + "<rect x=\"\(x)\" y=\"\(y - 13)\" width=\"\(end - x)\" height=\"26\" "
            + "rx=\"\(graph.nodes[node].isSubject ? 4 : 13)\" class=\"node \(level?.rawValue ?? "none")\"/>"
            + "<text x=\"\(x + 12)\" y=\"\(y + 4)\">\(Markup.escaped(shown))</text></g>\n"
    }
}
