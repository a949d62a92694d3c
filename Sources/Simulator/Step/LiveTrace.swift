internal import KernelTrace

/// The trace of a run in the making, whole in memory.
final class LiveTrace: TraceSink {
    private(set) var trace: Trace
    private var numbers: [String: UInt32] = [:]
    private let key: TraceKey

    init(header: TraceHeader, seed: UInt64) {
        trace = Trace(header: header)
        key = TraceKey(seed: seed)
    }

    func record(_ event: TraceEvent) -> TraceEvent.Step {
        trace.events.append(event)
        return trace.lastStep
    }

    func intern(_ text: String) -> UInt32 {
        if let number = numbers[text] { return number }
        let number = UInt32(trace.strings.count)
        numbers[text] = number
        trace.strings.append(text)
        return number
    }

    func keepsContents(ofRegion region: Int16) -> Bool {
        trace.header.regions.indices.contains(Int(region)) && trace.header.regions[Int(region)].isKept
    }
    var keepsDeviceBytes: Bool { true }
    func digest(_ bytes: RawSpan) -> UInt64 { key.digest(bytes) }
    func keep(_ bytes: RawSpan) -> UInt32 {
        unsafe bytes.withUnsafeBytes { unsafe trace.payloads.append($0) }
        return UInt32(trace.payloads.count)
    }
}

extension Trace {
    /// Records everything again in `sink`, whose numbers of strings and contents may be others.
    func record(in sink: some TraceSink) {
        for event in events {
            var event = event
            switch event.kind {
            case .fault(let text): event.kind = .fault(reason: sink.intern(self.text(text)))
            case .log(let text): event.kind = .log(text: sink.intern(self.text(text)))
            case .note(let text): event.kind = .note(text: sink.intern(self.text(text)))
            case .write(let region, let offset, let count, let digest, let payload):
                event.kind = .write(
                    region: region, offset: offset, byteCount: count, digest: digest,
                    payload: keep(payload, in: sink))
            case .input(let device, let count, let digest, let payload):
                event.kind = .input(
                    device: device, byteCount: count, digest: digest, payload: keep(payload, in: sink))
            case .output(let device, let count, let digest, let payload):
                event.kind = .output(
                    device: device, byteCount: count, digest: digest, payload: keep(payload, in: sink))
            default: break
            }
            _ = sink.record(event)
        }
    }

    private func keep(_ payload: UInt32, in sink: some TraceSink) -> UInt32 {
        guard payload != 0 else { return 0 }
        let bytes = Array(payloads[payload])
        return unsafe sink.keep(bytes.span.bytes)
    }
}
