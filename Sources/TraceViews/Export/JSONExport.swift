internal import KernelTrace

/// A trace as one JSON document, one event a line.
struct JSONExport {
    /// Raised when a reader of the document would have to change.
    private static let version = 1
    private let trace: Trace
    private let filter: EventFilter?

    init(_ trace: Trace, _ filter: EventFilter?) {
        self.trace = trace
        self.filter = filter
    }

    func write(to sink: inout ExportSink) {
        // The head is an object; the events go between it and its last bracket.
        sink.add(head.bytes.dropLast())
        sink.add(",\n\"events\":[")
        var separator = "\n"
        for (place, event) in trace.events.enumerated() {
            let step = TraceEvent.Step(place + 1)
            guard filter?.accepts(event, at: step) ?? true, let line = trace.expandedJSON(of: step) else {
                continue
            }
            sink.add(separator)
            sink.add(line)
            separator = ",\n"
        }
        sink.add("\n]}\n")
    }

    private var head: JSONText {
        let header = trace.header
        var json = JSONText()
        json.object {
            $0.number(Self.version, key: "kms_export")
            $0.string(header.description.name, key: "file")
            $0.string(header.profile, key: "profile")
            if let seed = header.seed { $0.string(String(seed), key: "seed") } else { $0.null(key: "seed") }
            $0.string(header.scheduling, key: "scheduling")
            $0.number(trace.lastStep, key: "steps")
            $0.flag(trace.isComplete, key: "complete")
            $0.array(key: "notes") { for note in trace.notes { $0.string(note) } }
            $0.array(key: "domains") { for domain in header.domains { $0.domain(domain, header) } }
            $0.array(key: "regions") {
                for region in header.regions {
                    $0.object {
                        $0.string(region.name, key: "name")
                        $0.number(region.byteCount, key: "bytes")
                        $0.flag(region.isKept, key: "public")
                    }
                }
            }
            $0.array(key: "channels") { for channel in header.channels { $0.channel(channel, trace) } }
            $0.array(key: "devices") { for device in header.devices { $0.string(device) } }
        }
        return json
    }
}

extension JSONText {
    fileprivate mutating func domain(_ domain: TraceHeader.Domain, _ header: TraceHeader) {
        object {
            $0.string(domain.name, key: "name")
            $0.number(domain.priority, key: "priority")
            $0.number(domain.core, key: "core")
            $0.flag(domain.passive, key: "passive")
            if let parent = domain.parent, header.domains.indices.contains(parent) {
                $0.string(header.domains[parent].name, key: "parent")
            } else {
                $0.null(key: "parent")
            }
        }
    }

    fileprivate mutating func channel(_ channel: TraceHeader.Channel, _ trace: Trace) {
        array {
            for (domain, id) in zip(channel.domains, channel.ids) {
                $0.object {
                    $0.string(trace.domainName(Int16(domain)), key: "domain")
                    $0.number(id, key: "id")
                }
            }
        }
    }
}
