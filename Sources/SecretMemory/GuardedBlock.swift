internal import CSodium

/// A piece of locked memory between guard pages, kept out of core files.
///
/// Capacities are whole pages less 64 bytes (libsodium keeps its canary there), so `base` is aligned to 64 bytes
/// and the last byte lies right before a guard page.
@safe
struct GuardedBlock: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let capacity: Int

    /// Bytes that libsodium's canary and our alignment take from the first page.
    static let overhead = 64
    static let pageSize = 4096
    /// Larger requests are refused as absurd.
    static let largestByteCount = 1 << 30

    /// The capacity that serves `byteCount` bytes: the smallest power of two of pages, less the overhead.
    static func capacity(for byteCount: Int) -> Int {
        var pages = 1
        while pages * pageSize - overhead < byteCount { pages *= 2 }
        return pages * pageSize - overhead
    }

    /// Maps and locks a block, filled with zeros.
    static func allocate(capacity: Int) throws(SecretMemoryError) -> GuardedBlock {
        guard sodium_init() >= 0, let base = unsafe sodium_malloc(capacity) else {
            throw .outOfMemory(byteCount: capacity)
        }
        // `sodium_malloc` locks but does not say when it could not; locking again does.
        guard unsafe sodium_mlock(base, capacity) == 0 else {
            unsafe sodium_free(base)
            throw .lockLimitReached(byteCount: capacity)
        }
        unsafe sodium_memzero(base, capacity)
        return unsafe GuardedBlock(base: base, capacity: capacity)
    }

    func free() { unsafe sodium_free(base) }

    /// The first of the last `byteCount` bytes, rounded down to 64: an overrun meets the guard page early.
    func start(of byteCount: Int) -> UnsafeMutableRawPointer {
        unsafe base + (capacity - (byteCount + 63) / 64 * 64)
    }
}
