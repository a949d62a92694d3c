internal import CSodium
internal import SecretMemory
internal import Vault

/// What the lockbox does with the platform secret: seals records, and vouches for the whole vault.
///
/// Two keys are derived from the secret with libsodium's BLAKE2b key derivation; then the secret itself is dropped.
struct Sealer: ~Copyable {
    /// Bound into every seal: records of another domain do not open here.
    static let domainIdentity = "lockbox_enclave"

    private let sealingKey: SecretBytes
    private let headKey: SecretBytes

    init(platformSecret: borrowing SecretBytes) throws(SecretMemoryError) {
        let sealing = try Self.derive(1, "KMSSEAL_", from: platformSecret)
        let head = try Self.derive(2, "KMSHEAD_", from: platformSecret)
        sealingKey = sealing
        headKey = head
    }

    private static func derive(
        _ number: UInt64, _ context: String, from secret: borrowing SecretBytes
    ) throws(SecretMemoryError) -> SecretBytes {
        var key = try SecretBytes(zeroed: AuthenticatedEncryption.keyByteCount)
        unsafe key.withUnsafeMutableBytes { key in
            unsafe secret.withUnsafeBytes { secret in
                _ = unsafe crypto_kdf_derive_from_key(
                    key.octets, key.count, number, context,
                    secret.octets)
            }
        }
        return key
    }

    /// Seals `secret`, bound to vault, entry (id, set, version, epoch, seeded mark, owner, …), domain and the clear
    /// part of the record.
    borrowing func seal(
        _ secret: RawSpan, entry: VaultEntry, clear: [UInt8], vault: [UInt8], entropy: some EntropySource
    ) -> VaultRecord {
        let context = Self.context(entry, clear, vault)
        let sealed = AuthenticatedEncryption.seal(secret, context: context, key: sealingKey, entropy: entropy)
        return VaultRecord(entry: entry, clear: clear, sealed: sealed)
    }

    /// Opens a record; `nil` for every change to any part of it, without saying which.
    borrowing func open(_ record: VaultRecord, vault: [UInt8]) throws(SecretMemoryError) -> SecretBytes? {
        let context = Self.context(record.entry, record.clear, vault)
        return try AuthenticatedEncryption.open(record.sealed, context: context, key: sealingKey)
    }

    /// The tag over the whole vault: its identity, version, and the id and digest of every record, ascending.
    borrowing func headTag(vault: [UInt8], version: UInt64, records: [RecordDigest]) -> [UInt8] {
        var writer = WireWriter()
        writer.put(vault)
        writer.put(version)
        writer.put(UInt64(records.count))
        for record in records {
            writer.put(record.id)
            writer.put(record.digest)
        }
        var tag = [UInt8](repeating: 0, count: 32)
        unsafe headKey.withUnsafeBytes { key in
            _ = unsafe crypto_generichash(
                &tag, tag.count, writer.bytes, UInt64(writer.bytes.count),
                key.octets, key.count)
        }
        return tag
    }

    /// Compares tags in time that depends on their lengths only.
    static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe sodium_memcmp(left, right, left.count) == 0
    }

    private static func context(_ entry: VaultEntry, _ clear: [UInt8], _ vault: [UInt8]) -> [UInt8] {
        var writer = WireWriter()
        writer.put(vault)
        writer.put(domainIdentity)
        writer.put(entry.canonicalBytes)
        writer.put(blake2b256(clear))
        return writer.bytes
    }
}

/// A record's place in the vault's head.
struct RecordDigest: Equatable {
    var id: UInt64
    var digest: [UInt8]
}
