internal import CCrypto

/// SHAKE128 or SHAKE256 of OpenSSL; its state is wiped when dropped.
@safe
struct Shake: ~Copyable {
    enum Width: Sendable { case shake128, shake256 }

    /// OpenSSL's algorithm objects are immutable and reference counted; fetching one costs a microsecond.
    @safe private struct Algorithm: @unchecked Sendable { let pointer: OpaquePointer? }
    private static let shake128 = unsafe Algorithm(pointer: EVP_MD_fetch(nil, "SHAKE128", nil))
    private static let shake256 = unsafe Algorithm(pointer: EVP_MD_fetch(nil, "SHAKE256", nil))

    private let context: OpaquePointer
    private let algorithm: Algorithm

    init(_ width: Width) throws(LWEError) {
        let algorithm = width == .shake128 ? Self.shake128 : Self.shake256
        guard let context = unsafe EVP_MD_CTX_new() else { throw .cryptoLibrary(function: "EVP_MD_CTX_new") }
        guard unsafe EVP_DigestInit_ex2(context, algorithm.pointer, nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw .cryptoLibrary(function: "EVP_DigestInit_ex2")
        }
        self.algorithm = algorithm
        unsafe self.context = unsafe context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Begins a new message.
    mutating func start() throws(LWEError) {
        guard unsafe EVP_DigestInit_ex2(context, algorithm.pointer, nil) == 1 else {
            throw .cryptoLibrary(function: "EVP_DigestInit_ex2")
        }
    }

    mutating func absorb(_ bytes: UnsafeRawBufferPointer) throws(LWEError) {
        guard unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
            throw .cryptoLibrary(function: "EVP_DigestUpdate")
        }
    }

    /// Absorbs public bytes.
    mutating func absorb(_ bytes: [UInt8]) throws(LWEError) {
        unsafe try bytes.span.withUnsafeBytes { bytes throws(LWEError) in try unsafe absorb(bytes) }
    }

    mutating func absorb(_ byte: UInt8) throws(LWEError) {
        var byte = byte
        guard unsafe EVP_DigestUpdate(context, &byte, 1) == 1 else {
            throw .cryptoLibrary(function: "EVP_DigestUpdate")
        }
    }

    /// Ends the message and fills `output`; `start` before the next one.
    mutating func squeeze(into output: UnsafeMutableRawBufferPointer) throws(LWEError) {
        guard let base = unsafe output.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        guard unsafe EVP_DigestFinalXOF(context, base, output.count) == 1 else {
            throw .cryptoLibrary(function: "EVP_DigestFinalXOF")
        }
    }

    /// Ends the message and returns `count` public bytes; `start` before the next one.
    mutating func squeeze(_ count: Int) throws(LWEError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: count)
        var span = output.mutableSpan
        unsafe try span.withUnsafeMutableBytes { bytes throws(LWEError) in try unsafe squeeze(into: bytes) }
        return output
    }
}
