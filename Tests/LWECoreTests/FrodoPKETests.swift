import LWECore
import SecretMemory
import Testing

/// Encryption of matrices, sums of ciphertexts, and what is refused.
@Suite struct FrodoPKETests {
    static let variants = FrodoParameterSet.allCases.map { FrodoVariant($0, .aes) }

    static func entropy(_ seed: UInt64) throws -> SeededEntropy {
        try SeededEntropy(seed: seed, stream: "FrodoPKETests")
    }

    /// 64 values below `bound`.
    static func entries(below bound: UInt64, from entropy: SeededEntropy) -> [UInt16] {
        var words = [UInt16](repeating: 0, count: 64)
        unsafe words.withUnsafeMutableBytes { unsafe entropy.fill($0) }
        return words.map { $0 % UInt16(bound) }
    }

    static func values(_ secret: borrowing SecretBytes) -> [Int32] {
        secret.withElements(of: Int32.self) { values in (0..<values.count).map { values[$0] } }
    }

    @Test(arguments: FrodoVariant.allCases)
    func `decrypts what it encrypted`(_ variant: FrodoVariant) throws {
        let pke = try FrodoPKE(variant)
        let entropy = try Self.entropy(1)
        let pair = try pke.generateKeyPair(using: entropy)
        for bits in 1...variant.parameters.plaintextBits {
            let pke = try FrodoPKE(variant, plaintextBits: bits)
            let entries = Self.entries(below: pke.plaintextModulus, from: entropy)
            let ciphertext = try pke.encrypt(entries.span, to: pair.publicKey, using: entropy)
            let decrypted = try pke.decrypt(ciphertext, with: pair.secretKey)
            #expect(Self.values(decrypted) == entries.map(Int32.init))
        }
    }

    @Test(arguments: variants)
    func `adds, subtracts and multiplies entry by entry`(_ variant: FrodoVariant) throws {
        let pke = try FrodoPKE(variant)
        let entropy = try Self.entropy(2)
        let pair = try pke.generateKeyPair(using: entropy)
        let (a, b) = (Self.entries(below: 2, from: entropy), Self.entries(below: 2, from: entropy))
        let x = try pke.encrypt(a.span, through: 1, to: pair.publicKey, using: entropy)
        let y = try pke.encrypt(b.span, through: 1, to: pair.publicKey, using: entropy)
        let sum = try pke.decrypt(try pke.add(x, y), with: pair.secretKey)
        #expect(Self.values(sum) == zip(a, b).map { Int32($0 + $1) })
        let difference = try pke.decrypt(try pke.subtract(x, y), with: pair.secretKey)
        #expect(Self.values(difference) == zip(a, b).map { Int32($0) - Int32($1) })
        let negated = try pke.decrypt(try pke.multiply(x, by: -1), with: pair.secretKey)
        #expect(Self.values(negated) == a.map { -Int32($0) })
    }

    @Test(arguments: variants)
    func `refuses the sum that could exceed an entry`(_ variant: FrodoVariant) throws {
        let pke = try FrodoPKE(variant, policy: .sixStandardDeviations)
        let entropy = try Self.entropy(3)
        let pair = try pke.generateKeyPair(using: entropy)
        let full = try pke.encrypt([UInt16](repeating: 1, count: 64).span, to: pair.publicKey, using: entropy)
        let modulus = pke.plaintextModulus
        #expect(throws: LWEError.messageRangeExceeded(span: 2 * modulus - 1, limit: modulus)) {
            try pke.add(full, full)
        }
        #expect(throws: LWEError.messageRangeExceeded(span: 2 * modulus - 1, limit: modulus)) {
            try pke.multiply(full, by: 2)
        }
    }

    @Test(arguments: variants)
    func `refuses the sum that could decrypt wrongly`(_ variant: FrodoVariant) throws {
        let pke = try FrodoPKE(variant)
        let entropy = try Self.entropy(4)
        let pair = try pke.generateKeyPair(using: entropy)
        let zeros = [UInt16](repeating: 0, count: 64)
        var sum = try pke.encrypt(zeros.span, through: 0, to: pair.publicKey, using: entropy)
        for _ in 1..<pke.squaredWeightLimit {
            sum = try pke.add(
                sum, try pke.encrypt(zeros.span, through: 0, to: pair.publicKey, using: entropy))
        }
        let last = try pke.encrypt(zeros.span, through: 0, to: pair.publicKey, using: entropy)
        let limit = pke.squaredWeightLimit
        #expect(throws: LWEError.noiseBudgetExceeded(squaredWeight: limit + 1, limit: limit)) {
            try pke.add(sum, last)
        }
    }

    @Test func `a ciphertext added to itself counts as doubled, not as two`() throws {
        let pke = try FrodoPKE(FrodoVariant(.frodo1344, .aes))
        let entropy = try Self.entropy(5)
        let pair = try pke.generateKeyPair(using: entropy)
        let x = try pke.encrypt(
            [UInt16](repeating: 1, count: 64).span, through: 1, to: pair.publicKey, using: entropy)
        #expect(pke.squaredWeightLimit == 3)
        #expect(throws: LWEError.noiseBudgetExceeded(squaredWeight: 4, limit: 3)) { try pke.add(x, x) }
        #expect(try pke.subtract(x, x).combination.squaredWeight == 0)
    }

    @Test func `refuses values out of range, other keys and other parameters`() throws {
        let pke = try FrodoPKE(FrodoVariant(.frodo640, .aes))
        let entropy = try Self.entropy(6)
        let pair = try pke.generateKeyPair(using: entropy)
        let other = try pke.generateKeyPair(using: entropy)
        let four = [UInt16](repeating: 4, count: 64)
        #expect(throws: LWEError.plaintextOutOfRange(limit: 4)) {
            try pke.encrypt(four.span, to: pair.publicKey, using: entropy)
        }
        #expect(throws: LWEError.wrongLength(object: .plaintext, expected: 64, actual: 3)) {
            try pke.encrypt([1, 2, 3].span, to: pair.publicKey, using: entropy)
        }
        let ones = [UInt16](repeating: 1, count: 64)
        let mine = try pke.encrypt(ones.span, through: 1, to: pair.publicKey, using: entropy)
        let theirs = try pke.encrypt(ones.span, through: 1, to: other.publicKey, using: entropy)
        #expect(throws: LWEError.self) { try pke.add(mine, theirs) }
        #expect(throws: LWEError.self) { _ = try pke.decrypt(theirs, with: pair.secretKey) }
        let larger = try FrodoPKE(FrodoVariant(.frodo976, .aes))
        #expect(throws: LWEError.self) { try larger.add(mine, mine) }
        #expect(throws: LWEError.self) { try FrodoPKE(FrodoVariant(.frodo640, .aes), plaintextBits: 3) }
    }
}
