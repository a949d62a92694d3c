internal import Synchronization

/// A ring of `RingCell`s from the machine's thread to the thread that formats: one writer, one reader.
///
/// What belongs together, an event and the cells that hold it, is published at once. Bytes with a number (a string,
/// kept contents) follow the cell that announces them, so everything stays in order and of any length within fixed
/// memory.
@safe
final class CellRing: Sendable {
    /// The cells' memory and how to find one: copied by both sides, for it is read for every cell.
    @safe
    struct Cells: Sendable {
        nonisolated(unsafe) fileprivate let start: UnsafeMutablePointer<RingCell>
        /// Cells, a power of two, less one.
        fileprivate let mask: UInt64

        /// The cell of the `index`th write.
        @inline(__always)
        subscript(index: UInt64) -> UnsafeMutablePointer<RingCell> {
            unsafe start + Int(truncatingIfNeeded: index & mask)
        }

        /// How many cells lie in one piece of memory from the `index`th write on.
        func straightCount(from index: UInt64) -> Int { Int(truncatingIfNeeded: mask &- (index & mask) &+ 1) }
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

    /// A ring of at least 16 cells; `cellCount` is rounded up to a power of two.
    init(cellCount: Int) {
        var count = 16
        while count < cellCount { count *= 2 }
        self.cellCount = count
        precondition(MemoryLayout<RingCell>.stride == RingCell.byteCount, "a cell is as long as it says")
        let memory = UnsafeMutableRawPointer.allocate(byteCount: count * RingCell.byteCount, alignment: 64)
        let start = unsafe memory.bindMemory(to: RingCell.self, capacity: count)
        unsafe start.initialize(repeating: RingCell(.time), count: count)
        cells = unsafe Cells(start: start, mask: UInt64(count - 1))
    }

    deinit { unsafe cells.start.deallocate() }
}

/// Two cache lines of nothing.
private struct PaddingLines: Sendable {
    let lines: InlineArray<16, UInt64> = .init(repeating: 0)
}
