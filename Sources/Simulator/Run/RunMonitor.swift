internal import KernelTrace

/// Stands between the machine and the trace: passes everything on, counts it, and tells what a domain printed.
final class RunMonitor: TraceSink {
    private let trace: any TraceSink
    private let printed: (_ domain: Int, _ line: String) -> Void
    private(set) var tally: RunTally
    /// The text interned last: the one that the next event is about.
    private var text = ""

    init(
        _ trace: any TraceSink, tally: RunTally, printed: @escaping (_ domain: Int, _ line: String) -> Void
    ) {
        self.trace = trace
        self.tally = tally
        self.printed = printed
    }

    func record(_ event: TraceEvent) -> TraceEvent.Step {
        tally.count(event, text: text)
        switch event.kind {
        case .log, .note: printed(Int(event.domain), text)
        default: break
        }
        return trace.record(event)
    }

    func intern(_ text: String) -> UInt32 {
        self.text = text
        return trace.intern(text)
    }

    func keepsContents(ofRegion region: Int16) -> Bool { trace.keepsContents(ofRegion: region) }
    var keepsDeviceBytes: Bool { trace.keepsDeviceBytes }
    func digest(_ bytes: RawSpan) -> UInt64 { trace.digest(bytes) }
    func keep(_ bytes: RawSpan) -> UInt32 { trace.keep(bytes) }
    func flush() { trace.flush() }
}
