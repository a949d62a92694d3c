internal import Microkernel
internal import SecretMemory

/// The writer's end of a region of messages, of which there is one per region.
struct Outbox: ~Copyable {
    private let region: Region<UInt8, ReadWrite>
    private var sequence: UInt64 = 0

    init(_ region: consuming Region<UInt8, ReadWrite>) { self.region = region }

    /// Bytes of the largest payload.
    var capacity: Int { region.byteCount - MessageHeader.byteCount }

    /// Takes up the sequence where an earlier life of the domain left it.
    mutating func resume() throws(Fault) {
        let header = try? MessageHeader(try region.load(0..<MessageHeader.byteCount))
        if let header { sequence = max(sequence, header.sequence) }
    }

    /// Writes a message, payload first, header last; `Fault.broken` when it does not fit.
    mutating func post(_ type: MessageType, epoch: UInt64 = 0, _ payload: [UInt8]) throws(Fault) {
        try post(type, epoch: epoch, span: unsafe payload.span.bytes)
    }

    /// Writes a message out of memory that is wiped, without a copy in any other.
    mutating func post(_ type: MessageType, epoch: UInt64, secret: borrowing SecretBytes) throws(Fault) {
        try secret.withBytes { (span) throws(Fault) in try post(type, epoch: epoch, span: span) }
    }

    private mutating func post(_ type: MessageType, epoch: UInt64, span: RawSpan) throws(Fault) {
        guard span.byteCount <= capacity else { throw .broken("a message does not fit its region") }
        sequence += 1
        try region.storeBytes(span, at: MessageHeader.byteCount)
        let header = MessageHeader(
            type: type.rawValue, epoch: epoch, sequence: sequence, payloadByteCount: UInt32(span.byteCount),
            checksum: MessageHeader.checksum(span))
        try region.store(header.bytes)
    }

    /// Overwrites the whole region with zeros: "no message".
    borrowing func erase() throws(Fault) { try region.clear() }
}
