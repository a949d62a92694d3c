/// Evaluation keys in the layout that the kernels read, wherever they lie: in memory of their own, or in a mapped region
/// that somebody else keeps alive.
///
/// One piece: the bootstrapping key (doubles, in the order of the blind rotation), then the switching key (tiles of 256
/// bytes). The layout belongs to one instruction set and never leaves the machine.
@safe
final class KeyMemory: @unchecked Sendable {
    let base: UnsafeRawPointer
    let byteCount: Int
    /// Keeps the bytes alive.
    private let owner: AnyObject?

    /// Memory of its own, filled by `fill`.
    init(byteCount: Int, filledBy fill: (UnsafeMutableRawPointer) -> Void) {
        let memory = StreamedMemory<UInt8>(count: byteCount)
        unsafe fill(UnsafeMutableRawPointer(memory.pointer))
        unsafe base = UnsafeRawPointer(memory.pointer)
        self.byteCount = byteCount
        owner = memory
    }

    /// Bytes of somebody else, aligned to 64; `owner`, if there is one, keeps them alive.
    @unsafe
    init(lent base: UnsafeRawPointer, byteCount: Int, owner: AnyObject?) {
        unsafe self.base = unsafe base
        self.byteCount = byteCount
        self.owner = owner
    }
}
