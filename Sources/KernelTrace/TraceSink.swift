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
    /// The keyed digest of `bytes`; the key is the trace's own.
    func digest(_ bytes: RawSpan) -> UInt64
    /// Keeps a copy of `bytes` with the trace and returns its number.
    func keep(_ bytes: RawSpan) -> UInt32
}
