public import SecretMemory

// Payloads begin with the digest of the parameter set (16), the client key's number (8), the digest of the packing (16) and
// the packing key's number (8). Secret key: its bits, packed into whole bytes. Packing key: seed (16), n·ℓ·N words. Packed
// integers: their number (8), a type each (8), then the words, storedBits each, the first bit lowest, the last byte filled
// up with zeros.

extension PackingParameters {
    /// Tells packings apart: the first 16 bytes of SHAKE128 of every number.
    func digest() throws(LWEError) -> [UInt8] {
        var writer = ByteWriter()
        for number in [
            glweDimension, polynomialSize, modulusBits, keySwitch.baseLog, keySwitch.levelCount, count,
            storedBits,
        ] { writer.append(UInt32(number)) }
        writer.append(noise)
        var hash = try Shake(.shake128)
        try hash.absorb(writer.bytes)
        return try hash.squeeze(TFHEParameters.digestByteCount)
    }

    /// The packing of the catalogue with this digest.
    fileprivate static func withDigest(_ digest: [UInt8], _ object: LWEObject) throws(LWEError) -> Self {
        for case .listCompression(let set) in Companion.catalogue where try set.packing.digest() == digest {
            return set.packing
        }
        throw .malformed(object: object, reason: "unknown packing")
    }
}

extension PackingLabel {
    fileprivate static let byteCount = 2 * TFHEParameters.digestByteCount + 16

    fileprivate func frame(_ kind: Container.Kind, payloadByteCount: Int) throws(LWEError) -> ByteWriter {
        var writer = Container.header(
            kind, parameters: 0, payloadByteCount: Self.byteCount + payloadByteCount)
        writer.append(contentsOf: try source.parameters.digest())
        writer.append(source.identifier)
        writer.append(contentsOf: try parameters.digest())
        writer.append(identifier)
        return writer
    }

    fileprivate static func unframe(
        _ encoded: RawSpan, _ kind: Container.Kind
    ) throws(LWEError) -> (label: PackingLabel, payload: ByteReader) {
        var (byte, reader) = try Container.open(encoded, as: kind)
        guard byte == 0 else { throw reader.malformed("unknown parameters") }
        let digest = try reader.read(TFHEParameters.digestByteCount, from: encoded)
        let set = try TFHEParameters.withDigest(digest, kind.object)
        let source = KeyLabel(set, identifier: try reader.read(UInt64.self, from: encoded))
        let packing = try reader.read(TFHEParameters.digestByteCount, from: encoded)
        let parameters = try PackingParameters.withDigest(packing, kind.object)
        let identifier = try reader.read(UInt64.self, from: encoded)
        return (PackingLabel(source: source, parameters: parameters, identifier: identifier), reader)
    }
}

extension PackingSecretKey {
    /// The key with its frame, into secret memory only: one bit a bit.
    public borrowing func encoded() throws(LWEError) -> SecretBytes {
        let bits = try key.masks.packedBits()
        let start = try label.frame(.tfhePackingSecretKey, payloadByteCount: bits.count).bytes
        var encoded = try SecretBytes.zeros(start.count + bits.count)
        unsafe encoded.withUnsafeMutableBytes { output in
            unsafe output.copyBytes(from: start)
            unsafe bits.withUnsafeBytes {
                unsafe UnsafeMutableRawBufferPointer(rebasing: output[start.count...]).copyMemory(from: $0)
            }
        }
        return encoded
    }

    /// Reads what `encoded` wrote, strictly; the caller wipes `encoded`.
    ///
    /// - Throws: `.malformed`, `.wrongLength`, `.unsupportedParameters`, `.secretMemory`.
    public init(decoding encoded: RawSpan, level: VectorLevel = .best) throws(LWEError) {
        let (label, reader) = try PackingLabel.unframe(encoded, .tfhePackingSecretKey)
        let packing = label.parameters
        try packing.expectUsable(beside: label.source.parameters, level)
        // k·N bits fill whole bytes.
        let count = packing.glweDimension * packing.polynomialSize
        try reader.remaining.expect(count / 8, of: .secretKey)
        let bits: SecretBytes
        do { bits = try SecretBytes(copying: encoded.extracting(last: reader.remaining)) } catch {
            throw .secretMemory(error)
        }
        let key = GLWESecretKey(
            glweDimension: packing.glweDimension, polynomialSize: packing.polynomialSize,
            masks: try SecretBytes.unpacked(bits, count: count))
        self.init(label, key, level)
    }
}

