internal import KernelTrace

/// A trace as a log for ShiViz: two lines per event, its words, then its host and vector clock.
///
/// ShiViz's default expression `(?<event>.*)\n(?<host>\S*) (?<clock>{.*})` reads it.
struct ShiVizExport {
    private let trace: Trace
    private let words: EventWords
    private let hosts: [String]

    init(_ trace: Trace) {
        self.trace = trace
        words = EventWords(trace, glyphs: .unicode)
        hosts = Self.hosts(trace.header)
    }

    /// Names without blanks and quotes, each one once; the kernel's is last.
    private static func hosts(_ header: TraceHeader) -> [String] {
        var names: [String] = []
        for name in header.domainNames + ["kernel"] {
            var plain = String(
                printable(name).map { $0.isWhitespace || $0 == "\"" || $0 == "\\" ? "_" : $0 })
            if plain.isEmpty { plain = "_" }
            while names.contains(plain) { plain += "_" }
            names.append(plain)
        }
        return names
    }

    func write(to sink: inout ExportSink) {
        var clocks = VectorClocks(trace)
        for step in 1..<(trace.lastStep + 1) {
            guard let clock = clocks.advance(to: step), let event = trace[step] else { continue }
            let entries = zip(hosts, clock).compactMap { $1 == 0 ? nil : "\"\($0)\":\($1)" }
            sink.line("\(step) \(words.words(for: step))")
            sink.line("\(hosts[clocks.host(of: event)]) {\(entries.joined(separator: ","))}")
        }
    }
}
