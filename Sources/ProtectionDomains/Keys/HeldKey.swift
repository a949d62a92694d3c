internal import LWECore
internal import SecretMemory
internal import Vault

/// A secret key that the secret-key consumer holds, wiped when it is dropped.
final class HeldSecretKey {
    enum Scheme: ~Copyable {
        case transport(FrodoSecretKey)
        case arithmetic(FrodoPKESecretKey)
        case computation(ClientKey<UInt64>)
    }

    let id: UInt64
    let scheme: Scheme

    /// Reads an encoded key of `choice`.
    init(id: UInt64, choice: ParameterChoice, encoded: RawSpan) throws(LWEError) {
        self.id = id
        switch choice {
        case .transport(let variant):
            let key = try FrodoSecretKey(decoding: encoded)
            guard key.variant == variant else { throw .parametersDiffer("secret key of another set") }
            scheme = .transport(key)
        case .arithmetic(let variant):
            let key = try FrodoPKESecretKey(decoding: encoded)
            guard key.variant == variant else { throw .parametersDiffer("secret key of another set") }
            scheme = .arithmetic(key)
        case .computation(let parameters):
            let key = try ClientKey<UInt64>(decoding: encoded)
            guard key.parameters == parameters else { throw .parametersDiffer("secret key of another set") }
            scheme = .computation(key)
        }
    }
}

/// A public key that the public-key consumer holds.
struct HeldPublicKey {
    enum Scheme {
        case transport(FrodoPublicKey)
        case arithmetic(FrodoPKEPublicKey)
        case computation(CompactPublicKey)
    }

    let id: UInt64
    let scheme: Scheme

    /// Reads an encoded key of `choice`.
    init(id: UInt64, choice: ParameterChoice, encoded: [UInt8]) throws(LWEError) {
        self.id = id
        switch choice {
        case .transport(let variant):
            let key = try FrodoPublicKey(decoding: unsafe encoded.span.bytes)
            guard key.variant == variant else { throw .parametersDiffer("public key of another set") }
            scheme = .transport(key)
        case .arithmetic(let variant):
            let key = try FrodoPKEPublicKey(decoding: unsafe encoded.span.bytes)
            guard key.variant == variant else { throw .parametersDiffer("public key of another set") }
            scheme = .arithmetic(key)
        case .computation(let parameters):
            let key = try CompactPublicKey(decoding: unsafe encoded.span.bytes)
            guard key.parameters == parameters else { throw .parametersDiffer("public key of another set") }
            scheme = .computation(key)
        }
    }
}

/// A fresh key pair, encoded for the regions.
struct EncodedKeyPair: ~Copyable {
    let publicKey: [UInt8]
    let secretKey: SecretBytes

    private init(publicKey: [UInt8], secretKey: consuming SecretBytes) {
        self.publicKey = publicKey
        self.secretKey = secretKey
    }

    /// Makes a pair.
    static func generate(
        _ choice: ParameterChoice, entropy: some EntropySource
    ) throws(LWEError) -> EncodedKeyPair {
        switch choice {
        case .transport(let variant):
            let pair = try FrodoKEM(variant).generateKeyPair(using: entropy)
            return EncodedKeyPair(
                publicKey: pair.publicKey.encoded(), secretKey: try pair.secretKey.encoded())
        case .arithmetic(let variant):
            let pair = try IntegerScheme.fresh(variant).pke.generateKeyPair(using: entropy)
            return EncodedKeyPair(
                publicKey: pair.publicKey.encoded(), secretKey: try pair.secretKey.encoded())
        case .computation(let parameters):
            let key = try ClientKey<UInt64>(parameters, using: entropy)
            let publicKey = try key.makeCompactPublicKey(using: entropy).encoded()
            return EncodedKeyPair(publicKey: publicKey, secretKey: try key.encoded())
        }
    }
}
