internal import Glibc

/// Memory for one benchmark: aligned to huge pages, as keys are, and filled with reproducible noise.
@safe
final class KernelMemory<Element: BitwiseCopyable> {
    let count: Int
    private let base: UnsafeMutableRawPointer

    init(count: Int, _ element: (UInt64) -> Element) {
        let alignment = 2 << 20
        let size = (count * MemoryLayout<Element>.stride + alignment - 1) / alignment * alignment
        self.count = count
        unsafe base = UnsafeMutableRawPointer.allocate(byteCount: max(size, alignment), alignment: alignment)
        _ = unsafe madvise(base, size, CInt(MADV_HUGEPAGE))
        let elements = unsafe base.bindMemory(to: Element.self, capacity: count)
        var state: UInt64 = 1
        for index in 0..<count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            unsafe (elements + index).initialize(to: element(state >> 11))
        }
    }

    deinit { unsafe base.deallocate() }

    /// The elements, aligned to 2 MiB.
    var pointer: UnsafeMutablePointer<Element> { unsafe base.assumingMemoryBound(to: Element.self) }
}

extension KernelMemory where Element == Double {
    /// Doubles of the size that a key's points have: up to one turn, either sign.
    convenience init(keyOf count: Int) {
        self.init(count: count) { Double(Int64(bitPattern: $0) & 0xffff_ffff) * 0x1p-32 - 0.5 }
    }
}
