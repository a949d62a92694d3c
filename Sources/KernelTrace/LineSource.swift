internal import Glibc

/// The lines of a file, one after the other, in a buffer that grows only with the longest line.
@safe
struct LineSource: ~Copyable {
    /// A line without its line feed.
    @unsafe
    struct Line {
        /// Its first byte; 64 bytes beyond its end are readable.
        let start: UnsafeRawPointer
        /// How many bytes.
        let count: Int
        /// Whether a line feed follows.
        let isWhole: Bool

        /// The end.
        var end: UnsafeRawPointer { unsafe start + count }
        /// All bytes.
        var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: start, count: count) }
    }

    private let descriptor: Int32
    nonisolated(unsafe) private var buffer: UnsafeMutableRawPointer
    private var capacity: Int
    /// The part of the buffer that holds bytes not yet given out.
    private var first = 0
    private var filled = 0
    private var isAtEnd = false
    /// The error number of a failed read, zero when all went well.
    private(set) var failureCode: Int32 = 0
    /// Whether a line was longer than the limit.
    private(set) var isTooLong = false
    private let longestLine: Int

    /// Takes `descriptor`, which it closes.
    init(descriptor: Int32, bufferByteCount: Int = 1 << 18, longestLine: Int) {
        self.descriptor = descriptor
        self.longestLine = longestLine
        capacity = bufferByteCount
        unsafe buffer = .allocate(byteCount: capacity + 64, alignment: 64)
    }

    deinit {
        unsafe buffer.deallocate()
        close(descriptor)
    }

    /// The next line, nil at the end or after an error; valid until the next call.
    mutating func next() -> Line? {
        var searched = first
        while true {
            let found = unsafe memchr(buffer + searched, 0x0a, filled - searched)
            if let found = unsafe found {
                let start = unsafe buffer + first
                let count = unsafe UnsafeMutableRawPointer(found) - start
                first += count + 1
                return unsafe Line(start: UnsafeRawPointer(start), count: count, isWhole: true)
            }
            searched = filled
            if isAtEnd {
                guard first < filled else { return nil }
                let start = unsafe UnsafeRawPointer(buffer + first)
                let count = filled - first
                first = filled
                return unsafe Line(start: start, count: count, isWhole: false)
            }
            searched -= makeRoom()
            guard !isTooLong, fill() else { return nil }
        }
    }

    /// Moves what is left to the front, or grows; returns by how much bytes moved.
    private mutating func makeRoom() -> Int {
        let moved = first
        if first > 0 {
            unsafe buffer.copyMemory(from: buffer + first, byteCount: filled - first)
            filled -= first
            first = 0
        }
        guard filled == capacity else { return moved }
        if capacity > longestLine {
            isTooLong = true
            return moved
        }
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity * 2 + 64, alignment: 64)
        unsafe larger.copyMemory(from: buffer, byteCount: filled)
        unsafe buffer.deallocate()
        unsafe buffer = larger
        capacity *= 2
        return moved
    }

    private mutating func fill() -> Bool {
        while true {
            let count = unsafe read(descriptor, buffer + filled, capacity - filled)
            if count > 0 {
                filled += count
            } else if count == 0 {
                isAtEnd = true
            } else {
                if errno == EINTR { continue }
                failureCode = errno
                return false
            }
            return true
        }
    }
}