extension SeededPackingKey {
    /// The key with its frame: what a file or a connection holds.
    public func encoded() throws(LWEError) -> [UInt8] {
        var writer = try label.frame(.tfhePackingKey, payloadByteCount: seed.count + 8 * bodies.count)
        writer.append(contentsOf: seed)
        writer.append(words: bodies)
        return writer.bytes
    }

    /// Reads what `encoded` wrote, strictly; every bit pattern of the bodies is a key.
    ///
    /// - Throws: `.malformed`, `.wrongLength`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        var (label, reader) = try PackingLabel.unframe(encoded, .tfhePackingKey)
        let packing = label.parameters
        seed = try reader.read(MaskStream.seedByteCount, from: encoded)
        bodies = try reader.read(
            words: label.source.parameters.bigDimension * packing.keySwitch.levelCount
                * packing.polynomialSize,
            as: UInt64.self, from: encoded)
        try reader.expectEnd()
        self.label = label
    }
}

extension PackedIntegers {
    /// The values with their frame.
    public func encoded() throws(LWEError) -> [UInt8] {
        let bits = label.parameters.storedBits
        let packed = BitPacking.packed(words, bits: bits)
        var writer = try label.frame(
            .tfhePackedIntegers, payloadByteCount: 8 * (1 + types.count) + packed.count)
        writer.append(UInt64(types.count))
        for type in types { writer.append(UInt64(type.formatNumber)) }
        writer.append(contentsOf: packed)
        return writer.bytes
    }

    /// Reads what `encoded` wrote, strictly.
    ///
    /// - Throws: `.malformed`, `.wrongLength`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        var (label, reader) = try PackingLabel.unframe(encoded, .tfhePackedIntegers)
        let packing = label.parameters
        let count = try reader.read(UInt64.self, from: encoded)
        guard (1...UInt64(packing.count)).contains(count) else { throw reader.malformed("\(count) values") }
        var types: [EncryptedType] = []
        for _ in 0..<count {
            let number = try reader.read(UInt64.self, from: encoded)
            guard let type = EncryptedType(formatNumber: number) else {
                throw reader.malformed("unknown type")
            }
            types.append(type)
        }
        let wordCount = packing.glweDimension * packing.polynomialSize + (try label.blockCount(types))
        let packed = try reader.read((wordCount * packing.storedBits + 7) / 8, from: encoded)
        try reader.expectEnd()
        guard let words = BitPacking.unpacked(packed, bits: packing.storedBits, count: wordCount) else {
            throw reader.malformed("bits behind the last word are not zero")
        }
        self.init(label, types, words: words)
    }
}

/// Public words of a fixed number of bits, one after the other, the first bit lowest.
enum BitPacking {
    static func packed(_ words: [UInt64], bits: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (words.count * bits + 7) / 8)
        for (index, word) in words.enumerated() {
            for bit in 0..<bits where word >> UInt64(bit) & 1 == 1 {
                let position = index * bits + bit
                bytes[position / 8] |= 1 << UInt8(position % 8)
            }
        }
        return bytes
    }

    /// nil where bits behind the last word are set; `bytes` has just as many as `packed` gives.
    static func unpacked(_ bytes: [UInt8], bits: Int, count: Int) -> [UInt64]? {
        func bit(_ position: Int) -> UInt64 { UInt64(bytes[position / 8] >> UInt8(position % 8) & 1) }
        guard (count * bits..<8 * bytes.count).allSatisfy({ bit($0) == 0 }) else { return nil }
        return (0..<count).map { index in
            (0..<bits).reduce(0) { $0 | bit(index * bits + $1) << UInt64($1) }
        }
    }
}
