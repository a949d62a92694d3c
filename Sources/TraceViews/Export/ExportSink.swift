/// Bytes on their way out, many at a time.
struct ExportSink {
    private static let pieceByteCount = 1 << 16
    private let body: ([UInt8]) -> Void
    private var bytes: [UInt8] = []

    init(_ body: @escaping ([UInt8]) -> Void) { self.body = body }

    mutating func add(_ text: String) { add(text.utf8) }

    mutating func add(_ piece: some Sequence<UInt8>) {
        bytes.append(contentsOf: piece)
        if bytes.count > Self.pieceByteCount { flush() }
    }

    mutating func line(_ text: String) { add(text + "\n") }

    mutating func flush() {
        guard !bytes.isEmpty else { return }
        body(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}
