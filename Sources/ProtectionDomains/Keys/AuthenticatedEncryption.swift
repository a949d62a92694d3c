internal import CSodium
internal import SecretMemory

/// XChaCha20-Poly1305 from libsodium: nonce (24), ciphertext, tag (16), in this order.
enum AuthenticatedEncryption {
    static let keyByteCount = 32
    static let nonceByteCount = 24
    static let overheadByteCount = nonceByteCount + 16

    /// Encrypts `plaintext`, with `context` authenticated too.
    static func seal(
        _ plaintext: RawSpan, context: [UInt8], key: borrowing SecretBytes, entropy: some EntropySource
    ) -> [UInt8] {
        let nonce = nonce(plaintext, context: context, key: key, entropy: entropy)
        var sealed = [UInt8](repeating: 0, count: plaintext.byteCount + overheadByteCount - nonceByteCount)
        unsafe plaintext.withUnsafeBytes { plaintext in
            unsafe key.withUnsafeBytes { key in
                _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
                    &sealed, nil, plaintext.octets, UInt64(plaintext.count), context, UInt64(context.count),
                    nil,
                    nonce, key.octets)
            }
        }
        return nonce + sealed
    }

    /// A nonce that does not come twice with different contents, even when the entropy does, as it does in two runs
    /// with one seed on one vault: keyed BLAKE2b of fresh entropy, context and plaintext.
    private static func nonce(
        _ plaintext: RawSpan, context: [UInt8], key: borrowing SecretBytes, entropy: some EntropySource
    ) -> [UInt8] {
        var drawn = [UInt8](repeating: 0, count: nonceByteCount)
        unsafe drawn.withUnsafeMutableBytes { unsafe entropy.fill($0) }
        let prefix = Array("kms nonce".utf8) + drawn + blake2b256(context)
        let digest = keyedDigest(of: plaintext, key: key)
        var nonce = [UInt8](repeating: 0, count: nonceByteCount)
        let input = prefix + digest
        unsafe key.withUnsafeBytes { key in
            _ = unsafe crypto_generichash(
                &nonce, nonceByteCount, input, UInt64(input.count), key.octets, key.count)
        }
        return nonce
    }

    private static func keyedDigest(of plaintext: RawSpan, key: borrowing SecretBytes) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        unsafe plaintext.withUnsafeBytes { plaintext in
            unsafe key.withUnsafeBytes { key in
                _ = unsafe crypto_generichash(
                    &digest, digest.count, plaintext.octets, UInt64(plaintext.count), key.octets, key.count)
            }
        }
        return digest
    }

    /// Decrypts straight into memory that is wiped; `nil` for anything that `seal` did not make with this key and
    /// context.
    static func open(
        _ sealed: [UInt8], context: [UInt8], key: borrowing SecretBytes
    ) throws(SecretMemoryError) -> SecretBytes? {
        guard sealed.count >= overheadByteCount else { return nil }
        var plaintext = try SecretBytes(zeroed: sealed.count - overheadByteCount)
        let nonce = Array(sealed[..<nonceByteCount])
        let ciphertext = Array(sealed[nonceByteCount...])
        let code = unsafe plaintext.withUnsafeMutableBytes { plaintext in
            unsafe key.withUnsafeBytes { key in
                unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                    plaintext.octets, nil, nil, ciphertext, UInt64(ciphertext.count), context,
                    UInt64(context.count), nonce, key.octets)
            }
        }
        guard code == 0 else { return nil }
        return plaintext
    }
}

/// BLAKE2b-256 of public bytes.
func blake2b256(_ bytes: [UInt8]) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: 32)
    unsafe crypto_generichash(&output, output.count, bytes, UInt64(bytes.count), nil, 0)
    return output
}
