/// Payload of a PKE ciphertext: plaintext bits (1), seven zeros, key identifier (8), range (8 + 8), number of terms
/// (8), terms (identifier 8, coefficient 4, four zeros each), Pack(B'), Pack(C).
extension FrodoPKECiphertext {
    /// The ciphertext with its frame: what a region or a file holds.
    public func encoded() -> [UInt8] {
        let payload = payload()
        var writer = Container.header(
            .pkeCiphertext, parameters: variant.identifier, payloadByteCount: payload.count)
        writer.append(contentsOf: payload)
        return writer.bytes
    }

    /// Reads what `encoded` wrote, strictly.
    ///
    /// - Throws: `.malformed` or `.wrongLength`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        var (variant, reader) = try Container.openFrodo(encoded, as: .pkeCiphertext)
        try self.init(variant, reading: encoded, at: &reader)
        try reader.expectEnd()
    }

    func payload() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(UInt64(plaintextBits))
        writer.append(keyIdentifier)
        writer.append(range.lowerBound)
        writer.append(range.upperBound)
        writer.append(combination)
        writer.append(contentsOf: variant.parameters.packed(mask))
        writer.append(contentsOf: variant.parameters.packed(body))
        return writer.bytes
    }

    init(_ variant: FrodoVariant, reading bytes: RawSpan, at reader: inout ByteReader) throws(LWEError) {
        let parameters = variant.parameters
        let plaintextBits = try reader.read(UInt64.self, from: bytes)
        guard (1...UInt64(parameters.plaintextBits)).contains(plaintextBits) else {
            throw reader.malformed("\(plaintextBits) plaintext bits")
        }
        keyIdentifier = try reader.read(UInt64.self, from: bytes)
        let lowerBound = try reader.read(Int64.self, from: bytes)
        guard let range = MessageRange(lowerBound, through: try reader.read(Int64.self, from: bytes)),
            range.span <= 1 << plaintextBits
        else { throw reader.malformed("range of values") }
        let combination = try reader.readCombination(from: bytes)
        self.variant = variant
        self.plaintextBits = Int(plaintextBits)
        self.range = range
        self.combination = combination
        let maskCount = parameters.dimension * FrodoParameterSet.blockSize
        mask = parameters.unpacked(try reader.read(parameters.packedByteCount(maskCount), from: bytes))
        let bodyCount = FrodoParameterSet.entryCount
        body = parameters.unpacked(try reader.read(parameters.packedByteCount(bodyCount), from: bytes))
    }
}

/// Payload of an integer vector: value bits (4), digit bits (4), count (4), byte count of one matrix payload (4), the
/// payloads of the matrices.
extension EncryptedIntegers {
    /// The vector with its frame: what a region or a file holds.
    public func encoded() -> [UInt8] {
        let payloads = matrices.map { $0.payload() }
        var writer = Container.header(
            .integers, parameters: matrices.first?.variant.identifier ?? 0,
            payloadByteCount: 16 + payloads.reduce(0) { $0 + $1.count })
        writer.append(UInt32(encoding.valueBits))
        writer.append(UInt32(encoding.digitBits))
        writer.append(UInt32(count))
        writer.append(UInt32(matrices.count))
        for payload in payloads { writer.append(contentsOf: payload) }
        return writer.bytes
    }

    /// Reads what `encoded` wrote, strictly: all matrices have one key, one scheme and one range.
    ///
    /// - Throws: `.malformed` or `.wrongLength`.
    public init(decoding encoded: RawSpan) throws(LWEError) {
        var (variant, reader) = try Container.openFrodo(encoded, as: .integers)
        let valueBits = Int(try reader.read(UInt32.self, from: encoded))
        let digitBits = Int(try reader.read(UInt32.self, from: encoded))
        guard let encoding = try? IntegerEncoding(valueBits: valueBits, digitBits: digitBits) else {
            throw reader.malformed("integers of \(valueBits) bits in digits of \(digitBits)")
        }
        let count = Int(try reader.read(UInt32.self, from: encoded))
        guard (1...EncryptedIntegers.countLimit).contains(count) else {
            throw reader.malformed("\(count) integers")
        }
        let matrixCount = Int(try reader.read(UInt32.self, from: encoded))
        guard matrixCount == encoding.matrixCount(count) else {
            throw reader.malformed("\(matrixCount) matrices")
        }
        var matrices: [FrodoPKECiphertext] = []
        for _ in 0..<matrixCount {
            let matrix = try FrodoPKECiphertext(variant, reading: encoded, at: &reader)
            let first = matrices.first ?? matrix
            guard matrix.keyIdentifier == first.keyIdentifier, matrix.range == first.range,
                matrix.plaintextBits == first.plaintextBits
            else { throw reader.malformed("matrices of different keys or ranges") }
            matrices.append(matrix)
        }
        try reader.expectEnd()
        self.init(encoding, count: count, matrices: matrices)
    }
}

extension ByteWriter {
    mutating func append(_ combination: LinearCombination) {
        append(UInt64(combination.terms.count))
        for term in combination.terms {
            append(term.identifier)
            append(term.coefficient)
            append(UInt32(0))
        }
    }
}

extension ByteReader {
    mutating func readCombination(from bytes: RawSpan) throws(LWEError) -> LinearCombination {
        let termCount = try read(UInt64.self, from: bytes)
        guard termCount <= LinearCombination.termLimit else { throw malformed("\(termCount) terms") }
        var terms: [LinearCombination.Term] = []
        for _ in 0..<termCount {
            let identifier = try read(UInt64.self, from: bytes)
            let coefficient = try read(Int32.self, from: bytes)
            guard try read(UInt32.self, from: bytes) == 0 else { throw malformed("term") }
            terms.append(.init(identifier: identifier, coefficient: coefficient))
        }
        guard let combination = LinearCombination(checking: terms) else { throw malformed("terms") }
        return combination
    }
}

extension FrodoParameterSet {
    /// `pack` of public entries.
    func packed(_ entries: [UInt16]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: packedByteCount(entries.count))
        unsafe bytes.withUnsafeMutableBytes { bytes in
            unsafe entries.withUnsafeBufferPointer { entries in unsafe pack(entries, into: bytes) }
        }
        return bytes
    }

    /// `unpack` of public entries.
    func unpacked(_ bytes: [UInt8]) -> [UInt16] {
        var entries = [UInt16](repeating: 0, count: bytes.count * 8 / modulusBits)
        unsafe entries.withUnsafeMutableBufferPointer { entries in
            unsafe bytes.withUnsafeBytes { bytes in unsafe unpack(bytes, into: entries) }
        }
        return entries
    }
}
