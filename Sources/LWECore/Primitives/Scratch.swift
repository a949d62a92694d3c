internal import SecretMemory

/// Hands out pieces of one secret buffer, in order, each aligned to 64 bytes.
///
/// One guarded block per operation instead of one per intermediate value.
@safe
struct Scratch: ~Copyable {
    private let memory: UnsafeMutableRawBufferPointer
    private var used = 0

    private init(_ memory: UnsafeMutableRawBufferPointer) { unsafe self.memory = unsafe memory }

    /// Runs `body` with `byteCount` zeroed secret bytes, wiped afterwards.
    static func run<R: ~Copyable>(
        byteCount: Int, _ body: (inout Scratch) throws(LWEError) -> R
    ) throws(LWEError) -> R {
        var secret = try SecretBytes.zeros(byteCount)
        return try unsafe secret.withUnsafeMutableBytes { memory throws(LWEError) -> R in
            var scratch = unsafe Scratch(memory)
            return try body(&scratch)
        }
    }

    /// The bytes that `count` values of a type take here.
    static func byteCount<T: BitwiseCopyable>(_ type: T.Type, _ count: Int) -> Int {
        (count * MemoryLayout<T>.stride + 63) & ~63
    }

    /// The next `count` values, zeros.
    mutating func take<T: BitwiseCopyable>(_ type: T.Type, _ count: Int) -> UnsafeMutableBufferPointer<T> {
        let size = Self.byteCount(type, count)
        // Sizes are public constants of the parameter set: exceeding the buffer is an error of this module.
        guard unsafe used + size <= memory.count else {
            fatalError("a scratch buffer of LWECore was declared too small")
        }
        defer { used += size }
        return unsafe UnsafeMutableRawBufferPointer(
            rebasing: memory[used..<used + count * MemoryLayout<T>.stride]
        )
        .bindMemory(to: T.self)
    }
}

extension SecretBytes {
    /// `init(zeroed:)` with this module's error.
    static func zeros(_ count: Int) throws(LWEError) -> SecretBytes {
        do { return try SecretBytes(zeroed: count) } catch { throw .secretMemory(error) }
    }
}
