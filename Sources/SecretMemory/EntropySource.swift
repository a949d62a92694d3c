internal import CSodium

/// Where randomness comes from: a parameter everywhere, since what cannot be seeded cannot be tested.
///
/// A source with state is a class, so that two holders never draw the same bytes.
public protocol EntropySource {
    /// Overwrites all of `buffer` with the next bytes of the source.
    func fill(_ buffer: UnsafeMutableRawBufferPointer)
}

/// The operating system's generator (`getrandom`), by way of libsodium.
public struct SystemEntropy: EntropySource, Sendable {
    /// The one generator there is.
    public init() {}

    /// Overwrites `buffer` with bytes of `getrandom`.
    public func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        // libsodium documents that a failing `sodium_init` means no usable generator: nothing safe can follow.
        guard sodium_init() >= 0 else { fatalError("libsodium finds no generator of random numbers") }
        if let base = buffer.baseAddress { unsafe randombytes_buf(base, buffer.count) }
    }
}
