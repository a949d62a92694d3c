internal import CSodium

/// Bytes that only their owner can reach: locked, between guard pages, out of core files, wiped when dropped.
///
/// Noncopyable, without description, equality operator or coding, so a secret cannot slip into a log, an error or a
/// copy-on-write array. Aligned to 64 bytes. Making one costs about 0.2 µs when a block can be reused, else about
/// 25 µs.
@safe
public struct SecretBytes: ~Copyable, @unchecked Sendable {  // unique ownership makes it safe to send
    /// The number of bytes; public.
    public let count: Int
    private let block: GuardedBlock
    private let start: UnsafeMutableRawPointer
    private let account: SecretAccount?

    /// `count` zeros.
    ///
    /// - Throws: `SecretMemoryError` when memory or the lock limit does not suffice.
    public init(zeroed count: Int) throws(SecretMemoryError) {
        block = try GuardedPool.take(count)
        self.count = count
        unsafe start = block.start(of: count)
        account = SecretAccount.current
        SecretAccount.process.add(allocations: 1, byteCount: count)
        account?.add(allocations: 1, byteCount: count)
    }

    /// A copy of `source`, which the caller wipes.
    public init(copying source: RawSpan) throws(SecretMemoryError) {
        try self.init(zeroed: source.byteCount)
        unsafe source.withUnsafeBytes {
            unsafe UnsafeMutableRawBufferPointer(start: start, count: count).copyMemory(from: $0)
        }
    }

    /// A copy of `source`, which the caller wipes.
    public init(copying source: Span<UInt8>) throws(SecretMemoryError) {
        try unsafe self.init(copying: source.bytes)
    }

    /// A copy of `source`, which the caller wipes.
    @unsafe
    public init(copying source: UnsafeRawBufferPointer) throws(SecretMemoryError) {
        try self.init(zeroed: source.count)
        unsafe UnsafeMutableRawBufferPointer(start: start, count: count).copyMemory(from: source)
    }

    /// `count` bytes of `entropy`.
    public init(random count: Int, from entropy: some EntropySource) throws(SecretMemoryError) {
        try self.init(zeroed: count)
        unsafe entropy.fill(UnsafeMutableRawBufferPointer(start: start, count: count))
    }

    deinit {
        GuardedPool.giveBack(block, used: count)
        SecretAccount.process.add(allocations: -1, byteCount: -count)
        account?.add(allocations: -1, byteCount: -count)
    }

    /// Lends the bytes for reading.
    public borrowing func withBytes<R: ~Copyable, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try body(unsafe RawSpan(_unsafeStart: start, byteCount: count))
    }

    /// Lends the bytes for writing.
    public mutating func withMutableBytes<R: ~Copyable, E: Error>(
        _ body: (inout MutableRawSpan) throws(E) -> R
    ) throws(E) -> R {
        var span = unsafe MutableRawSpan(_unsafeStart: start, byteCount: count)
        return try body(&span)
    }

    /// Lends the bytes as a pointer, for C functions and kernels; it must not leave `body`.
    @unsafe
    public borrowing func withUnsafeBytes<R: ~Copyable, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try unsafe body(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Lends the bytes as a mutable pointer, for C functions and kernels; it must not leave `body`.
    @unsafe
    public mutating func withUnsafeMutableBytes<R: ~Copyable, E: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try unsafe body(UnsafeMutableRawBufferPointer(start: start, count: count))
    }

    /// Another secret with the same bytes.
    public borrowing func copy() throws(SecretMemoryError) -> SecretBytes {
        try unsafe SecretBytes(copying: UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Whether both hold the same bytes; time depends on the counts only.
    public borrowing func isEqual(to other: borrowing SecretBytes) -> Bool {
        guard count == other.count else { return false }
        return unsafe sodium_memcmp(start, other.start, count) == 0
    }

    /// Overwrites the bytes with zeros now; `count` stays.
    public mutating func wipe() { unsafe sodium_memzero(start, count) }
}
