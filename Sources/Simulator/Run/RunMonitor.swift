internal import KernelTrace

/// Stands between the machine and the trace: passes everything on and counts it.
final class RunMonitor: TraceSink {
    /// Where events go; to be set before the machine boots, so that a run that cannot begin leaves no trace file.
    var trace: any TraceSink = TraceRecorder(capacity: 1)
    private(set) var tally: RunTally
    private let progress: Progress?
    /// The text interned last: the one that the next event is about.
    private var text = ""

    init(tally: RunTally, progress: Progress? = nil) {
        self.tally = tally
        self.progress = progress
    }

    func record(_ event: TraceEvent) -> TraceEvent.Step {
        tally.count(event, text: text)
        // A line that a domain prints may be the only sign of life for long.
        if let progress, tally.stepCount & 63 == 0 || event.isLog {
            progress.tick(steps: tally.stepCount, domain: Int(event.domain))
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

extension TraceEvent {
    fileprivate var isLog: Bool { if case .log = kind { true } else { false } }
}
