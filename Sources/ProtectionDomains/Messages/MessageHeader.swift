internal import CSodium

/// What stands in front of every payload in a shared region: 32 bytes, little endian, written after the payload.
///
/// | bytes | field |
/// |---|---|
/// | 0–3 | magic, "KMSR" |
/// | 4–5 | version of this layout, 1 |
/// | 6–7 | type of the payload |
/// | 8–15 | epoch of the key it belongs to, 0 where none does |
/// | 16–23 | sequence, from 1, higher in each message of a region |
/// | 24–27 | bytes of payload |
/// | 28–31 | first 4 bytes of BLAKE2b-256 over the payload |
///
/// 32 zeros stand for "no message": a region at boot, or one whose secret was erased.
struct MessageHeader: Hashable {
    static let byteCount = 32
    static let magic: UInt32 = 0x5253_4d4b
    static let version: UInt16 = 1

    var type: UInt16
    var epoch: UInt64
    var sequence: UInt64
    var payloadByteCount: UInt32
    var checksum: UInt32

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        func append(_ value: UInt64, _ count: Int) {
            for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
        }
        append(UInt64(Self.magic), 4)
        append(UInt64(Self.version), 2)
        append(UInt64(type), 2)
        append(epoch, 8)
        append(sequence, 8)
        append(UInt64(payloadByteCount), 4)
        append(UInt64(checksum), 4)
        return bytes
    }
}

extension MessageHeader {
    /// Reads 32 bytes; `nil` for "no message".
    init?(_ bytes: [UInt8]) throws(MessageError) {
        func number(_ range: Range<Int>) -> UInt64 {
            bytes[range].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        if bytes.allSatisfy({ $0 == 0 }) { return nil }
        guard number(0..<4) == UInt64(Self.magic) else { throw .notAMessage }
        guard number(4..<6) == UInt64(Self.version) else { throw .unknownVersion }
        type = UInt16(number(6..<8))
        epoch = number(8..<16)
        sequence = number(16..<24)
        payloadByteCount = UInt32(number(24..<28))
        checksum = UInt32(number(28..<32))
    }

    /// The first 4 bytes of BLAKE2b-256 over `payload`.
    static func checksum(_ payload: RawSpan) -> UInt32 {
        var digest = [UInt8](repeating: 0, count: 32)
        unsafe payload.withUnsafeBytes { payload in
            _ = unsafe crypto_generichash(
                &digest, digest.count, payload.baseAddress, UInt64(payload.count), nil, 0)
        }
        return digest[0..<4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// What a payload is.
enum MessageType: UInt16 {
    case requestLine = 1
    case answerLine
    case job
    case report
    case plaintext
    case publicKey
    case secretKey
    case ciphertext
    case storageRequest
    case storageReply
}

/// Why the content of a region is refused.
enum MessageError: Error, Hashable {
    /// The header does not begin as one: torn, or never written.
    case notAMessage
    case unknownVersion
    /// Another type than the reader takes here.
    case wrongType
    /// The length does not fit the region.
    case wrongLength
    /// The payload is not the one that the header was written for.
    case wrongChecksum
    /// It belongs to another epoch of the key.
    case wrongEpoch
    /// The payload's fields do not parse.
    case malformed
    /// There was no locked memory to take a secret into: nothing is wrong with the message.
    case noLockedMemory
}
