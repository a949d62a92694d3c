public import SecretMemory

/// FrodoKEM, salted variant: key encapsulation from plain LWE, secure against chosen ciphertexts.
///
/// All operations on secrets take time independent of them. Randomness is drawn in the order of the known answers:
/// key generation one draw `s || seedSE || z`, encapsulation one draw `mu || salt`.
public struct FrodoKEM: Sendable {
    /// The parameters.
    public let variant: FrodoVariant
    let core: FrodoCore

    /// FrodoKEM with the given parameters; `level` caps the instruction set.
    public init(_ variant: FrodoVariant, level: VectorLevel = .best) {
        self.variant = variant
        core = FrodoCore(variant: variant, level: level)
    }
}

/// A public key of FrodoKEM: `seedA || Pack(B)`.
public struct FrodoPublicKey: Equatable, Sendable {
    /// The parameters.
    public let variant: FrodoVariant
    /// `variant.publicKeyByteCount` bytes.
    public let bytes: [UInt8]

    /// Takes the bytes of the specification.
    ///
    /// - Throws: `.wrongLength` unless there are `variant.publicKeyByteCount`.
    public init(_ variant: FrodoVariant, bytes: [UInt8]) throws(LWEError) {
        try bytes.count.expect(variant.publicKeyByteCount, of: .publicKey)
        self.variant = variant
        self.bytes = bytes
    }
}

/// A ciphertext of FrodoKEM: `Pack(B') || Pack(C) || salt`.
public struct FrodoCiphertext: Equatable, Sendable {
    /// The parameters.
    public let variant: FrodoVariant
    /// `variant.ciphertextByteCount` bytes.
    public let bytes: [UInt8]

    /// Takes the bytes of the specification.
    ///
    /// - Throws: `.wrongLength` unless there are `variant.ciphertextByteCount`.
    public init(_ variant: FrodoVariant, bytes: [UInt8]) throws(LWEError) {
        try bytes.count.expect(variant.ciphertextByteCount, of: .ciphertext)
        self.variant = variant
        self.bytes = bytes
    }
}

/// A secret key of FrodoKEM: `s || public key || S transposed || hash of the public key`, in secret memory.
public struct FrodoSecretKey: ~Copyable, Sendable {
    /// The parameters.
    public let variant: FrodoVariant
    /// `variant.secretKeyByteCount` bytes.
    public let bytes: SecretBytes

    /// Takes the bytes of the specification.
    ///
    /// - Throws: `.wrongLength` unless there are `variant.secretKeyByteCount`.
    public init(_ variant: FrodoVariant, bytes: consuming SecretBytes) throws(LWEError) {
        try bytes.count.expect(variant.secretKeyByteCount, of: .secretKey)
        self.variant = variant
        self.bytes = bytes
    }

    /// The public half.
    public borrowing func publicKey() throws(LWEError) -> FrodoPublicKey {
        let first = variant.parameters.secretByteCount
        let count = variant.publicKeyByteCount
        let copy = bytes.withBytes { bytes in (first..<first + count).map { bytes.unsafeByte($0) } }
        return try FrodoPublicKey(variant, bytes: copy)
    }
}

/// Both halves of a key.
public struct FrodoKeyPair: ~Copyable, Sendable {
    /// For everybody.
    public let publicKey: FrodoPublicKey
    /// For its owner.
    public let secretKey: FrodoSecretKey

    /// The secret half alone, to move it elsewhere.
    public consuming func takeSecretKey() -> FrodoSecretKey { secretKey }
}

/// What encapsulation gives: a ciphertext to send and the secret that only the key's owner can get from it.
public struct FrodoEncapsulation: ~Copyable, Sendable {
    /// To send.
    public let ciphertext: FrodoCiphertext
    /// `variant.sharedSecretByteCount` bytes.
    public let sharedSecret: SecretBytes

    /// The shared secret alone, to move it elsewhere.
    public consuming func takeSharedSecret() -> SecretBytes { sharedSecret }
}

extension Int {
    /// Throws `.wrongLength` unless the count is `expected`.
    func expect(_ expected: Int, of object: LWEObject) throws(LWEError) {
        guard self == expected else { throw .wrongLength(object: object, expected: expected, actual: self) }
    }
}

extension RawSpan {
    /// A byte whose offset the caller has checked.
    func unsafeByte(_ offset: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) }
}
