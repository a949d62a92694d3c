// Payload: parameter digest (16), key number (8), type (1), seven zeros, then for each block ν² rounded up (8) and the
// words (8·(kN + 1)). A block's degree is not told: it is its digit's largest value. ν² is 1 to the set's limit; 0 belongs to
// ciphertexts without a mask, whose body is a digit exactly.

extension AnyEncryptedInteger {
    /// The value with its frame: what a region or a file holds.
    ///
    /// - Throws: `.cryptoLibrary`.
    public func encoded() throws(LWEError) -> [UInt8] {
        var payload = ByteWriter()
        payload.append(contentsOf: try label.parameters.digest())
        payload.append(label.identifier)
        payload.append(UInt64(type.formatNumber))
        for block in blocks {
            payload.append(block.writtenNoise)
            for word in block.ciphertext.words { payload.append(word) }
        }
        var writer = Container.header(.tfheInteger, parameters: 0, payloadByteCount: payload.bytes.count)
        writer.append(contentsOf: payload.bytes)
        return writer.bytes
    }

    /// Reads what `encoded` wrote, strictly.
    ///
    /// What only the key could tell is believed: that the plaintexts are digits and that the noise is what is said, which
    /// is at least a bootstrap's. Ciphertexts of strangers go through `IntegerEvaluator.admitted` before use.
    ///
    /// - Parameters:
    ///   - encoded: any bytes.
    ///   - label: the key that the value must be under.
    /// - Throws: `.malformed`, `.wrongLength`; `.parametersDiffer` for another set or key.
    public init(decoding encoded: RawSpan, under label: KeyLabel) throws(LWEError) {
        var (reserved, reader) = try Container.open(encoded, as: .tfheInteger)
        guard reserved == 0 else { throw reader.malformed("unknown parameters") }
        guard try reader.read(TFHEParameters.digestByteCount, from: encoded) == label.parameters.digest()
        else {
            throw .parametersDiffer("not of the parameter set \(label.parameters.name)")
        }
        guard try reader.read(UInt64.self, from: encoded) == label.identifier else {
            throw .parametersDiffer("not of this key")
        }
        let number = try reader.read(UInt64.self, from: encoded)
        guard let type = EncryptedType(formatNumber: number) else {
            throw reader.malformed("unknown type")
        }
        let layout = try type.layout(label.parameters)
        let wordCount = label.parameters.bigDimension + 1
        guard reader.remaining == layout.count * 8 * (wordCount + 1) else {
            throw reader.malformed("\(reader.remaining) bytes for \(layout.count) blocks")
        }
        var blocks: [EncryptedBlock] = []
        for index in 0..<layout.count {
            let noise = try reader.read(UInt64.self, from: encoded)
            var words: [UInt64] = []
            words.reserveCapacity(wordCount)
            for _ in 0..<wordCount { words.append(try reader.read(UInt64.self, from: encoded)) }
            let ciphertext = LWECiphertext(words: words)
            let modulus = layout.modulus(index)
            if ciphertext.isTrivial {
                let (value, rest) = ciphertext.body.quotientAndRemainder(
                    dividingBy: label.parameters.delta)
                guard noise == 0, rest == 0, value < UInt64(modulus) else {
                    throw reader.malformed("a ciphertext without a mask that is no digit")
                }
                blocks.append(EncryptedBlock(known: Int(value), label))
            } else {
                guard noise >= 1, Double(noise) <= label.parameters.squaredNorm else {
                    throw reader.malformed("a squared noise of \(noise)")
                }
                blocks.append(
                    EncryptedBlock(
                        ciphertext, range: 0...modulus - 1, noise: BlockNoise(squaredNorm: Double(noise)),
                        label)
                )
            }
        }
        try reader.expectEnd()
        self.init(type, blocks, label)
    }

    /// Reads what `encoded` wrote, strictly.
    ///
    /// - Throws: as the initializer from a span.
    public init(decoding encoded: [UInt8], under label: KeyLabel) throws(LWEError) {
        try unsafe self.init(decoding: encoded.span.bytes, under: label)
    }
}

extension EncryptedBlock {
    /// ν², rounded up but for what roots and squares lose in their last digits; 0 without a mask, whatever was summed up.
    fileprivate var writtenNoise: UInt64 {
        ciphertext.isTrivial ? 0 : UInt64((squaredNoise * (1 - 1e-9)).rounded(.up))
    }
}

extension EncryptedType {
    init?(formatNumber: UInt64) {
        guard let type = Self.allCases.first(where: { $0.formatNumber == formatNumber }) else { return nil }
        self = type
    }

    /// Stays as it is: written in files.
    var formatNumber: UInt64 {
        switch self {
        case .bool: 1
        case .uint8: 2
        case .uint16: 3
        case .uint32: 4
        case .uint64: 5
        case .int8: 6
        case .int16: 7
        case .int32: 8
        case .int64: 9
        }
    }
}
