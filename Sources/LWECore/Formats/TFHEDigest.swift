extension TFHEParameters {
    /// Tells parameter sets apart in encoded objects: the first 16 bytes of SHAKE128 of every number that a key or a
    /// ciphertext depends on.
    ///
    /// Name and published failure are left out: they say something about the numbers and change nothing. Keys of two sets
    /// that differ in these alone are as strong as each other, and what is decoded gets the catalogue's name.
    func digest() throws(LWEError) -> [UInt8] {
        var writer = ByteWriter()
        for number in [
            lweDimension, glweDimension, polynomialSize, modulusBits, smallModulusBits, bootstrap.baseLog,
            bootstrap.levelCount, keySwitch.baseLog, keySwitch.levelCount,
        ] { writer.append(UInt32(number)) }
        for noise in [lweNoise, glweNoise] { writer.append(noise) }
        switch plaintext {
        case .boolean: writer.append(UInt64(0))
        case .integer(let message, let carry):
            writer.append(UInt32(message))
            writer.append(UInt32(carry))
        }
        writer.append(UInt8(order == .keySwitchFirst ? 1 : 2))
        writer.append(UInt8(modulusSwitch == .centredMean ? 1 : 2))
        writer.append(squaredNorm.bitPattern)
        var hash = try Shake(.shake128)
        try hash.absorb(writer.bytes)
        return try hash.squeeze(Self.digestByteCount)
    }

    static let digestByteCount = 16

    /// The catalogue's set with this digest.
    static func withDigest(_ digest: [UInt8], _ object: LWEObject) throws(LWEError) -> TFHEParameters {
        for set in catalogue where try set.digest() == digest { return set }
        throw .malformed(object: object, reason: "unknown parameters")
    }
}

extension ByteWriter {
    /// A kind of noise and its parameter.
    mutating func append(_ noise: NoiseDistribution) {
        switch noise {
        case .tUniform(let boundLog2):
            append(UInt8(1))
            append(UInt64(boundLog2))
        case .gaussian(let deviation):
            append(UInt8(2))
            append(deviation.bitPattern)
        }
    }
}
