import SecretMemory
import Testing

@testable import LWECore

/// Encodings: what comes back, and that nothing malformed gets through or crashes.
@Suite struct FormatTests {
    static func entropy(_ seed: UInt64) throws -> SeededEntropy {
        try SeededEntropy(seed: seed, stream: "FormatTests")
    }

    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        /// Decodes and encodes again.
        let recode: @Sendable ([UInt8]) throws -> [UInt8]
    }

    /// One encoded object of every public kind.
    static let samples: [Sample] = {
        do {
            let variant = FrodoVariant(.frodo640, .aes)
            let (kem, pke) = (FrodoKEM(variant), try FrodoPKE(variant))
            let entropy = try entropy(1)
            let kemKey = try kem.generateKeyPair(using: entropy).publicKey
            let pkeKey = try pke.generateKeyPair(using: entropy).publicKey
            let ones = [UInt16](repeating: 1, count: 64)
            let matrix = try pke.encrypt(ones.span, through: 1, to: pkeKey, using: entropy)
            let sum = try pke.add(matrix, try pke.encrypt(ones.span, through: 1, to: pkeKey, using: entropy))
            let integers = try pke.encrypt(
                [UInt64(1), 2, 3].span, try IntegerEncoding(valueBits: 32), to: pkeKey, using: entropy)
            func sample<T: FramedObject>(_ name: String, _ object: T) -> Sample {
                Sample(testDescription: name, bytes: object.encoded()) { try T(decoding: $0).encoded() }
            }
            return [
                sample("KEM public key", kemKey), sample("PKE public key", pkeKey),
                sample("KEM ciphertext", try kem.encapsulate(to: kemKey, using: entropy).ciphertext),
                sample("PKE ciphertext", sum), sample("integers", integers),
            ]
        } catch { fatalError("\(error)") }
    }()

    @Test(arguments: samples)
    func `come back as they were`(_ sample: Sample) throws {
        #expect(try sample.recode(sample.bytes) == sample.bytes)
    }

    @Test(arguments: samples)
    func `are refused when cut or extended`(_ sample: Sample) {
        let count = sample.bytes.count
        for cut in [0, 1, 15, 16, 17, 24, 60, count / 2, count - 1] {
            #expect(throws: LWEError.self) { try sample.recode(Array(sample.bytes[..<cut])) }
        }
        #expect(throws: LWEError.self) { try sample.recode(sample.bytes + [0]) }
    }

    @Test(arguments: samples)
    func `are refused as another kind, version or variant`(_ sample: Sample) {
        for (offset, value) in [(0, 0), (4, 2), (6, 99), (7, 0x14), (7, 0), (12, 1)] as [(Int, UInt8)] {
            var bytes = sample.bytes
            bytes[offset] = value
            #expect(throws: LWEError.self) { try sample.recode(bytes) }
        }
        for other in Self.samples where other.testDescription != sample.testDescription {
            #expect(throws: LWEError.self) { try sample.recode(other.bytes) }
        }
    }

    @Test(arguments: samples)
    func `decode to themselves or not at all after any mutation`(_ sample: Sample) throws {
        let entropy = try Self.entropy(2)
        for _ in 0..<400 {
            var choice = [UInt8](repeating: 0, count: 12)
            unsafe choice.withUnsafeMutableBytes { unsafe entropy.fill($0) }
            var bytes = sample.bytes
            let position = choice[..<4].reduce(0) { $0 << 8 | Int($1) }
            // Headers are where it matters.
            let offset = choice[4] < 200 ? position % min(bytes.count, 120) : position % bytes.count
            switch choice[5] % 4 {
            case 0: bytes[offset] = choice[6]
            case 1: bytes[offset] ^= 1 << (choice[6] % 8)
            case 2: bytes.removeSubrange(offset..<min(bytes.count, offset + Int(choice[6])))
            default: bytes.insert(contentsOf: choice, at: offset)
            }
            if let recoded = try? sample.recode(bytes) { #expect(recoded == bytes) }
        }
    }

    @Test func `a ciphertext's metadata are checked`() throws {
        let sample = try #require(Self.samples.first { $0.testDescription == "PKE ciphertext" })
        // Plaintext bits, range below and above, number of terms, a coefficient of zero, reserved bytes of a term.
        for (offset, value) in [(16, 0), (16, 3), (39, 0x7F), (32, 1), (40, 9), (48, 255), (64, 0), (68, 1)]
            as [(Int, UInt8)]
        {
            var bytes = sample.bytes
            bytes[offset] = value
            #expect(throws: LWEError.self, "offset \(offset)") { try sample.recode(bytes) }
        }
    }

    @Test func `secret keys come back, into secret memory only`() throws {
        let variant = FrodoVariant(.frodo640, .shake)
        let entropy = try Self.entropy(3)
        let pke = try FrodoPKE(variant)
        let pair = try pke.generateKeyPair(using: entropy)
        let encoded = try pair.secretKey.encoded()
        let decoded = try encoded.withBytes { bytes in try FrodoPKESecretKey(decoding: bytes) }
        let ones = [UInt16](repeating: 1, count: 64)
        let ciphertext = try pke.encrypt(ones.span, to: pair.publicKey, using: entropy)
        #expect(FrodoPKETests.values(try pke.decrypt(ciphertext, with: decoded)) == ones.map(Int32.init))

        let kem = FrodoKEM(variant)
        let kemPair = try kem.generateKeyPair(using: entropy)
        let kemEncoded = try kemPair.secretKey.encoded()
        let kemDecoded = try kemEncoded.withBytes { bytes in try FrodoSecretKey(decoding: bytes) }
        #expect(revealed(kemDecoded.bytes) == revealed(kemPair.secretKey.bytes))
        #expect(throws: LWEError.self) {
            _ = try kemEncoded.withBytes { bytes in try FrodoPKESecretKey(decoding: bytes) }
        }
        #expect(throws: LWEError.self) {
            _ = try kemEncoded.withBytes { bytes in
                try FrodoSecretKey(decoding: bytes.extracting(droppingLast: 1))
            }
        }
    }
}
