/// Writes the fields of a payload: little-endian numbers, texts and bytes after their lengths.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ byte: UInt8) { bytes.append(byte) }
    mutating func put(_ number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
    mutating func put(_ text: String) { put(Array(text.utf8)) }
    mutating func put(_ content: [UInt8]) {
        put(UInt64(content.count))
        bytes.append(contentsOf: content)
    }
    mutating func put(_ texts: [String]) {
        put(UInt64(texts.count))
        for text in texts { put(text) }
    }
    mutating func put(_ numbers: [UInt64]) {
        put(UInt64(numbers.count))
        for number in numbers { put(number) }
    }
}

/// Reads what `WireWriter` wrote, from a copy of bytes that a hostile peer may have written: every length is held
/// against what is left, and nothing may be left over.
struct WireReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private mutating func take(_ count: UInt64) throws(MessageError) -> ArraySlice<UInt8> {
        guard count <= UInt64(bytes.count - offset) else { throw .malformed }
        defer { offset += Int(count) }
        return bytes[offset..<offset + Int(count)]
    }

    mutating func byte() throws(MessageError) -> UInt8 {
        guard let byte = try take(1).first else { throw .malformed }
        return byte
    }
    mutating func number() throws(MessageError) -> UInt64 {
        try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    mutating func content() throws(MessageError) -> [UInt8] { Array(try take(try number())) }
    mutating func text() throws(MessageError) -> String {
        guard let text = String(validating: try content(), as: UTF8.self) else { throw .malformed }
        return text
    }
    mutating func texts() throws(MessageError) -> [String] {
        let count = try number()
        guard count <= UInt64(bytes.count - offset) / 8 else { throw .malformed }
        var texts: [String] = []
        for _ in 0..<count { texts.append(try text()) }
        return texts
    }
    mutating func numbers() throws(MessageError) -> [UInt64] {
        let count = try number()
        guard count <= UInt64(bytes.count - offset) / 8 else { throw .malformed }
        var numbers: [UInt64] = []
        for _ in 0..<count { numbers.append(try number()) }
        return numbers
    }
    mutating func flag() throws(MessageError) -> Bool {
        switch try byte() {
        case 0: false
        case 1: true
        default: throw .malformed
        }
    }
    mutating func choice<C: RawRepresentable>(_ type: C.Type) throws(MessageError) -> C
    where C.RawValue == UInt8 {
        guard let choice = C(rawValue: try byte()) else { throw .malformed }
        return choice
    }
    /// Everything was read.
    func finish() throws(MessageError) {
        guard offset == bytes.count else { throw .malformed }
    }
}

/// A value with one encoding as a payload.
protocol WireCodable {
    init(from reader: inout WireReader) throws(MessageError)
    func write(to writer: inout WireWriter)
}

extension WireCodable {
    /// The payload.
    var payload: [UInt8] {
        var writer = WireWriter()
        write(to: &writer)
        return writer.bytes
    }
    /// Reads a whole payload.
    init(payload: [UInt8]) throws(MessageError) {
        var reader = WireReader(payload)
        try self.init(from: &reader)
        try reader.finish()
    }
}
