internal import CCrypto
import SecretMemory

/// The NIST AES-256 counter-mode generator without reseeding, from which the known answers draw.
final class CounterModeGenerator: EntropySource {
    private var key = [UInt8](repeating: 0, count: 32)
    private var counter: UInt128 = 0

    init(entropy: [UInt8]) {
        precondition(entropy.count == 48)
        update(with: entropy)
    }

    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        var written = 0
        while written < buffer.count {
            let block = nextBlock().prefix(buffer.count - written)
            for byte in block {
                unsafe buffer[written] = byte
                written += 1
            }
        }
        update(with: [UInt8](repeating: 0, count: 48))
    }

    func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe bytes.withUnsafeMutableBytes { unsafe fill($0) }
        return bytes
    }

    private func update(with input: [UInt8]) {
        let blocks = nextBlock() + nextBlock() + nextBlock()
        let mixed = zip(blocks, input).map { $0 ^ $1 }
        key = Array(mixed[..<32])
        counter = mixed[32...].reduce(0) { $0 << 8 | UInt128($1) }
    }

    private func nextBlock() -> [UInt8] {
        counter &+= 1
        var output = [UInt8](repeating: 0, count: 16)
        var length: Int32 = 0
        let input = (0..<16).map { UInt8(truncatingIfNeeded: counter >> UInt128(8 * (15 - $0))) }
        let context = unsafe EVP_CIPHER_CTX_new()
        unsafe EVP_EncryptInit_ex(context, EVP_aes_256_ecb(), nil, key, nil)
        unsafe EVP_EncryptUpdate(context, &output, &length, input, 16)
        unsafe EVP_CIPHER_CTX_free(context)
        return output
    }
}
