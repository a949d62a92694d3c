internal import CSodium

/// A reproducible stream: the ChaCha20 key stream of a 32-byte key, nonce zero, from byte 0 on.
///
/// For tests and seeded runs, whose keys are not secret. How the bytes are split over calls does not matter.
public final class SeededEntropy: EntropySource {
    private static let blockByteCount = 64
    private let key: SecretBytes
    private var position: UInt64 = 0

    /// The stream of `key` itself.
    ///
    /// - Throws: `.invalidByteCount` unless the key has 32 bytes.
    public init(key: consuming SecretBytes) throws(SecretMemoryError) {
        guard key.count == Int(crypto_stream_chacha20_KEYBYTES) else { throw .invalidByteCount(key.count) }
        self.key = key
    }

    /// The stream called `name` of `seed`: its key is BLAKE2b-256, keyed by the seed, of the name.
    public convenience init(seed: UInt64, stream name: String) throws(SecretMemoryError) {
        var key = try SecretBytes(zeroed: Int(crypto_stream_chacha20_KEYBYTES))
        var seedBytes = [UInt8](repeating: 0, count: 16)
        for index in 0..<8 { seedBytes[index] = UInt8(truncatingIfNeeded: seed >> (8 * UInt64(index))) }
        let nameBytes = Array(name.utf8)
        unsafe key.withUnsafeMutableBytes { output in
            guard let base = output.baseAddress else { return }
            _ = unsafe crypto_generichash(
                base, output.count, nameBytes, UInt64(nameBytes.count), seedBytes, seedBytes.count)
        }
        try self.init(key: key)
    }

    /// Overwrites `buffer` with the next bytes of the stream.
    public func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        let offset = Int(position % UInt64(Self.blockByteCount))
        let fromOpenBlock = offset == 0 ? 0 : min(Self.blockByteCount - offset, buffer.count)
        if fromOpenBlock > 0 {
            unsafe withUnsafeTemporaryAllocation(byteCount: Self.blockByteCount, alignment: 16) { block in
                unsafe writeBlocks(block, from: position / 64)
                for index in 0..<fromOpenBlock { unsafe buffer[index] = block[offset + index] }
                if let base = block.baseAddress { unsafe sodium_memzero(base, block.count) }
            }
        }
        position += UInt64(fromOpenBlock)
        unsafe writeBlocks(
            UnsafeMutableRawBufferPointer(rebasing: buffer[fromOpenBlock...]), from: position / 64)
        position += UInt64(buffer.count - fromOpenBlock)
    }

    private func writeBlocks(_ output: UnsafeMutableRawBufferPointer, from block: UInt64) {
        guard let base = output.baseAddress, output.count > 0 else { return }
        unsafe sodium_memzero(base, output.count)
        let bytes = unsafe base.assumingMemoryBound(to: UInt8.self)
        let nonce = [UInt8](repeating: 0, count: Int(crypto_stream_chacha20_NONCEBYTES))
        unsafe key.withUnsafeBytes { key in
            guard let keyBytes = unsafe key.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
            _ = unsafe crypto_stream_chacha20_xor_ic(
                bytes, bytes, UInt64(output.count), nonce, block, keyBytes)
        }
    }
}
