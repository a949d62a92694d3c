import LWECore
import SecretMemory
import Testing

/// Vectors of integers: digits, carries, and the refusal before digits overflow.
@Suite struct IntegerTests {
    static func integers(_ count: Int, bits: Int, from entropy: SeededEntropy) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: count)
        unsafe words.withUnsafeMutableBytes { unsafe entropy.fill($0) }
        return words.map { $0 >> UInt64(64 - bits) }
    }

    static func values(_ secret: borrowing SecretBytes) -> [Int64] {
        secret.withElements(of: Int64.self) { values in (0..<values.count).map { values[$0] } }
    }

    struct Shape: Sendable {
        let set: FrodoParameterSet
        let valueBits, digitBits, count: Int
    }

    @Test(arguments: [
        Shape(set: .frodo640, valueBits: 32, digitBits: 1, count: 1),
        Shape(set: .frodo640, valueBits: 1, digitBits: 1, count: 65),
        Shape(set: .frodo976, valueBits: 32, digitBits: 1, count: 5),
        Shape(set: .frodo976, valueBits: 47, digitBits: 2, count: 3),
        Shape(set: .frodo1344, valueBits: 48, digitBits: 3, count: 4),
        Shape(set: .frodo1344, valueBits: 33, digitBits: 2, count: 9),
    ])
    func `sums of as many vectors as are allowed are exact, one more is refused`(_ shape: Shape) throws {
        let pke = try FrodoPKE(FrodoVariant(shape.set, .shake))
        let encoding = try IntegerEncoding(valueBits: shape.valueBits, digitBits: shape.digitBits)
        let entropy = try SeededEntropy(seed: 7, stream: "IntegerTests")
        let pair = try pke.generateKeyPair(using: entropy)
        var expected = [Int64](repeating: 0, count: shape.count)
        var sum: EncryptedIntegers?
        for _ in 0..<pke.summandLimit(encoding) {
            let integers = Self.integers(shape.count, bits: shape.valueBits, from: entropy)
            let next = try pke.encrypt(integers.span, encoding, to: pair.publicKey, using: entropy)
            sum = try sum.map { try pke.add($0, next) } ?? next
            expected = zip(expected, integers).map { $0 + Int64($1) }
        }
        let total = try #require(sum)
        let decrypted = try pke.decrypt(total, with: pair.secretKey)
        #expect(Self.values(decrypted) == expected)
        let integers = Self.integers(shape.count, bits: shape.valueBits, from: entropy)
        let last = try pke.encrypt(integers.span, encoding, to: pair.publicKey, using: entropy)
        #expect(throws: LWEError.self) { try pke.add(total, last) }
    }

    @Test func `differences may be negative`() throws {
        let pke = try FrodoPKE(FrodoVariant(.frodo1344, .aes), plaintextBits: 3)
        let encoding = try IntegerEncoding(valueBits: 32, digitBits: 1)
        let entropy = try SeededEntropy(seed: 8, stream: "IntegerTests")
        let pair = try pke.generateKeyPair(using: entropy)
        let (a, b): ([UInt64], [UInt64]) = ([0, 5, 4_294_967_295, 1], [4_294_967_295, 7, 0, 1])
        let x = try pke.encrypt(a.span, encoding, to: pair.publicKey, using: entropy)
        let y = try pke.encrypt(b.span, encoding, to: pair.publicKey, using: entropy)
        let difference = try pke.subtract(x, y)
        #expect(difference.valueRange == -4_294_967_295...4_294_967_295)
        let decrypted = try pke.decrypt(difference, with: pair.secretKey)
        #expect(Self.values(decrypted) == zip(a, b).map { Int64($0) - Int64($1) })
        let doubled = try pke.decrypt(try pke.multiply(x, by: 2), with: pair.secretKey)
        #expect(Self.values(doubled) == a.map { 2 * Int64($0) })
    }

    @Test func `chooses the encoding with the fewest ciphertexts`() throws {
        func shape(_ summands: UInt64) throws -> [Int] {
            let scheme = try FrodoPKE.adding(
                summands, vectorsOf: 32, with: FrodoVariant(.frodo1344, .aes), policy: .strict)
            #expect(scheme.pke.summandLimit(scheme.encoding) >= summands)
            return [scheme.pke.plaintextBits, scheme.encoding.digitBits]
        }
        #expect(try shape(1) == [4, 4])
        #expect(try shape(2) == [4, 3])
        #expect(try shape(3) == [4, 2])
        #expect(try shape(7) == [3, 1])
        #expect(throws: LWEError.self) { try shape(8) }
    }

    @Test func `refuses what does not fit`() throws {
        let pke = try FrodoPKE(FrodoVariant(.frodo640, .aes))
        let entropy = try SeededEntropy(seed: 9, stream: "IntegerTests")
        let pair = try pke.generateKeyPair(using: entropy)
        let encoding = try IntegerEncoding(valueBits: 8)
        #expect(throws: LWEError.plaintextOutOfRange(limit: 256)) {
            try pke.encrypt([UInt64(255), 256].span, encoding, to: pair.publicKey, using: entropy)
        }
        #expect(throws: LWEError.self) {
            try pke.encrypt([UInt64]().span, encoding, to: pair.publicKey, using: entropy)
        }
        #expect(throws: LWEError.self) {
            let wide = try IntegerEncoding(valueBits: 8, digitBits: 3)
            return try pke.encrypt([UInt64(1)].span, wide, to: pair.publicKey, using: entropy)
        }
        for (valueBits, digitBits) in [(0, 1), (49, 1), (8, 0), (8, 5)] {
            #expect(throws: LWEError.self) { try IntegerEncoding(valueBits: valueBits, digitBits: digitBits) }
        }
    }
}
