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

    /// The cells' memory and how to find one: copied by both sides, for it is read for every cell.
    @safe
    struct Cells: Sendable {
        nonisolated(unsafe) fileprivate let start: UnsafeMutableRawPointer
        /// Cells, a power of two, less one.
        fileprivate let mask: UInt64

        /// The cell of the `index`th write.
        @inline(__always)
        subscript(index: UInt64) -> UnsafeMutableRawPointer {
            unsafe start + Int(truncatingIfNeeded: (index & mask) &* UInt64(CellRing.cellByteCount))
        }
    }

    /// Whether `cell` holds an event.
    @inline(__always)
    static func isEvent(_ cell: UnsafeMutableRawPointer) -> Bool {
        unsafe cell.load(fromByteOffset: tagOffset, as: UInt8.self) == Tag.event.rawValue
    }

    /// The memory.
    let cells: Cells
    /// Cells, a power of two.
    let cellCount: Int
    // The counters stand on cache lines of their own: what one side stores for each cell must not share a line
    // with what the other side reads for each cell.
    private let before = PaddingLines()
    /// Cells written since the start; the writer's.
    let written = Atomic<UInt64>(0)
    private let between = PaddingLines()
    /// Cells taken since the start; the reader's.
    let taken = Atomic<UInt64>(0)
    private let after = PaddingLines()

    /// A ring of at least two cells; `cellCount` is rounded up to a power of two.
    init(cellCount: Int) {
        var count = 2
        while count < cellCount { count *= 2 }
        self.cellCount = count
        precondition(MemoryLayout<TraceEvent>.size <= Self.tagOffset, "an event leaves room for its tag")
        precondition(
            MemoryLayout<TraceEvent>.offset(of: \.row.fields) == TraceEvent.fieldsOffset,
            "an event's fields stand where their reader expects them")
        let byteCount = count * Self.cellByteCount
        let start = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
        unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        cells = unsafe Cells(start: start, mask: UInt64(count - 1))
    }

    deinit { unsafe cells.start.deallocate() }
}

/// Two cache lines of nothing.
private struct PaddingLines: Sendable {
    let lines: InlineArray<16, UInt64> = .init(repeating: 0)
}
