internal import Glibc
internal import Microkernel
internal import Synchronization

/// Request lines from a file or standard input, answers to the observer.
final class LineRequests: HostDevice {
    /// A longer line is cut to this and one byte more, so the domain sees that it is too long.
    private static let lineByteLimit = 1 << 20
    private let source: Mutex<LineSource>
    private let answer: @Sendable ([UInt8]) -> Void

    /// Reads from `stream`.
    ///
    /// - Parameters:
    ///   - stream: whose descriptor, if it has one, stays open.
    ///   - answer: gets each answer; called on the machine's thread.
    init(_ stream: RequestStream, answer: @escaping @Sendable ([UInt8]) -> Void) {
        source = Mutex(LineSource(stream, lineByteLimit: Self.lineByteLimit))
        self.answer = answer
    }

    func read() throws(HostDeviceFailure) -> [UInt8]? {
        let line = try source.withLock { (source) throws(HostDeviceFailure) in try source.next() }
        // To a domain an empty message is the end; a blank is what an empty line means.
        return line.map { $0.isEmpty ? [UInt8(ascii: " ")] : $0 }
    }

    func write(_ bytes: RawSpan) throws(HostDeviceFailure) {
        unsafe answer(bytes.withUnsafeBytes { unsafe Array($0) })
    }
}

/// Lines of a descriptor, bounded.
struct LineSource {
    private let descriptor: Int32
    private let lineByteLimit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    init(_ stream: RequestStream, lineByteLimit: Int) {
        self.lineByteLimit = lineByteLimit
        switch stream {
        case .descriptor(let open): descriptor = open
        case .bytes(let bytes):
            descriptor = -1
            buffer = bytes
            isAtEnd = true
        }
    }

    /// The next line without its line feed, cut when too long; nil at the end.
    mutating func next() throws(HostDeviceFailure) -> [UInt8]? {
        var line: [UInt8] = []
        var isOpen = false
        while true {
            if start == buffer.count { try fill() }
            guard start < buffer.count else { return isOpen ? line : nil }
            isOpen = true
            let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n"))
            let room = lineByteLimit + 1 - line.count
            line += buffer[start..<(end ?? buffer.count)].prefix(room)
            start = end.map { $0 + 1 } ?? buffer.count
            if end != nil { return line }
        }
    }

    private mutating func fill() throws(HostDeviceFailure) {
        guard !isAtEnd else { return }
        buffer = [UInt8](repeating: 0, count: 1 << 16)
        start = 0
        while true {
            let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            let code = errno
            buffer.removeLast(buffer.count - max(count, 0))
            isAtEnd = count <= 0
            if count < 0 {
                throw HostDeviceFailure("cannot be read: \(unsafe String(cString: strerror(code)))")
            }
            return
        }
    }
}
