internal import CSodium

extension VaultEntry {
    /// The entry as bytes: fixed-width little-endian numbers, texts after their lengths.
    ///
    /// Two entries differ in it whenever they differ at all; it is what seals and digests cover.
    public var canonicalBytes: [UInt8] {
        var bytes: [UInt8] = []
        for number in [id, epoch, version] { bytes.append(littleEndian: number) }
        bytes.append(kind.rawValue)
        bytes.append(seeded ? 1 : 0)
        for text in [name, key, purpose, set, owner] { bytes.append(text: text) }
        bytes.append(littleEndian: UInt64(allowed.count))
        for caller in allowed { bytes.append(text: caller) }
        // Not there in the first schema, whose seals stay good.
        if !type.isEmpty { bytes.append(text: type) }
        return bytes
    }
}

extension VaultRecord {
    /// BLAKE2b-256 over the canonical entry and both contents.
    public var digest: [UInt8] {
        var bytes = entry.canonicalBytes
        bytes.append(littleEndian: UInt64(clear.count))
        bytes.append(littleEndian: UInt64(sealed.count))
        bytes.append(contentsOf: clear)
        bytes.append(contentsOf: sealed)
        return blake2b(bytes)
    }
}

/// BLAKE2b-256 of public bytes.
package func blake2b(_ bytes: [UInt8]) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: 32)
    unsafe crypto_generichash(&output, output.count, bytes, UInt64(bytes.count), nil, 0)
    return output
}

extension [UInt8] {
    package mutating func append(littleEndian value: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
    package mutating func append(text: String) {
        append(littleEndian: UInt64(text.utf8.count))
        append(contentsOf: text.utf8)
    }
}
