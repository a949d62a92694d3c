internal import KernelTrace
internal import SystemDescription
internal import SystemPolicy

extension FlowReport {
    /// The report as one JSON object in one line with a line feed; `docs/flow-analysis.md` has the keys.
    public var json: String {
        var json = JSONText()
        json.object { json in
            json.string("kms-analysis 1", key: "format")
            json.string(analysis.system.file, key: "file")
            if let view = analysis.view {
                json.string(view.policy.file, key: "policy")
                json.flag(analysis.holds, key: "holds")
            }
            if let query {
                write(query, &json)
            } else if let difference, let other {
                write(difference, other, &json)
            } else {
                writeNodes(&json)
                writeMatrix(&json)
                writeFlows(&json)
                writeEdges(&json)
                writeBlast(&json)
                writeTaint(&json)
            }
            json.array(key: "findings") { json in
                for finding in analysis.findings { write(finding, sources, &json) }
            }
        }
        return String(decoding: json.bytes, as: UTF8.self) + "\n"
    }

    private var graph: FlowGraph { analysis.graph }

    private func writeNodes(_ json: inout JSONText) {
        json.array(key: "subjects") { json in
            for node in graph.nodes.indices where graph.nodes[node].isSubject {
                json.object { json in
                    json.string(graph.name(at: node), key: "name")
                    json.string(Self.kind(graph.nodes[node]), key: "kind")
                    writeLevel(node, &json)
                    write(graph.location(of: graph.nodes[node]), &json)
                }
            }
        }
        json.array(key: "regions") { json in
            for node in analysis.matrix.regions {
                json.object { json in
                    json.string(graph.name(at: node), key: "name")
                    writeLevel(node, &json)
                    write(graph.location(of: graph.nodes[node]), &json)
                }
            }
        }
    }

    private func writeLevel(_ node: Int, _ json: inout JSONText) {
        if let level = analysis.view?.level(node) { json.string(level.rawValue, key: "level") }
    }

    static func kind(_ node: FlowNode) -> String {
        switch node {
        case .domain: "domain"
        case .machine: "machine"
        case .device: "device"
        case .hardware: "hardware"
        case .firmware: "firmware"
        case .memory: "memory"
        case .region: "region"
        }
    }

    private func writeMatrix(_ json: inout JSONText) {
        json.array(key: "matrix") { json in
            for (row, subject) in analysis.matrix.subjects.enumerated() {
                for (region, access) in analysis.matrix.row(row).sorted(by: { $0.key < $1.key }) {
                    json.object { json in
                        json.string(graph.name(at: subject), key: "subject")
                        json.string(graph.name(at: region), key: "region")
                        json.string(access.direct.letters, key: "direct")
                        guard !access.indirect.isEmpty else { return }
                        json.string(access.indirect.letters, key: "indirect")
                        write(access.route, graph, key: "route", &json)
                    }
                }
            }
        }
    }

    private func writeFlows(_ json: inout JSONText) {
        json.array(key: "flows") { json in
            for from in analysis.matrix.subjects {
                for to in analysis.matrix.subjects where from != to {
                    guard let strength = analysis.closure.strongest(from, to) else { continue }
                    json.object { json in
                        json.string(graph.name(at: from), key: "from")
                        json.string(graph.name(at: to), key: "to")
                        json.string(strength.name, key: "strength")
                    }
                }
            }
        }
    }

    private func writeEdges(_ json: inout JSONText) {
        json.array(key: "edges") { json in
            for edge in graph.edges where edge.kind != .scheduler { write(edge, graph, &json) }
        }
    }

    private func write(_ edge: FlowEdge, _ graph: FlowGraph, _ json: inout JSONText) {
        json.object { json in
            json.string(graph.name(at: edge.from), key: "from")
            json.string(graph.name(at: edge.to), key: "to")
            json.string(edge.kind.rawValue, key: "kind")
            json.string(edge.kind.strength.name, key: "strength")
            json.string(graph.words(edge), key: "text")
            write(edge.location, &json)
        }
    }

    private func write(_ path: [Int], _ graph: FlowGraph, key: String, _ json: inout JSONText) {
        json.array(key: key) { json in
            for place in path { write(graph.edges[place], graph, &json) }
        }
    }

