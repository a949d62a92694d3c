internal import CSodium

/// The secret key of a trace's digests: equal contents show as equal, and nothing else can be learnt or
/// guessed from a digest without the key.
///
/// The key is never written. Of a seeded run it follows from the seed, so whoever has such a trace can
/// test guesses; but a seeded run's secrets follow from the seed, too.
public struct TraceKey: Sendable {
    private var bytes: [UInt8]

    /// A fresh key from the operating system.
    public static func random() -> TraceKey {
        TraceKey(bytes: (0..<16).map { _ in UInt8.random(in: 0...255) })
    }

    /// The key of the run with `seed`: BLAKE2b of a domain separator and the seed, little-endian.
    public init(seed: UInt64) {
        var message = Array("kms trace digest key 1".utf8)
        for shift in stride(from: 0, to: 64, by: 8) {
            message.append(UInt8(truncatingIfNeeded: seed >> shift))
        }
        bytes = [UInt8](repeating: 0, count: 16)
        _ = unsafe crypto_generichash(&bytes, bytes.count, message, UInt64(message.count), nil, 0)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// SipHash-2-4 of `content`.
    ///
    /// Time depends on the count alone; no allocation.
    public func digest(_ content: RawSpan) -> UInt64 {
        var digest: UInt64 = 0
        unsafe withUnsafeMutablePointer(to: &digest) { digest in
            let out = unsafe UnsafeMutableRawPointer(digest).assumingMemoryBound(to: UInt8.self)
            unsafe content.withUnsafeBytes { content in
                let start = unsafe content.baseAddress ?? UnsafeRawPointer(out)
                _ = unsafe crypto_shorthash_siphash24(
                    out, start.assumingMemoryBound(to: UInt8.self), UInt64(content.count), bytes)
            }
        }
        return UInt64(littleEndian: digest)
    }
}
