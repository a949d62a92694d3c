internal import Microkernel
internal import SecretMemory

/// A message as its reader copied it: what the peer does to the region afterwards no longer matters.
struct RegionMessage {
    var type: MessageType
    var epoch: UInt64
    var payload: [UInt8]
}

/// The reader's end of a region of messages: copy in, check the copy, use the copy.
struct Inbox: ~Copyable {
    private let region: Region<UInt8, ReadOnly>
    private let types: [MessageType]
    private var lastSequence: UInt64 = 0

    /// The inbox of `region`, where only `types` may come in.
    init(_ region: consuming Region<UInt8, ReadOnly>, _ types: [MessageType]) {
        self.region = region
        self.types = types
    }

    /// The message that was not taken yet; `nil` when there is none.
    ///
    /// A refused one is not asked for again: its writer has to write another.
    mutating func take() throws(Fault) -> Result<RegionMessage, MessageError>? {
        switch try takeHeader() {
        case nil: nil
        case .failure(let error): .failure(error)
        case .success(let header): try message(header)
        }
    }

    /// A copy of the message in the region, taken already or not, which stays to be taken.
    borrowing func peek() throws(Fault) -> Result<RegionMessage, MessageError>? {
        switch try readHeader() {
        case nil: nil
        case .failure(let error): .failure(error)
        case .success(let header): try message(header)
        }
    }

    /// The same as `take` for a secret: copied straight into memory that is wiped.
    mutating func takeSecret() throws(Fault) -> TakenSecret {
        switch try takeHeader() {
        case nil: return .nothing
        case .failure(let error): return .refused(error)
        case .success(let header):
            var secret: SecretBytes
            do { secret = try SecretBytes(zeroed: Int(header.payloadByteCount)) } catch {
                return .refused(.noLockedMemory)
            }
            try secret.withMutableBytes { (target) throws(Fault) in
                try region.loadBytes(from: MessageHeader.byteCount, into: &target)
            }
            guard secret.withBytes({ MessageHeader.checksum($0) }) == header.checksum else {
                return .refused(.wrongChecksum)
            }
            return .taken(secret, epoch: header.epoch)
        }
    }

    private mutating func takeHeader() throws(Fault) -> Result<MessageHeader, MessageError>? {
        let read = try readHeader()
        guard case .success(let header) = read else { return read }
        guard header.sequence > lastSequence else { return nil }
        lastSequence = header.sequence
        return read
    }

    /// A header whose type and length are right.
    private borrowing func readHeader() throws(Fault) -> Result<MessageHeader, MessageError>? {
        let bytes = try region.load(0..<MessageHeader.byteCount)
        let header: MessageHeader
        do {
            guard let found = try MessageHeader(bytes) else { return nil }
            header = found
        } catch {
            return .failure(error)
        }
        guard let type = MessageType(rawValue: header.type), types.contains(type) else {
            return .failure(.wrongType)
        }
        guard Int(header.payloadByteCount) <= region.byteCount - MessageHeader.byteCount else {
            return .failure(.wrongLength)
        }
        return .success(header)
    }

    private borrowing func message(_ header: MessageHeader) throws(Fault) -> Result<
        RegionMessage, MessageError
    > {
        let start = MessageHeader.byteCount
        let payload = try region.load(start..<start + Int(header.payloadByteCount))
        guard unsafe MessageHeader.checksum(payload.span.bytes) == header.checksum else {
            return .failure(.wrongChecksum)
        }
        guard let type = MessageType(rawValue: header.type) else { return .failure(.wrongType) }
        return .success(RegionMessage(type: type, epoch: header.epoch, payload: payload))
    }
}

/// What `Inbox.takeSecret` found.
enum TakenSecret: ~Copyable {
    case nothing
    case refused(MessageError)
    case taken(SecretBytes, epoch: UInt64)
}
