/// Appends little-endian numbers.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ value: some FixedWidthInteger) {
        for index in 0..<value.bitWidth / 8 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }

    mutating func append(contentsOf more: [UInt8]) { bytes += more }
}

/// A position in bytes that were not checked: every read is bounded.
struct ByteReader {
    private(set) var offset = 0
    let byteCount: Int
    let object: LWEObject

    init(byteCount: Int, object: LWEObject) {
        self.byteCount = byteCount
        self.object = object
    }

    var remaining: Int { byteCount - offset }

    /// The next little-endian number.
    mutating func read<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type, from bytes: RawSpan
    ) throws(LWEError) -> T {
        let size = MemoryLayout<T>.size
        guard size <= remaining else { throw truncated }
        defer { offset += size }
        return unsafe T(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: T.self))
    }

    /// The next `count` bytes, public ones.
    mutating func read(_ count: Int, from bytes: RawSpan) throws(LWEError) -> [UInt8] {
        guard count >= 0, count <= remaining else { throw truncated }
        defer { offset += count }
        return (offset..<offset + count).map { bytes.unsafeByte($0) }
    }

    /// Throws unless everything was read.
    func expectEnd() throws(LWEError) {
        guard remaining == 0 else { throw malformed("\(remaining) bytes too many") }
    }

    func malformed(_ reason: String) -> LWEError { .malformed(object: object, reason: reason) }
    private var truncated: LWEError { malformed("truncated at byte \(byteCount)") }
}
