/// Appends little-endian numbers.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ value: some FixedWidthInteger) {
        for index in 0..<value.bitWidth / 8 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }

    mutating func append(contentsOf more: [UInt8]) { bytes += more }

    mutating func append<Word: TorusInteger>(words: [Word]) {
        bytes.reserveCapacity(bytes.count + words.count * MemoryLayout<Word>.size)
        #if _endian(little)
            unsafe words.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        #else
            for word in words { append(word) }
        #endif
    }
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

    /// The next `count` words, public ones.
    mutating func read<Word: TorusInteger>(
        words count: Int, as _: Word.Type, from bytes: RawSpan
    ) throws(LWEError) -> [Word] {
        let size = MemoryLayout<Word>.size
        guard count >= 0, count <= remaining / size else { throw truncated }
        let start = offset
        offset += count * size
        return unsafe [Word](unsafeUninitializedCapacity: count) { words, initialized in
            for index in 0..<count {
                unsafe words.initializeElement(
                    at: index,
                    to: Word(
                        littleEndian: bytes.unsafeLoadUnaligned(
                            fromUncheckedByteOffset: start + index * size, as: Word.self)))
            }
            initialized = count
        }
    }

    /// Throws unless everything was read.
    func expectEnd() throws(LWEError) {
        guard remaining == 0 else { throw malformed("\(remaining) bytes too many") }
    }

    func malformed(_ reason: String) -> LWEError { .malformed(object: object, reason: reason) }
    private var truncated: LWEError { malformed("truncated at byte \(byteCount)") }
}
