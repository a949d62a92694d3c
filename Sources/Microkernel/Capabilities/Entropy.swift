public import SecretMemory

/// A domain's stream of random bytes, one per domain.
///
/// Without a seed the operating system's generator. With a seed the `SeededEntropy` stream of seed and domain name:
/// equal in every run with this seed, different for each domain, and not secret. Drawn from by its domain alone,
/// whose entries never overlap.
public final class Entropy: EntropySource, @unchecked Sendable {
    private let seeded: SeededEntropy?

    /// The operating system's.
    package init() { seeded = nil }

    /// The stream of `domain` in the run with `seed`.
    package init(seed: UInt64, domain: String) throws(WiringError) {
        do throws(SecretMemoryError) {
            seeded = try SeededEntropy(seed: seed, stream: domain)
        } catch {
            throw .unusable("the domain's random stream: \(error)")
        }
    }

    /// Whether anybody who knows the seed knows the bytes: what they make is not secret.
    public var isSeeded: Bool { seeded != nil }

    /// Overwrites all of `buffer` with the next bytes.
    public func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        if let seeded { unsafe seeded.fill(buffer) } else { unsafe SystemEntropy().fill(buffer) }
    }

    /// Overwrites all of `bytes` with the next bytes.
    public func fill(_ bytes: inout MutableRawSpan) {
        unsafe bytes.withUnsafeMutableBytes { unsafe fill($0) }
    }
}
