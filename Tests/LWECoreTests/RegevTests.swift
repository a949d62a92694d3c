import SecretMemory
import Testing

@testable import LWECore

@Suite struct RegevTests {
    static func value(_ secret: borrowing SecretBytes) -> UInt16 {
        secret.withElements(of: UInt16.self) { $0[0] }
    }
    static func entropy(_ seed: UInt64) throws -> SeededEntropy {
        try SeededEntropy(seed: seed, stream: "RegevTests")
    }

    @Test(arguments: [1, 2], VectorLevel.allCases.filter { $0 <= .supported })
    func `decrypts what it encrypted`(_ bits: Int, _ level: VectorLevel) throws {
        let scheme = try Regev(plaintextBits: bits, level: level)
        let entropy = try Self.entropy(1)
        let pair = try scheme.generateKeyPair(using: entropy)
        for round in 0..<4 {
            let messages = (0..<8).map { UInt16(($0 + round) % (1 << bits)) }
            let ciphertexts = try scheme.encrypt(messages.span, to: pair.publicKey, using: entropy)
            for (message, ciphertext) in zip(messages, ciphertexts) {
                #expect(Self.value(try scheme.decrypt(ciphertext, with: pair.secretKey)) == message)
            }
        }
    }

    @Test func `sums of bits are their exclusive or, until the budget is spent`() throws {
        let scheme = try Regev()
        let entropy = try Self.entropy(2)
        let pair = try scheme.generateKeyPair(using: entropy)
        let ones = [UInt16](repeating: 1, count: 8)
        let fresh = try scheme.encrypt(ones.span, to: pair.publicKey, using: entropy)
        var sum = fresh[0]
        var count = 1
        var refusal: LWEError?
        for next in fresh.dropFirst() {
            do {
                sum = try scheme.add(sum, next)
                count += 1
            } catch {
                refusal = error
                break
            }
            #expect(Self.value(try scheme.decrypt(sum, with: pair.secretKey)) == UInt16(count % 2))
        }
        #expect(count == 5)
        guard case .failureTooLikely = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
    }

    @Test func `the measured variance is that of the formula, which is not a sum of variances`() throws {
        let scheme = try Regev(policy: .failureAtMost(log2: 0))
        let entropy = try Self.entropy(3)
        let zeros = [UInt16](repeating: 0, count: 8)
        var (single, double) = ([Double](), [Double]())
        for _ in 0..<40 {
            let pair = try scheme.generateKeyPair(using: entropy)
            let fresh = try scheme.encrypt(zeros.span, to: pair.publicKey, using: entropy)
            func noise(_ ciphertext: RegevCiphertext) -> Double {
                Double(Int16(bitPattern: scheme.phase(ciphertext, pair.secretKey) << 1) >> 1)
            }
            for index in stride(from: 0, to: 8, by: 2) {
                single += [noise(fresh[index]), noise(fresh[index + 1])]
                double.append(noise(try scheme.add(fresh[index], fresh[index + 1])))
            }
        }
        func variance(_ samples: [Double]) -> Double {
            samples.reduce(0) { $0 + $1 * $1 } / Double(samples.count)
        }
        let one = LinearCombination(fresh: 1)
        let two = try #require(one.adding(LinearCombination(fresh: 2)))
        #expect(abs(variance(single) / scheme.noise.variance(one) - 1) < 0.4)
        #expect(abs(variance(double) / scheme.noise.variance(two) - 1) < 0.4)
        #expect(scheme.noise.variance(two) == 3 * scheme.noise.variance(one))
    }

    @Test func `refuses what is insecure or does not fit`() throws {
        for (dimension, rows) in [
            (4, 4), (4, 10_000), (256, 256), (640, 640), (640, 9_856), (639, 9_872), (640, 65_536),
        ] {
            #expect(throws: LWEError.self) { try RegevParameters(dimension: dimension, rows: rows) }
        }
        #expect(RegevParameters.minimumRows(dimension: 640) == 9871)
        #expect(try RegevParameters(dimension: 640, rows: 9872) == .standard)
        #expect(throws: LWEError.self) { try Regev(plaintextBits: 0) }
        let scheme = try Regev()
        let entropy = try Self.entropy(4)
        let pair = try scheme.generateKeyPair(using: entropy)
        let two: [UInt16] = [2]
        #expect(throws: LWEError.plaintextOutOfRange(limit: 2)) {
            try scheme.encrypt(two.span, to: pair.publicKey, using: entropy)
        }
        let none: [UInt16] = []
        #expect(throws: LWEError.self) { try scheme.encrypt(none.span, to: pair.publicKey, using: entropy) }
        let other = try scheme.generateKeyPair(using: entropy)
        let ciphertext = try scheme.encrypt(([1] as [UInt16]).span, to: other.publicKey, using: entropy)[0]
        #expect(throws: LWEError.self) { _ = try scheme.decrypt(ciphertext, with: pair.secretKey) }
    }

    @Test func `secrets are not alike, and their bits look random`() throws {
        let scheme = try Regev()
        var secrets: [[UInt16]] = []
        for _ in 0..<20 {
            let pair = try scheme.generateKeyPair(using: SystemEntropy())
            secrets.append(
                pair.secretKey.s.withElements(of: UInt16.self) { s in (0..<s.count).map { s[$0] } })
        }
        #expect(Set(secrets).count == 20)
        let bits = secrets.joined().flatMap { word in (0..<15).map { word >> UInt16($0) & 1 } }
        let ones = Double(bits.reduce(0) { $0 + Int($1) })
        let runs = Double(zip(bits, bits.dropFirst()).reduce(1) { $0 + ($1.0 == $1.1 ? 0 : 1) })
        let count = Double(bits.count)
        // Five standard deviations: a false alarm in two million runs.
        #expect(abs(ones - count / 2) < 5 * (count / 4).squareRoot())
        #expect(abs(runs - count / 2) < 5 * (count / 4).squareRoot())
    }

    @Test func `encodings come back, malformed ones do not`() throws {
        let scheme = try Regev()
        let entropy = try Self.entropy(5)
        let pair = try scheme.generateKeyPair(using: entropy)
        #expect(try RegevPublicKey(decoding: pair.publicKey.encoded()) == pair.publicKey)
        let ciphertext = try scheme.encrypt(([1] as [UInt16]).span, to: pair.publicKey, using: entropy)[0]
        #expect(try RegevCiphertext(decoding: ciphertext.encoded()) == ciphertext)
        let key = try pair.secretKey.encoded()
        let decoded = try key.withBytes { try RegevSecretKey(decoding: $0) }
        #expect(Self.value(try scheme.decrypt(ciphertext, with: decoded)) == 1)
        for bytes in [pair.publicKey.encoded(), ciphertext.encoded()] {
            for cut in [0, 15, 16, 20, 24, 40, bytes.count - 1] {
                #expect(throws: LWEError.self) { try RegevPublicKey(decoding: Array(bytes[..<cut])) }
                #expect(throws: LWEError.self) { try RegevCiphertext(decoding: Array(bytes[..<cut])) }
            }
        }
    }
}
