/// The frame of every encoded key and ciphertext: 16 bytes, little endian, then the payload and nothing else.
///
/// | offset | bytes | content |
/// |---|---|---|
/// | 0 | 4 | magic `LWEC` |
/// | 4 | 2 | version, 1 |
/// | 6 | 1 | kind of object |
/// | 7 | 1 | parameter identifier |
/// | 8 | 4 | payload bytes |
/// | 12 | 4 | zero |
enum Container {
    enum Kind: UInt8 {
        case kemPublicKey = 1, kemCiphertext, kemSecretKey
        case pkePublicKey = 4, pkeCiphertext, pkeSecretKey, integers
        case regevPublicKey = 8, regevCiphertext, regevSecretKey
        case tfheSecretKey = 11, tfheServerKey, tfheCompactKey, tfheCompactCiphertexts, tfheInteger
        case tfhePackingSecretKey = 16, tfhePackingKey, tfhePackedIntegers

        var object: LWEObject {
            switch self {
            case .kemPublicKey, .pkePublicKey, .regevPublicKey, .tfheServerKey, .tfheCompactKey,
                .tfhePackingKey:
                .publicKey
            case .kemSecretKey, .pkeSecretKey, .regevSecretKey, .tfheSecretKey, .tfhePackingSecretKey:
                .secretKey
            case .kemCiphertext, .pkeCiphertext, .regevCiphertext, .tfheCompactCiphertexts, .tfheInteger,
                .tfhePackedIntegers:
                .ciphertext
            case .integers: .integerVector
            }
        }
    }

    static let headerByteCount = 16
    static let magic: UInt32 = 0x4345_574C  // "LWEC" in memory
    static let version: UInt16 = 1

    static func header(_ kind: Kind, parameters: UInt8, payloadByteCount: Int) -> ByteWriter {
        var writer = ByteWriter()
        writer.append(magic)
        writer.append(version)
        writer.append(kind.rawValue)
        writer.append(parameters)
        writer.append(UInt32(payloadByteCount))
        writer.append(UInt32(0))
        return writer
    }

    /// Reads the header and leaves the reader at the payload, whose length is exactly what the header says.
    static func open(_ bytes: RawSpan, as kind: Kind) throws(LWEError) -> (
        parameters: UInt8, payload: ByteReader
    ) {
        let object = kind.object
        func malformed(_ reason: String) -> LWEError { .malformed(object: object, reason: reason) }
        var reader = ByteReader(byteCount: bytes.byteCount, object: object)
        guard try reader.read(UInt32.self, from: bytes) == magic else { throw malformed("wrong magic") }
        guard try reader.read(UInt16.self, from: bytes) == version else { throw malformed("unknown version") }
        guard try reader.read(UInt8.self, from: bytes) == kind.rawValue else {
            throw malformed("another kind of object")
        }
        let parameters = try reader.read(UInt8.self, from: bytes)
        let length = Int(try reader.read(UInt32.self, from: bytes))
        guard try reader.read(UInt32.self, from: bytes) == 0 else {
            throw malformed("reserved bytes are not zero")
        }
        try bytes.byteCount.expect(headerByteCount + length, of: object)
        return (parameters, reader)
    }

    /// `open` for objects whose parameters are a variant of Frodo.
    static func openFrodo(
        _ bytes: RawSpan, as kind: Kind
    ) throws(LWEError) -> (variant: FrodoVariant, payload: ByteReader) {
        let (identifier, payload) = try open(bytes, as: kind)
        guard let variant = FrodoVariant(identifier: identifier) else {
            throw .malformed(object: kind.object, reason: "unknown parameters")
        }
        return (variant, payload)
    }
}
