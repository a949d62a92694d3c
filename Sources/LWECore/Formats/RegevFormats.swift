public import SecretMemory

// Payloads begin with dimension (4) and rows (4).
// Public key: seed (16), Pack(b). Ciphertext: plaintext bits (8), key identifier (8), terms, body (2), Pack(mask).
// Secret key: identifier (8), s as words of 16 bits.

extension RegevPublicKey: FramedObject {
    /// The key with its frame: what a region or a file holds.
    public func encoded() -> [UInt8] {
        frame(.regevPublicKey, parameters) { writer in
            writer.append(contentsOf: seed)
            writer.append(contentsOf: RegevParameters.errors.packed(b))
        }
    }

    /// Reads what `encoded` wrote, strictly.
    ///
    /// - Throws: `.malformed`, `.wrongLength` or `.unsupportedParameters`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        var (parameters, reader) = try unframe(encoded, .regevPublicKey)
        let seed = try reader.read(16, from: encoded)
        let errors = RegevParameters.errors
        let packed = try reader.read(errors.packedByteCount(parameters.rows), from: encoded)
        try reader.expectEnd()
        try self.init(parameters, seed: seed, b: errors.unpacked(packed))
    }
}

extension RegevCiphertext: FramedObject {
    /// The ciphertext with its frame: what a region or a file holds.
    public func encoded() -> [UInt8] {
        frame(.regevCiphertext, parameters) { writer in
            writer.append(UInt64(plaintextBits))
            writer.append(keyIdentifier)
            writer.append(combination)
            writer.append(body)
            writer.append(contentsOf: RegevParameters.errors.packed(mask))
        }
    }

    /// Reads what `encoded` wrote, strictly.
    ///
    /// - Throws: `.malformed`, `.wrongLength` or `.unsupportedParameters`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        var (parameters, reader) = try unframe(encoded, .regevCiphertext)
        let plaintextBits = try reader.read(UInt64.self, from: encoded)
        guard (1...3).contains(plaintextBits) else {
            throw reader.malformed("\(plaintextBits) plaintext bits")
        }
        self.parameters = parameters
        self.plaintextBits = Int(plaintextBits)
        keyIdentifier = try reader.read(UInt64.self, from: encoded)
        combination = try reader.readCombination(from: encoded)
        body = try reader.read(UInt16.self, from: encoded)
        guard body <= RegevParameters.modulusMask else { throw reader.malformed("body not below q") }
        let errors = RegevParameters.errors
        mask = errors.unpacked(try reader.read(errors.packedByteCount(parameters.dimension), from: encoded))
        try reader.expectEnd()
    }
}

extension RegevSecretKey {
    /// The key with its frame, into secret memory only.
    public borrowing func encoded() throws(LWEError) -> SecretBytes {
        let count = s.count
        let identifier = identifier
        let start = frame(.regevSecretKey, parameters, more: count) { $0.append(identifier) }
        var encoded = try SecretBytes.zeros(start.count + count)
        unsafe encoded.withUnsafeMutableBytes { output in
            unsafe output.copyBytes(from: start)
            unsafe s.withUnsafeBytes { s in
                unsafe UnsafeMutableRawBufferPointer(rebasing: output[start.count...]).copyMemory(from: s)
            }
        }
        return encoded
    }

    /// Reads what `encoded` wrote, strictly; the caller wipes `encoded`.
    ///
    /// - Throws: `.malformed`, `.wrongLength` or `.unsupportedParameters`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        var (parameters, reader) = try unframe(encoded, .regevSecretKey)
        let identifier = try reader.read(UInt64.self, from: encoded)
        try reader.remaining.expect(2 * parameters.dimension, of: .secretKey)
        do {
            s = try SecretBytes(copying: encoded.extracting(last: reader.remaining))
        } catch { throw .secretMemory(error) }
        self.parameters = parameters
        self.identifier = identifier
    }
}

private func frame(
    _ kind: Container.Kind, _ parameters: RegevParameters, more: Int = 0, _ body: (inout ByteWriter) -> Void
) -> [UInt8] {
    var payload = ByteWriter()
    payload.append(UInt32(parameters.dimension))
    payload.append(UInt32(parameters.rows))
    body(&payload)
    var writer = Container.header(kind, parameters: 0, payloadByteCount: payload.bytes.count + more)
    writer.append(contentsOf: payload.bytes)
    return writer.bytes
}

private func unframe(
    _ encoded: RawSpan, _ kind: Container.Kind
) throws(LWEError) -> (RegevParameters, ByteReader) {
    var (identifier, reader) = try Container.open(encoded, as: kind)
    guard identifier == 0 else { throw reader.malformed("unknown parameters") }
    let dimension = Int(try reader.read(UInt32.self, from: encoded))
    let rows = Int(try reader.read(UInt32.self, from: encoded))
    return (try RegevParameters(dimension: dimension, rows: rows), reader)
}
