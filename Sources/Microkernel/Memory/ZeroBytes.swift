internal import Glibc

/// Zeros to look at, any number of them, that take no memory.
enum ZeroBytes {
    /// Lends `count` zeros; none where the system has no room for them.
    static func with(_ count: Int, _ body: (RawSpan) -> Void) {
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        guard count > 0, let base = unsafe mmap(nil, count, PROT_READ, flags, -1, 0),
            unsafe base != MAP_FAILED
        else {
            return body(RawSpan())
        }
        defer { unsafe munmap(base, count) }
        body(unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: count))
    }
}