    private func write(_ location: SourceLocation?, _ json: inout JSONText) {
        guard let location else { return }
        json.object(key: "location") { json in
            json.string(location.file, key: "file")
            json.number(location.row, key: "row")
            json.number(location.column, key: "column")
        }
    }

    private func writeBlast(_ json: inout JSONText) {
        func names(_ nodes: [Int], _ key: String, _ json: inout JSONText) {
            json.array(key: key) { json in for node in nodes { json.string(graph.name(at: node)) } }
        }
        json.array(key: "blast") { json in
            for one in analysis.blast {
                json.object { json in
                    json.string(graph.name(at: one.subject), key: "subject")
                    names(one.controlled, "controls", &json)
                    names(one.readable, "reads", &json)
                    names(one.writable, "writes", &json)
                    names(one.influenced, "influences", &json)
                    names(one.learnable, "learns", &json)
                }
            }
        }
    }

    private func writeTaint(_ json: inout JSONText) {
        guard let taint = analysis.taint else { return }
        json.array(key: "taint") { json in
            for (domain, regions) in taint.enumerated() {
                json.object { json in
                    json.string(analysis.system.protectionDomains[domain].name, key: "domain")
                    json.array(key: "regions") { json in
                        for region in regions.sorted() {
                            json.string(analysis.system.memoryRegions[region].name)
                        }
                    }
                }
            }
        }
    }

    private func write(_ finding: FlowFinding, _ sources: SourceText, _ json: inout JSONText) {
        json.object { json in
            json.string(finding.severity.rawValue, key: "severity")
            json.string(finding.rule, key: "rule")
            json.string(finding.message, key: "message")
            write(finding.location, &json)
            json.array(key: "places") { json in
                for place in finding.places {
                    json.object { json in
                        json.string(place.text, key: "text")
                        json.flag(place.isMain, key: "main")
                        write(place.location, &json)
                        guard let location = place.location, let excerpt = sources.excerpt(location) else {
                            return
                        }
                        json.string(excerpt.line, key: "line")
                        json.number(excerpt.indent, key: "indent")
                        json.number(excerpt.count, key: "count")
                    }
                }
            }
            if !finding.notes.isEmpty {
                json.array(key: "notes") { json in for note in finding.notes { json.string(note) } }
            }
            if let hint = finding.hint { json.string(hint, key: "hint") }
        }
    }

    private func write(_ query: FlowQuery, _ json: inout JSONText) {
        json.object(key: "query") { json in
            if let from = query.from { json.string(graph.name(at: from), key: "from") }
            if let to = query.to { json.string(graph.name(at: to), key: "to") }
            json.array(key: "answers") { json in
                for answer in query.answers {
                    json.object { json in
                        json.string(graph.name(at: answer.node), key: "node")
                        json.string(Self.kind(graph.nodes[answer.node]), key: "kind")
                        json.string(answer.strength.name, key: "strength")
                        write(answer.path, graph, key: "path", &json)
                    }
                }
            }
            if let cut = query.cut { write(cut, graph, key: "cut", &json) }
        }
    }

    private func write(_ difference: FlowDifference, _ other: SystemAnalysis, _ json: inout JSONText) {
        json.object(key: "difference") { json in
            json.string(other.system.file, key: "other")
            json.array(key: "added") { json in for name in difference.added { json.string(name) } }
            json.array(key: "removed") { json in for name in difference.removed { json.string(name) } }
            json.array(key: "rights") { json in
                for right in difference.rights {
                    json.object { json in
                        json.string(right.subject, key: "subject")
                        json.string(right.region, key: "region")
                        json.string(right.before, key: "before")
                        json.string(right.after, key: "after")
                        json.flag(right.isGain, key: "gain")
                        write(right.path, right.isGain ? other.graph : graph, key: "path", &json)
                    }
                }
            }
            json.array(key: "flows") { json in
                for flow in difference.flows {
                    json.object { json in
                        json.string(flow.from, key: "from")
                        json.string(flow.to, key: "to")
                        if let before = flow.before { json.string(before.name, key: "before") }
                        if let after = flow.after { json.string(after.name, key: "after") }
                        json.flag(flow.isGain, key: "gain")
                        write(flow.path, flow.isGain ? other.graph : graph, key: "path", &json)
                    }
                }
            }
            json.array(key: "violations") { json in
                for place in difference.newViolations {
                    write(other.findings[place], otherSources ?? sources, &json)
                }
            }
        }
    }
}
