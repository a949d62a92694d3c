internal import SecretMemory

/// Regev's public-key encryption of single bits or small numbers, for teaching: one LWE sample per message.
///
/// Ciphertexts add modulo 2^`plaintextBits`: bits by exclusive or. Secure against chosen plaintexts only. Operations on
/// secrets take time independent of them.
public struct Regev: Sendable {
    /// Dimension and rows.
    public let parameters: RegevParameters
    /// Bits of a message, 1 … 3.
    public let plaintextBits: Int
    let policy: NoisePolicy
    let noise: RegevNoise
    let level: VectorLevel

    /// Messages that one pass over the public matrix encrypts.
    public static let batchSize = 8

    /// The scheme with the given parameters.
    ///
    /// - Parameters:
    ///   - parameters: dimension and rows.
    ///   - plaintextBits: bits of a message, 1 … 3.
    ///   - policy: how unlikely wrong decryption must be.
    ///   - level: caps the instruction set.
    /// - Throws: `.unsupportedParameters` when the policy refuses even fresh ciphertexts.
    public init(
        _ parameters: RegevParameters = .standard, plaintextBits: Int = 1, policy: NoisePolicy = .strict,
        level: VectorLevel = .best
    ) throws(LWEError) {
        guard (1...3).contains(plaintextBits) else {
            throw .unsupportedParameters("\(plaintextBits) plaintext bits")
        }
        self.parameters = parameters
        self.plaintextBits = plaintextBits
        self.policy = policy
        self.level = level
        noise = RegevNoise(parameters)
        let fresh = noise.verdict(LinearCombination(fresh: 0), plaintextBits: plaintextBits, policy: policy)
        guard fresh.reached <= fresh.allowed else {
            throw .unsupportedParameters(
                "the noise policy refuses even fresh ciphertexts with \(plaintextBits) bits")
        }
    }
}

/// A public key: the seed of A and b = A·s + e.
public struct RegevPublicKey: Equatable, Sendable {
    /// Dimension and rows.
    public let parameters: RegevParameters
    /// Tells keys apart: the first eight bytes of SHAKE128(seed || Pack(b)), little endian.
    public let identifier: UInt64
    /// 16 bytes.
    let seed: [UInt8]
    /// `rows` words below q.
    let b: [UInt16]

    init(_ parameters: RegevParameters, seed: [UInt8], b: [UInt16]) throws(LWEError) {
        self.parameters = parameters
        self.seed = seed
        self.b = b
        var hash = try Shake(.shake128)
        try hash.absorb(seed)
        try hash.absorb(RegevParameters.errors.packed(b))
        identifier = try hash.squeeze(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    func matrix(_ level: VectorLevel) -> PublicMatrix {
        PublicMatrix(
            generator: .aes, seed: seed, rows: parameters.rows, columns: parameters.dimension, level: level)
    }
}

/// A secret key: s, n words below q, in secret memory.
public struct RegevSecretKey: ~Copyable, Sendable {
    /// Dimension and rows.
    public let parameters: RegevParameters
    /// The identifier of the public half.
    public let identifier: UInt64
    let s: SecretBytes
}

/// Both halves of a key.
public struct RegevKeyPair: ~Copyable, Sendable {
    /// For everybody.
    public let publicKey: RegevPublicKey
    /// For its owner.
    public let secretKey: RegevSecretKey

    /// The secret half alone, to move it elsewhere.
    public consuming func takeSecretKey() -> RegevSecretKey { secretKey }
}

/// An encrypted small number: (A^T·r, b·r + message·q/t), with the fresh ciphertexts it is made of.
public struct RegevCiphertext: Equatable, Sendable {
    /// Dimension and rows.
    public let parameters: RegevParameters
    /// Bits of the message.
    public let plaintextBits: Int
    /// The key it was made with.
    public let keyIdentifier: UInt64
    /// The fresh ciphertexts in it.
    public let combination: LinearCombination
    /// n words below q.
    let mask: [UInt16]
    /// One word below q.
    let body: UInt16
}
