internal import SecretMemory
internal import Vault

/// A public key or a ciphertext with the record that it is: what crosses from one domain to the next.
struct RecordContent: Equatable, WireCodable {
    /// Which job made it; 0 when it comes out of the vault.
    var job: UInt64
    var entry: VaultEntry
    var bytes: [UInt8]

    init(job: UInt64, entry: VaultEntry, bytes: [UInt8]) {
        self.job = job
        self.entry = entry
        self.bytes = bytes
    }

    init(from reader: inout WireReader) throws(MessageError) {
        job = try reader.number()
        entry = try VaultEntry(from: &reader)
        bytes = try reader.content()
    }

    func write(to writer: inout WireWriter) {
        writer.put(job)
        entry.write(to: &writer)
        writer.put(bytes)
    }
}

extension RegionMessage {
    /// The record in it, whose key's epoch must be that of the header.
    func record() throws(MessageError) -> RecordContent {
        let content = try RecordContent(payload: payload)
        guard content.entry.epoch == epoch else { throw .wrongEpoch }
        return content
    }
}

/// What a caller wants encrypted.
struct PlaintextContent: Equatable, WireCodable {
    private enum Word: UInt8 { case text = 1, integers, bit, integer }
    enum Value: Equatable {
        case text([UInt8])
        case integers([UInt64])
        /// The bit pattern of a value of the type that is named.
        case integer(UInt64, type: String)
        case bit(Bool)
    }

    var job: UInt64
    var value: Value

    init(job: UInt64, value: Value) {
        self.job = job
        self.value = value
    }

    init(from reader: inout WireReader) throws(MessageError) {
        job = try reader.number()
        switch try reader.choice(Word.self) {
        case .text: value = .text(try reader.content())
        case .integers: value = .integers(try reader.numbers())
        case .integer: value = .integer(try reader.number(), type: try reader.text())
        case .bit: value = .bit(try reader.flag())
        }
    }

    func write(to writer: inout WireWriter) {
        writer.put(job)
        switch value {
        case .text(let bytes):
            writer.put(Word.text.rawValue)
            writer.put(bytes)
        case .integers(let numbers):
            writer.put(Word.integers.rawValue)
            writer.put(numbers)
        case .integer(let pattern, let type):
            writer.put(Word.integer.rawValue)
            writer.put(pattern)
            writer.put(type)
        case .bit(let bit):
            writer.put(Word.bit.rawValue)
            writer.put(UInt8(bit ? 1 : 0))
        }
    }
}

/// A request line on its way from the client to the gateway.
struct RequestLine: Equatable, WireCodable {
    /// The number of the line, from 1.
    var number: UInt64
    /// Bytes of the line as it came in; more than `bytes` holds when it was too long to be handed on.
    var byteCount: UInt64
    var bytes: [UInt8]

    init(number: UInt64, byteCount: UInt64, bytes: [UInt8]) {
        self.number = number
        self.byteCount = byteCount
        self.bytes = bytes
    }

    init(from reader: inout WireReader) throws(MessageError) {
        number = try reader.number()
        byteCount = try reader.number()
        bytes = try reader.content()
    }

    func write(to writer: inout WireWriter) {
        writer.put(number)
        writer.put(byteCount)
        writer.put(bytes)
    }
}

/// A secret key with the number of its record in front: the payload of the secret regions.
enum SecretKeyContent {
    static let prefixByteCount = 16

    /// `id`, `job`, then the key, in memory that is wiped.
    static func join(
        id: UInt64, job: UInt64, key: borrowing SecretBytes
    ) throws(SecretMemoryError) -> SecretBytes {
        var payload = try SecretBytes(zeroed: prefixByteCount + key.count)
        payload.withMutableBytes { target in
            for index in 0..<8 {
                target.storeBytes(
                    of: UInt8(truncatingIfNeeded: id >> UInt64(8 * index)), toByteOffset: index,
                    as: UInt8.self)
                target.storeBytes(
                    of: UInt8(truncatingIfNeeded: job >> UInt64(8 * index)), toByteOffset: 8 + index,
                    as: UInt8.self)
            }
            key.withBytes { source in
                for index in 0..<source.byteCount {
                    target.storeBytes(
                        of: unsafe source.unsafeLoad(fromByteOffset: index, as: UInt8.self),
                        toByteOffset: prefixByteCount + index, as: UInt8.self)
                }
            }
        }
        return payload
    }

    /// The record's id and the job in front of a key; `nil` when it is too short.
    static func identify(_ payload: RawSpan) -> (id: UInt64, job: UInt64)? {
        guard payload.byteCount > prefixByteCount else { return nil }
        func number(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: unsafe payload.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        return (number(0), number(8))
    }
}
