/// Evaluation keys in the layout that the kernels read, wherever they lie: in memory of their own, or in a mapped region
/// that somebody else keeps alive.
///
/// One piece: the bootstrapping key (doubles, in the order of the blind rotation), then the switching key (tiles of 256
/// bytes). The layout belongs to one instruction set and never leaves the machine.
@safe
final class KeyMemory: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let byteCount: Int
    /// Keeps the bytes alive.
    private let owner: AnyObject?

    /// Memory of its own, zeroed.
    init(byteCount: Int) {
        let memory = StreamedMemory<UInt8>(count: byteCount)
        unsafe base = UnsafeMutableRawPointer(memory.pointer)
        self.byteCount = byteCount
        owner = memory
    }

    /// Bytes of `owner`, aligned to 64.
    @unsafe
    init(lent base: UnsafeMutableRawPointer, byteCount: Int, owner: AnyObject?) {
        unsafe self.base = unsafe base
        self.byteCount = byteCount
        self.owner = owner
    }
}
