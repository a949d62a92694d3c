public import SecretMemory

// Payloads begin with the digest of the parameter set (16) and the client key's number (8).
// Secret key: the bits of the small key, then of the big one, each packed into whole bytes. Server key: seed (16), bodies
// of the bootstrapping key, bodies of the switching key. Compact key: seed (16), N words. Compact ciphertexts: N words of
// the mask, then the bodies.

private let prefixByteCount = TFHEParameters.digestByteCount + 8

private func frame(
    _ kind: Container.Kind, _ parameters: TFHEParameters, _ identifier: UInt64, payloadByteCount: Int
) throws(LWEError) -> ByteWriter {
    var writer = Container.header(kind, parameters: 0, payloadByteCount: prefixByteCount + payloadByteCount)
    writer.append(contentsOf: try parameters.digest())
    writer.append(identifier)
    return writer
}

private func unframe(
    _ encoded: RawSpan, _ kind: Container.Kind, modulusBits: Int
) throws(LWEError) -> (parameters: TFHEParameters, identifier: UInt64, payload: ByteReader) {
    var (byte, reader) = try Container.open(encoded, as: kind)
    guard byte == 0 else { throw reader.malformed("unknown parameters") }
    let digest = try reader.read(TFHEParameters.digestByteCount, from: encoded)
    let parameters = try TFHEParameters.withDigest(digest, kind.object)
    guard parameters.modulusBits == modulusBits else {
        throw reader.malformed("\(parameters.name) is modulo 2^\(parameters.modulusBits)")
    }
    let identifier = try reader.read(UInt64.self, from: encoded)
    return (parameters, identifier, reader)
}

extension ClientKey {
    /// The key with its frame, into secret memory only: one bit a bit.
    public borrowing func encoded() throws(LWEError) -> SecretBytes {
        let smallBits = try small.masks.packedBits()
        let bigBits = try big.masks.packedBits()
        let start = try frame(
            .tfheSecretKey, parameters, identifier, payloadByteCount: smallBits.count + bigBits.count
        ).bytes
        var encoded = try SecretBytes.zeros(start.count + smallBits.count + bigBits.count)
        unsafe encoded.withUnsafeMutableBytes { output in
            unsafe output.copyBytes(from: start)
            unsafe smallBits.withUnsafeBytes {
                unsafe UnsafeMutableRawBufferPointer(rebasing: output[start.count...]).copyMemory(from: $0)
            }
            let rest = start.count + smallBits.count
            unsafe bigBits.withUnsafeBytes {
                unsafe UnsafeMutableRawBufferPointer(rebasing: output[rest...]).copyMemory(from: $0)
            }
        }
        return encoded
    }

    /// Reads what `encoded` wrote, strictly; the caller wipes `encoded`.
    ///
    /// Bits that pad the last byte of a key must be zero.
    ///
    /// - Throws: `.malformed`, `.wrongLength`, `.unsupportedParameters`, `.secretMemory`.
    public init(decoding encoded: RawSpan, level: VectorLevel = .best) throws(LWEError) {
        let (parameters, identifier, reader) = try unframe(
            encoded, .tfheSecretKey, modulusBits: Word.bitWidth)
        try Self.expectUsable(parameters, level)
        let smallCount = (parameters.lweDimension + 7) / 8
        let bigCount = (parameters.bigDimension + 7) / 8
        try reader.remaining.expect(smallCount + bigCount, of: .secretKey)
        let payload = encoded.extracting(last: reader.remaining)
        let small = try Self.masks(payload.extracting(first: smallCount), count: parameters.lweDimension)
        let big = try Self.masks(payload.extracting(last: bigCount), count: parameters.bigDimension)
        self.init(
            parameters, identifier: identifier,
            small: LWESecretKey(dimension: parameters.lweDimension, masks: small),
            big: GLWESecretKey(
                glweDimension: parameters.glweDimension, polynomialSize: parameters.polynomialSize, masks: big
            ),
            level: level)
    }

