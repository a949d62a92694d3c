internal import Glibc

/// Reads trace files: strictly, within bounds, and as much as is whole of a file whose end is torn.
///
/// A run that was killed leaves a file without a closing line, with half a line, or with rubbish after its last
/// whole line; the trace is what stands before, with a note. A line that is wrong while events follow is an error.
public enum TraceReader {
    /// What a file may hold, so that a hostile one costs no more.
    public struct Limits: Sendable {
        /// Events, 64 bytes of memory each.
        public var eventCount = 50_000_000
        /// Bytes of a line: the header with its description, or the contents of one write.
        public var lineByteCount = 1 << 28

        /// The limits that fit any trace of ours.
        public init() {}
    }

    /// Reads the trace in `path`.
    ///
    /// - Parameters:
    ///   - path: the file, as named by the user; it is not changed and may still be growing.
    ///   - limits: bounds on what is read.
    /// - Returns: the trace, with notes about what was missing.
    /// - Throws: with row and column, when it is not a trace or wrong in the middle.
    /// - Complexity: linear, about a microsecond per ten events.
    public static func read(path: String, limits: Limits = Limits()) throws(TraceReadError) -> Trace {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        var reading = TraceReading(
            file: path, limits: limits,
            source: LineSource(descriptor: descriptor, longestLine: limits.lineByteCount))
        return try reading.read()
    }

    static func unreadable(_ path: String, _ code: Int32) -> TraceReadError {
        TraceReadError(
            file: path, row: 0, column: 0, reason: "cannot be read: \(unsafe String(cString: strerror(code)))"
        )
    }
}
