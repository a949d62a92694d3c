internal import KernelTrace
internal import SystemDescription

/// A description as a Graphviz graph, and what a run used of it: domains, regions, maps and channels.
///
/// What was used is black, with how often; what the description grants and the run never used is grey and dashed:
/// the first candidates for being taken away.
struct DOTExport {
    private let trace: Trace
    private let system: CheckedSystem
    private let use: SystemUse

    init(_ trace: Trace, _ system: CheckedSystem) {
        self.trace = trace
        self.system = system
        use = SystemUse(trace)
    }

    func write(to sink: inout ExportSink) {
        sink.line("digraph system {")
        sink.line("  label=\(quoted(system.file)); labelloc=t; rankdir=LR; fontname=\"sans-serif\"")
        sink.line("  node [fontname=\"sans-serif\"]; edge [fontname=\"sans-serif\", fontsize=10]")
        for (place, domain) in system.protectionDomains.enumerated() { node(place, domain, &sink) }
        for (place, region) in system.memoryRegions.enumerated() {
            let label = "\(region.name)\n\(byteText(region.byteCount))"
            let isUsed = use.isTouched(region: place)
            sink.line("  r\(place) [shape=box, label=\(quoted(label))\(isUsed ? "" : unused)]")
        }
        for (place, domain) in system.protectionDomains.enumerated() {
            for map in domain.maps { edge(place, map, &sink) }
            if let parent = domain.parent {
                sink.line("  d\(parent) -> d\(place) [arrowhead=odot, label=\"parent of\"]")
            }
        }
        for channel in system.channels { edges(channel, &sink) }
        sink.line("}")
    }

    private let unused = ", style=dashed, color=gray60, fontcolor=gray60"

    private func node(_ place: Int, _ domain: CheckedSystem.ProtectionDomain, _ sink: inout ExportSink) {
        let label = "\(domain.name)\npriority \(domain.priority)\(domain.passive ? ", passive" : "")"
        let entries = use.entries(domain: place)
        let look = use.hasFaulted(domain: place) ? ", color=red" : entries == 0 ? unused : ""
        let text = "\(label)\n\(entries == 1 ? "1 entry" : "\(entries) entries")"
        sink.line("  d\(place) [shape=ellipse, label=\(quoted(text))\(look)]")
    }

    /// Data flows from writers to regions and from regions to readers; each right is an arrow of its own.
    private func edge(_ domain: Int, _ map: CheckedSystem.Map, _ sink: inout ExportSink) {
        if map.permissions.contains(.write) {
            let count = use.writes(domain: domain, region: map.region)
            sink.line(
                "  d\(domain) -> r\(map.region) [label=\(quoted(times("w", count)))\(count == 0 ? unused : "")]"
            )
        }
        if map.permissions.contains(.read) {
            let count = use.reads(domain: domain, region: map.region)
            sink.line(
                "  r\(map.region) -> d\(domain) [label=\(quoted(times("r", count)))\(count == 0 ? unused : "")]"
            )
        }
        if map.permissions.contains(.execute) {
            sink.line("  r\(map.region) -> d\(domain) [label=\"x\", arrowhead=empty]")
        }
    }

    /// One arrow for each right that an end has.
    private func edges(_ channel: CheckedSystem.Channel, _ sink: inout ExportSink) {
        for (here, there) in [(channel.a, channel.b), (channel.b, channel.a)] {
            if here.mayNotify {
                let count = use.signals(from: here.domain, channel: here.id)
                arrow(here, there, times("notify \(here.id)", count), "color=blue3", count, &sink)
            }
            if here.mayCall {
                let count = use.calls(from: here.domain, channel: here.id)
                arrow(here, there, times("call \(here.id)", count), "color=purple3", count, &sink)
            }
        }
    }

    private func arrow(
        _ here: CheckedSystem.End, _ there: CheckedSystem.End, _ label: String, _ look: String, _ count: Int,
        _ sink: inout ExportSink
    ) {
        let look = count == 0 ? unused : ", " + look
        sink.line("  d\(here.domain) -> d\(there.domain) [label=\(quoted(label)), constraint=false\(look)]")
    }

    private func times(_ what: String, _ count: Int) -> String { count == 0 ? what : "\(what) ×\(count)" }

    /// A string of the DOT language, where only the quote needs care; a line feed is `\n`.
    private func quoted(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            printable(String(line)).map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
        }
        return "\"\(lines.joined(separator: "\\n"))\""
    }
}
