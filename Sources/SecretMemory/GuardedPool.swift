internal import CSodium
internal import Synchronization

/// Keeps a few wiped blocks for reuse: mapping and locking one costs 20 µs or more, taking one from here 0.1 µs.
///
/// Every secret still has a block, with guard pages, of its own. Blocks here hold zeros only.
enum GuardedPool {
    /// At most so many bytes stay locked without a use.
    static let retainedByteCountLimit = 1 << 20

    private struct Idle {
        var blocks: [GuardedBlock] = []
        var byteCount = 0
    }
    private static let idle = Mutex(Idle())

    static func take(_ byteCount: Int) throws(SecretMemoryError) -> GuardedBlock {
        guard byteCount >= 0, byteCount <= GuardedBlock.largestByteCount else {
            throw .invalidByteCount(byteCount)
        }
        let capacity = GuardedBlock.capacity(for: byteCount)
        let reused = idle.withLock { idle -> GuardedBlock? in
            guard let index = idle.blocks.lastIndex(where: { $0.capacity == capacity }) else { return nil }
            idle.byteCount -= capacity
            return idle.blocks.remove(at: index)
        }
        if let reused { return reused }
        do { return try GuardedBlock.allocate(capacity: capacity) } catch {
            // Idle blocks of other sizes may be what fills the limit.
            guard releaseIdle() else { throw error }
            return try GuardedBlock.allocate(capacity: capacity)
        }
    }

    /// Wipes the `byteCount` bytes that were in use and keeps or frees the block.
    static func giveBack(_ block: GuardedBlock, used byteCount: Int) {
        unsafe sodium_memzero(block.start(of: byteCount), (byteCount + 63) / 64 * 64)
        let kept = idle.withLock { idle in
            guard idle.byteCount + block.capacity <= retainedByteCountLimit else { return false }
            idle.byteCount += block.capacity
            idle.blocks.append(block)
            return true
        }
        if !kept { block.free() }
    }

    /// Frees all idle blocks; false when there was none.
    @discardableResult
    static func releaseIdle() -> Bool {
        let blocks = idle.withLock { idle in
            defer { idle = Idle() }
            return idle.blocks
        }
        for block in blocks { block.free() }
        return !blocks.isEmpty
    }
}
