public import SecretMemory

extension FrodoSecretKey {
    /// The key with its frame, into secret memory only.
    public borrowing func encoded() throws(LWEError) -> SecretBytes {
        try frame(.kemSecretKey, variant, prefix: [], bytes)
    }

    /// Reads what `encoded` wrote, strictly; the caller wipes `encoded`.
    ///
    /// - Throws: `.malformed` or `.wrongLength`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        let key = try unframe(encoded, .kemSecretKey, prefixByteCount: 0) { $0.secretKeyByteCount }
        try self.init(key.variant, bytes: key.secret)
    }
}

extension FrodoPKESecretKey {
    /// The key with its frame, into secret memory only: identifier, S transposed.
    public borrowing func encoded() throws(LWEError) -> SecretBytes {
        var writer = ByteWriter()
        writer.append(identifier)
        return try frame(.pkeSecretKey, variant, prefix: writer.bytes, sTransposed)
    }

    /// Reads what `encoded` wrote, strictly; the caller wipes `encoded`.
    ///
    /// - Throws: `.malformed` or `.wrongLength`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        let key = try unframe(encoded, .pkeSecretKey, prefixByteCount: 8) {
            2 * $0.parameters.dimension * FrodoParameterSet.blockSize
        }
        variant = key.variant
        identifier = key.prefix.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        sTransposed = key.secret
    }
}

private func frame(
    _ kind: Container.Kind, _ variant: FrodoVariant, prefix: [UInt8], _ secret: borrowing SecretBytes
) throws(LWEError) -> SecretBytes {
    var writer = Container.header(
        kind, parameters: variant.identifier, payloadByteCount: prefix.count + secret.count)
    writer.append(contentsOf: prefix)
    let start = writer.bytes
    var encoded = try SecretBytes.zeros(start.count + secret.count)
    unsafe encoded.withUnsafeMutableBytes { output in
        unsafe output.copyBytes(from: start)
        unsafe secret.withUnsafeBytes { secret in
            unsafe UnsafeMutableRawBufferPointer(rebasing: output[start.count...]).copyMemory(from: secret)
        }
    }
    return encoded
}

private struct Unframed: ~Copyable {
    let variant: FrodoVariant
    let prefix: [UInt8]
    let secret: SecretBytes
}

private func unframe(
    _ encoded: RawSpan, _ kind: Container.Kind, prefixByteCount: Int, secretByteCount: (FrodoVariant) -> Int
) throws(LWEError) -> Unframed {
    var (variant, reader) = try Container.openFrodo(encoded, as: kind)
    let prefix = try reader.read(prefixByteCount, from: encoded)
    try reader.remaining.expect(secretByteCount(variant), of: .secretKey)
    do {
        let secret = try SecretBytes(copying: encoded.extracting(last: reader.remaining))
        return Unframed(variant: variant, prefix: prefix, secret: secret)
    } catch { throw .secretMemory(error) }
}
