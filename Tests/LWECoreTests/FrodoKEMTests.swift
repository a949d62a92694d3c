import LWECore
import SecretMemory
import Testing

/// What must not work, and what a manipulated ciphertext gives.
@Suite struct FrodoKEMTests {
    static let variants = FrodoVariant.allCases

    @Test(arguments: variants)
    func `refuses keys and ciphertexts of another length`(_ variant: FrodoVariant) throws {
        for count in [0, 1, variant.publicKeyByteCount - 1, variant.publicKeyByteCount + 1] {
            #expect(throws: LWEError.self) {
                try FrodoPublicKey(variant, bytes: [UInt8](repeating: 0, count: count))
            }
        }
        for count in [0, variant.ciphertextByteCount - 1, variant.ciphertextByteCount + 1] {
            #expect(throws: LWEError.self) {
                try FrodoCiphertext(variant, bytes: [UInt8](repeating: 0, count: count))
            }
        }
        for count in [0, variant.secretKeyByteCount - 1, variant.secretKeyByteCount + 1] {
            #expect(
                throws: LWEError.wrongLength(
                    object: .secretKey, expected: variant.secretKeyByteCount, actual: count)
            ) {
                _ = try FrodoSecretKey(variant, bytes: try SecretBytes(zeroed: count))
            }
        }
    }

    @Test func `refuses keys and ciphertexts of another variant`() throws {
        let (aes, shake) = (FrodoVariant(.frodo640, .aes), FrodoVariant(.frodo640, .shake))
        let entropy = try SeededEntropy(seed: 1, stream: "FrodoKEMTests")
        let pair = try FrodoKEM(aes).generateKeyPair(using: entropy)
        #expect(throws: LWEError.self) {
            _ = try FrodoKEM(shake).encapsulate(to: pair.publicKey, using: entropy)
        }
        let ciphertext = try FrodoKEM(aes).encapsulate(to: pair.publicKey, using: entropy).ciphertext
        #expect(throws: LWEError.self) {
            _ = try FrodoKEM(shake).decapsulate(
                try FrodoCiphertext(shake, bytes: ciphertext.bytes), with: pair.secretKey)
        }
    }

    @Test(arguments: variants)
    func `gives another, fixed secret for a changed ciphertext`(_ variant: FrodoVariant) throws {
        let kem = FrodoKEM(variant)
        let entropy = try SeededEntropy(seed: 2, stream: "FrodoKEMTests")
        let pair = try kem.generateKeyPair(using: entropy)
        let sent = try kem.encapsulate(to: pair.publicKey, using: entropy)
        let positions = [0, variant.ciphertextByteCount / 2, variant.ciphertextByteCount - 1]
        for position in positions {
            var bytes = sent.ciphertext.bytes
            bytes[position] ^= 0x80
            let changed = try FrodoCiphertext(variant, bytes: bytes)
            let first = revealed(try kem.decapsulate(changed, with: pair.secretKey))
            #expect(first != revealed(sent.sharedSecret))
            #expect(first == revealed(try kem.decapsulate(changed, with: pair.secretKey)))
        }
    }

    @Test func `two keys from the system's generator differ`() throws {
        let kem = FrodoKEM(FrodoVariant(.frodo640, .aes))
        let first = try kem.generateKeyPair(using: SystemEntropy())
        let second = try kem.generateKeyPair(using: SystemEntropy())
        #expect(first.publicKey != second.publicKey)
        #expect(revealed(first.secretKey.bytes) != revealed(second.secretKey.bytes))
    }

    @Test func `leaves no secret behind`() throws {
        let account = SecretAccount()
        let kem = FrodoKEM(FrodoVariant(.frodo976, .shake))
        try account.charge {
            let entropy = try SeededEntropy(seed: 3, stream: "FrodoKEMTests")
            let pair = try kem.generateKeyPair(using: entropy)
            let sent = try kem.encapsulate(to: pair.publicKey, using: entropy)
            _ = try kem.decapsulate(sent.ciphertext, with: pair.secretKey)
            let keyAndSeed = pair.secretKey.bytes.count + sent.sharedSecret.count + 32
            #expect(account.live == SecretUsage(allocations: 3, byteCount: keyAndSeed))
        }
        #expect(account.live == .none)
    }

    @Test func `the secret half knows its public half`() throws {
        let kem = FrodoKEM(FrodoVariant(.frodo640, .shake))
        let pair = try kem.generateKeyPair(using: SystemEntropy())
        #expect(try pair.secretKey.publicKey() == pair.publicKey)
    }
}