    private static func masks(_ packed: RawSpan, count: Int) throws(LWEError) -> SecretBytes {
        let bits: SecretBytes
        do { bits = try SecretBytes(copying: packed) } catch { throw .secretMemory(error) }
        let padding = UInt64(
            bits.withBytes { unsafe $0.unsafeLoad(fromByteOffset: $0.byteCount - 1, as: UInt8.self) })
        // Only the unused bits of the last byte, which are no part of the key, decide.
        guard count % 8 == 0 || padding >> UInt64(count % 8) == 0 else {
            throw .malformed(object: .secretKey, reason: "padding bits are not zero")
        }
        return try SecretBytes.unpacked(bits, count: count)
    }
}

extension SeededServerKey {
    /// The key with its frame: what a file or a connection holds.
    public func encoded() throws(LWEError) -> [UInt8] {
        let size = MemoryLayout<Word>.size
        var writer = try frame(
            .tfheServerKey, parameters, identifier,
            payloadByteCount: seed.count + bootstrapBodies.count * size
                + switchBodies.count * parameters.smallModulusBits / 8)
        writer.append(contentsOf: seed)
        writer.append(words: bootstrapBodies)
        switch switchBodies {
        case .narrow(let words): writer.append(words: words)
        case .wide(let words): writer.append(words: words)
        }
        return writer.bytes
    }

    /// Reads what `encoded` wrote, strictly; every bit pattern of the bodies is a key.
    ///
    /// - Throws: `.malformed`, `.wrongLength`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        var (parameters, identifier, reader) = try unframe(
            encoded, .tfheServerKey, modulusBits: Word.bitWidth)
        let layout = ServerKeyLayout(parameters)
        seed = try reader.read(MaskStream.seedByteCount, from: encoded)
        bootstrapBodies = try reader.read(
            words: layout.bootstrapRowCount * parameters.polynomialSize, as: Word.self, from: encoded)
        switchBodies =
            parameters.smallModulusBits == 32
            ? .narrow(try reader.read(words: layout.switchRowCount, as: UInt32.self, from: encoded))
            : .wide(try reader.read(words: layout.switchRowCount, as: UInt64.self, from: encoded))
        try reader.expectEnd()
        self.parameters = parameters
        self.identifier = identifier
    }
}

extension CompactPublicKey {
    /// The key with its frame.
    public func encoded() throws(LWEError) -> [UInt8] {
        var writer = try frame(
            .tfheCompactKey, parameters, identifier, payloadByteCount: seed.count + 8 * body.count)
        writer.append(contentsOf: seed)
        writer.append(words: body)
        return writer.bytes
    }

    /// Reads what `encoded` wrote, strictly.
    ///
    /// - Throws: `.malformed`, `.wrongLength`, `.unsupportedParameters`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        var (parameters, identifier, reader) = try unframe(encoded, .tfheCompactKey, modulusBits: 64)
        try Self.expectSupported(parameters)
        seed = try reader.read(MaskStream.seedByteCount, from: encoded)
        body = try reader.read(words: parameters.polynomialSize, as: UInt64.self, from: encoded)
        try reader.expectEnd()
        self.parameters = parameters
        self.identifier = identifier
    }
}

extension CompactCiphertexts {
    /// The ciphertexts with their frame.
    public func encoded() throws(LWEError) -> [UInt8] {
        var writer = try frame(
            .tfheCompactCiphertexts, parameters, identifier,
            payloadByteCount: 8 * (mask.count + bodies.count))
        writer.append(words: mask)
        writer.append(words: bodies)
        return writer.bytes
    }

    /// Reads what `encoded` wrote, strictly.
    ///
    /// - Throws: `.malformed`, `.wrongLength`, `.unsupportedParameters`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        var (parameters, identifier, reader) = try unframe(
            encoded, .tfheCompactCiphertexts, modulusBits: 64)
        try CompactPublicKey.expectSupported(parameters)
        mask = try reader.read(words: parameters.polynomialSize, as: UInt64.self, from: encoded)
        guard reader.remaining % 8 == 0, (1...parameters.polynomialSize).contains(reader.remaining / 8) else {
            throw reader.malformed("\(reader.remaining) bytes of bodies")
        }
        bodies = try reader.read(words: reader.remaining / 8, as: UInt64.self, from: encoded)
        try reader.expectEnd()
        self.parameters = parameters
        self.identifier = identifier
    }
}
