internal import Glibc

/// Public key material in one piece, zeroed, on huge pages where the system grants them.
///
/// A blind rotation reads tens of megabytes in sequence: with 4 KiB pages the address translation alone costs a tenth
/// of it. Written while it is made, only read afterwards.
@safe
final class StreamedMemory<Element: BitwiseCopyable>: @unchecked Sendable {
    let count: Int
    private let base: UnsafeMutableRawPointer
    private static var alignment: Int { 2 << 20 }

    init(count: Int) {
        self.count = count
        // Whole huge pages, so that the kernel may use them to the end.
        let size =
            (max(count, 1) * MemoryLayout<Element>.stride + Self.alignment - 1) / Self.alignment
            * Self.alignment
        var memory: UnsafeMutableRawPointer?
        guard unsafe posix_memalign(&memory, Self.alignment, size) == 0, let memory = unsafe memory else {
            fatalError("no memory for \(size) bytes of key material")
        }
        unsafe base = memory
        _ = unsafe madvise(base, size, Int32(MADV_HUGEPAGE))
        unsafe memset(base, 0, size)
    }

    deinit { unsafe free(base) }

    /// The elements, aligned to 2 MiB.
    var pointer: UnsafeMutablePointer<Element> { unsafe base.assumingMemoryBound(to: Element.self) }
}
