/// Where the machine records events: a file being written, a ring in memory, or nothing.
///
/// Called on the machine's thread only. Every method is cheap enough to leave on.
public protocol TraceSink: AnyObject {
    /// Appends `event` and returns its step.
    func record(_ event: TraceEvent) -> TraceEvent.Step
    /// The number of `text` in the trace's string table, added when new.
    func intern(_ text: String) -> UInt32
    /// Whether the bytes of `region` may stand in the trace (labelled public, or all contents asked for).
    func keepsContents(ofRegion region: Int16) -> Bool
    /// Whether the bytes that cross the edge through host devices may stand in the trace: a seeded run needs
    /// them to be run again, any other keeps only length and digest.
    var keepsDeviceBytes: Bool { get }
    /// The keyed digest of `bytes`; the key is the trace's own.
    func digest(_ bytes: RawSpan) -> UInt64
    /// Keeps a copy of `bytes` with the trace and returns its number, from 1.
    func keep(_ bytes: RawSpan) -> UInt32
    /// Makes what was recorded so far visible to readers; to be called before waiting for the outside.
    func flush()
}

extension TraceSink {
    /// Masked unless the sink says otherwise.
    public var keepsDeviceBytes: Bool { false }
    /// Nothing to do for a sink without a buffer.
    public func flush() {}
}
