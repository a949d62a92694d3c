internal import CCrypto

/// AES-128 on whole blocks (ECB): only for the public matrix A, whose key is public.
@safe
struct AES128: ~Copyable {
    @safe private struct Algorithm: @unchecked Sendable { let pointer: OpaquePointer? }
    private static let ecb = unsafe Algorithm(pointer: EVP_CIPHER_fetch(nil, "AES-128-ECB", nil))
    static let blockByteCount = 16

    private let context: OpaquePointer

    /// Expands a key of 16 bytes.
    init(key: Span<UInt8>) throws(LWEError) {
        guard key.count == 16, let context = unsafe EVP_CIPHER_CTX_new() else {
            throw .cryptoLibrary(function: "EVP_CIPHER_CTX_new")
        }
        let started = unsafe key.withUnsafeBufferPointer { key in
            unsafe EVP_EncryptInit_ex2(context, Self.ecb.pointer, key.baseAddress, nil, nil)
        }
        guard started == 1, unsafe EVP_CIPHER_CTX_set_padding(context, 0) == 1 else {
            unsafe EVP_CIPHER_CTX_free(context)
            throw .cryptoLibrary(function: "EVP_EncryptInit_ex2")
        }
        unsafe self.context = unsafe context
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    /// Encrypts `byteCount` bytes, a multiple of 16; `output` may be `input`.
    func encrypt(_ input: UnsafeRawPointer, to output: UnsafeMutableRawPointer, byteCount: Int)
        throws(LWEError)
    {
        var written: Int32 = 0
        let done = unsafe EVP_EncryptUpdate(
            context, output.assumingMemoryBound(to: UInt8.self), &written,
            input.assumingMemoryBound(to: UInt8.self), Int32(byteCount))
        guard done == 1, written == byteCount else { throw .cryptoLibrary(function: "EVP_EncryptUpdate") }
    }
}
