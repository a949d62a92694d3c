internal import Synchronization

/// A ring of 64-byte cells from the machine's thread to the thread that formats: one writer, one reader.
///
/// An event is one cell; bytes with a number (a string, kept contents) are a cell that announces them and the
/// cells that hold them, so everything stays in order and of any length within fixed memory. The last byte
/// of an event, which no field uses, tells the cells apart.
@safe
final class CellRing: Sendable {
    /// Bytes of a cell.
    static let cellByteCount = 64
    /// Where the tag stands in a cell.
    static let tagOffset = 63

    /// What a cell is.
    enum Tag: UInt8 {
        case event, string, payload
    }

    /// Cells, a power of two.
    let cellCount: Int
    /// Cells written since the start; the writer's.
    let written = Atomic<UInt64>(0)
    /// Keeps the two counters on lines of their own, lest each store of one side costs the other a miss.
    private let distance = PaddingLines()
    /// Cells taken since the start; the reader's.
    let taken = Atomic<UInt64>(0)
    nonisolated(unsafe) private let cells: UnsafeMutableRawPointer

    /// A ring of at least two cells; `cellCount` is rounded up to a power of two.
    init(cellCount: Int) {
        var count = 2
        while count < cellCount { count *= 2 }
        self.cellCount = count
        precondition(MemoryLayout<TraceEvent>.size <= Self.tagOffset, "an event leaves room for its tag")
        unsafe cells = .allocate(byteCount: count * Self.cellByteCount, alignment: 64)
        unsafe cells.initializeMemory(as: UInt8.self, repeating: 0, count: count * Self.cellByteCount)
    }

    deinit { unsafe cells.deallocate() }

    /// The cell of the `index`th write.
    @inline(__always)
    func cell(_ index: UInt64) -> UnsafeMutableRawPointer {
        unsafe cells + Int(truncatingIfNeeded: index & UInt64(cellCount - 1)) * Self.cellByteCount
    }
}

/// Two cache lines of nothing.
private struct PaddingLines: Sendable {
    let lines: InlineArray<16, UInt64> = .init(repeating: 0)
}
