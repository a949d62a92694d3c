extension FrodoPublicKey {
    /// The key with its frame: what a region or a file holds.
    public func encoded() -> [UInt8] { frame(.kemPublicKey, variant, bytes) }

    /// Reads what `encoded` wrote, strictly.
    ///
    /// - Throws: `.malformed` or `.wrongLength`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        let (variant, bytes) = try unframe(encoded, .kemPublicKey)
        try self.init(variant, bytes: bytes)
    }
}

extension FrodoCiphertext {
    /// The ciphertext with its frame: what a region or a file holds.
    public func encoded() -> [UInt8] { frame(.kemCiphertext, variant, bytes) }

    /// Reads what `encoded` wrote, strictly.
    ///
    /// - Throws: `.malformed` or `.wrongLength`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        let (variant, bytes) = try unframe(encoded, .kemCiphertext)
        try self.init(variant, bytes: bytes)
    }
}

extension FrodoPKEPublicKey {
    /// The key with its frame: what a region or a file holds.
    public func encoded() -> [UInt8] { frame(.pkePublicKey, variant, bytes) }

    /// Reads what `encoded` wrote, strictly.
    ///
    /// - Throws: `.malformed` or `.wrongLength`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        let (variant, bytes) = try unframe(encoded, .pkePublicKey)
        try self.init(variant, bytes: bytes)
    }
}

private func frame(_ kind: Container.Kind, _ variant: FrodoVariant, _ payload: [UInt8]) -> [UInt8] {
    var writer = Container.header(kind, parameters: variant.identifier, payloadByteCount: payload.count)
    writer.append(contentsOf: payload)
    return writer.bytes
}

private func unframe(_ encoded: RawSpan, _ kind: Container.Kind) throws(LWEError) -> (FrodoVariant, [UInt8]) {
    var (variant, reader) = try Container.openFrodo(encoded, as: kind)
    return (variant, try reader.read(reader.remaining, from: encoded))
}
