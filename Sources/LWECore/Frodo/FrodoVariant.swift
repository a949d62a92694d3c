/// How the public matrix A grows from its seed.
public enum MatrixGenerator: UInt8, CaseIterable, Sendable {
    case aes = 1
    case shake = 2
}

/// A parameter set with a generator of A: what "FrodoKEM-640-AES" names.
public struct FrodoVariant: Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// Dimension, modulus and error.
    public let parameters: FrodoParameterSet
    /// How A grows from its seed.
    public let generator: MatrixGenerator

    /// Any combination is a variant.
    public init(_ set: FrodoParameterSet, _ generator: MatrixGenerator) {
        parameters = set
        self.generator = generator
    }

    /// The six variants, smallest first.
    public static let allCases = FrodoParameterSet.allCases.flatMap { set in
        MatrixGenerator.allCases.map { FrodoVariant(set, $0) }
    }

    /// The published name, such as `FrodoKEM-640-AES`.
    public var name: String { "FrodoKEM-\(parameters.dimension)-\(generator == .aes ? "AES" : "SHAKE")" }

    /// The variant of a published name.
    public init?(name: String) {
        guard let variant = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = variant
    }

    /// One byte for formats: the set in the high four bits, the generator in the low four.
    public var identifier: UInt8 { parameters.rawValue << 4 | generator.rawValue }

    /// The variant with an `identifier`.
    public init?(identifier: UInt8) {
        guard let set = FrodoParameterSet(rawValue: identifier >> 4),
            let generator = MatrixGenerator(rawValue: identifier & 15)
        else { return nil }
        self.init(set, generator)
    }

    /// The published name.
    public var description: String { name }
}

extension FrodoVariant {
    /// Bytes of seedA and the packed matrix B.
    public var publicKeyByteCount: Int {
        FrodoParameterSet.matrixSeedByteCount
            + parameters.packedByteCount(parameters.dimension * FrodoParameterSet.blockSize)
    }

    /// Bytes of s, public key, transposed S (16 bits each) and hash of the public key.
    public var secretKeyByteCount: Int {
        2 * parameters.secretByteCount + publicKeyByteCount + 2 * parameters.dimension
            * FrodoParameterSet.blockSize
    }

    /// Bytes of packed B', packed C and the salt.
    public var ciphertextByteCount: Int {
        parameters.packedByteCount(parameters.dimension * FrodoParameterSet.blockSize)
            + parameters.packedByteCount(FrodoParameterSet.entryCount) + parameters.seedByteCount
    }

    /// Bytes of the shared secret.
    public var sharedSecretByteCount: Int { parameters.secretByteCount }
}
