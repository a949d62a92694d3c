internal import CFloatLanes

/// Asks for the coming cache lines of a key, evenly over all phases of a step.
///
/// The key of a blind rotation is larger than any cache. Left to the hardware, waiting for it costs more than the
/// arithmetic; asked for in one phase only, it delays that phase.
struct KeyStream {
    private var next: UnsafeRawPointer?
    private let linesPerUnit: Int

    /// How far ahead of its use a line is asked for.
    static var leadByteCount: Int { 16384 }
    @inline(__always) static var lineByteCount: Int { 64 }

    /// Asks for `byteCount` bytes from `start` on, over `unitCount` calls of `tick`.
    @inline(__always) init(from start: UnsafeRawPointer, byteCount: Int, unitCount: Int) {
        next = start
        let lines = byteCount / KeyStream.lineByteCount
        linesPerUnit = (lines &+ unitCount &- 1) / unitCount
    }

    /// Asks for nothing.
    @inline(__always) init() {
        next = nil
        linesPerUnit = 0
    }

    /// One unit of work is done.
    @inline(__always) mutating func tick() {
        guard let start = next else { return }
        var line = 0
        while line < linesPerUnit {
            lanes_prefetch(start + line &* KeyStream.lineByteCount)
            line &+= 1
        }
        next = start + linesPerUnit &* KeyStream.lineByteCount
    }
}
