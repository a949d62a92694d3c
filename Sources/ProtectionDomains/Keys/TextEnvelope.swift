internal import CSodium
internal import LWECore
internal import SecretMemory
internal import Vault

/// KEM-DEM for texts: a FrodoKEM ciphertext, then XChaCha20-Poly1305 under
/// BLAKE2b-256("KEMDEM__" || ss || H(pk) || H(ct)).
///
/// Bound to the record, its key and epoch. A wrong key, a changed ciphertext and a changed binding all look the same.
enum TextEnvelope {
    /// Encrypts `text` for the record `entry`.
    static func seal(
        _ text: [UInt8], to key: FrodoPublicKey, entry: VaultEntry, entropy: some EntropySource
    ) throws(LWEError) -> [UInt8] {
        let encapsulation = try FrodoKEM(key.variant).encapsulate(to: key, using: entropy)
        let ciphertext = encapsulation.ciphertext
        let demKey = try demKey(encapsulation.takeSharedSecret(), key, ciphertext)
        var writer = WireWriter()
        writer.put(ciphertext.encoded())
        writer.put(
            AuthenticatedEncryption.seal(
                unsafe text.span.bytes, context: context(entry), key: demKey, entropy: entropy))
        return writer.bytes
    }

    /// Decrypts; `nil` for anything that `seal` did not make for this key and record.
    static func open(
        _ bytes: [UInt8], with key: borrowing FrodoSecretKey, entry: VaultEntry
    ) throws(LWEError) -> SecretBytes? {
        guard let (encoded, sealed) = split(bytes),
            let ciphertext = try? FrodoCiphertext(decoding: unsafe encoded.span.bytes),
            ciphertext.variant == key.variant
        else { return nil }
        let shared = try FrodoKEM(key.variant).decapsulate(ciphertext, with: key)
        let demKey = try demKey(shared, try key.publicKey(), ciphertext)
        do { return try AuthenticatedEncryption.open(sealed, context: context(entry), key: demKey) } catch {
            throw .secretMemory(error)
        }
    }

    private static func split(_ bytes: [UInt8]) -> (encoded: [UInt8], sealed: [UInt8])? {
        var reader = WireReader(bytes)
        guard let encoded = try? reader.content(), let sealed = try? reader.content(),
            (try? reader.finish()) != nil
        else { return nil }
        return (encoded, sealed)
    }

    private static func demKey(
        _ shared: consuming SecretBytes, _ key: FrodoPublicKey, _ ciphertext: FrodoCiphertext
    ) throws(LWEError) -> SecretBytes {
        let label = Array("KEMDEM__".utf8)
        let tail = blake2b256(key.bytes) + blake2b256(ciphertext.bytes)
        do {
            var input = try SecretBytes(zeroed: label.count + shared.count + tail.count)
            var output = try SecretBytes(zeroed: AuthenticatedEncryption.keyByteCount)
            unsafe input.withUnsafeMutableBytes { input in
                unsafe input.copyBytes(from: label)
                unsafe shared.withUnsafeBytes { shared in
                    unsafe UnsafeMutableRawBufferPointer(rebasing: input[label.count...]).copyMemory(
                        from: shared)
                }
                unsafe UnsafeMutableRawBufferPointer(rebasing: input[(label.count + shared.count)...])
                    .copyBytes(from: tail)
                unsafe output.withUnsafeMutableBytes { output in
                    _ = unsafe crypto_generichash(
                        output.octets, output.count,
                        input.octets, UInt64(input.count), nil, 0)
                }
            }
            return output
        } catch { throw .secretMemory(error) }
    }

    private static func context(_ entry: VaultEntry) -> [UInt8] {
        var writer = WireWriter()
        writer.put("text")
        writer.put(entry.canonicalBytes)
        return writer.bytes
    }
}
