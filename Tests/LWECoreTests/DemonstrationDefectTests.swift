import SecretMemory
import Testing

@testable import LWECore

/// The defects of the doctoral demonstration, as far as they concern the cryptography.
@Suite struct DemonstrationDefectTests {
    static let published = InsecureDemonstrationScheme(
        dimension: 4, modulusBits: 10, messageCount: 16,
        a: [-485, -72, 401, 246, 247, -156, 461, -382, 403, 464, 457, 206, -17, -260, 389, -38],
        b: [-84, 708, 860, 372], secret: [1, 0, 1, 0])

    @Test func `its deterministic values are reproduced`() {
        let scheme = Self.published
        let (c1, c2) = scheme.encrypt(2, r: [-1, 1, 1, 1], e2: -1)
        #expect(c1 == [94, 120, -118, -460])
        #expect(c2 == 103)
        #expect(scheme.decrypt(c1, c2) == 2)
        for row in 0..<4 {
            let product = (0..<4).reduce(0) { $0 + scheme.a[4 * row + $1] * scheme.secret[$1] }
            #expect(product == scheme.b[row])
        }
    }

    @Test func `its division gives wrong numbers for messages in the upper half`() {
        let scheme = Self.published
        let decrypted = (0..<16).map { message in
            let (c1, c2) = scheme.encrypt(message, r: [-1, 1, 1, 1], e2: 0)
            return scheme.decrypt(c1, c2)
        }
        #expect(Array(decrypted[..<8]) == Array(0..<8))
        #expect(decrypted[8] == -7)
        #expect(decrypted[15] == 0)
    }

    @Test(arguments: [4, 256])
    func `anybody reads its messages by inverting A`(_ dimension: Int) throws {
        let entropy = try SeededEntropy(seed: UInt64(dimension), stream: "DemonstrationDefectTests")
        var attacked = 0
        for _ in 0..<20 where attacked < 2 {
            var words = [UInt16](repeating: 0, count: dimension * (dimension + 4))
            unsafe words.withUnsafeMutableBytes { unsafe entropy.fill($0) }
            let a = words[..<(dimension * dimension)].map { Int($0 & 1023) }
            let rest = words[(dimension * dimension)...].map(Int.init)
            let secret = rest[..<dimension].map { $0 & 1 }
            let errors = rest[dimension..<2 * dimension].map { $0 % 3 - 1 }
            let r = rest[2 * dimension..<3 * dimension].map { $0 % 3 - 1 }
            let b = (0..<dimension).map { i in
                (0..<dimension).reduce(errors[i]) { $0 + a[i * dimension + $1] * secret[$1] }
            }
            let scheme = InsecureDemonstrationScheme(
                dimension: dimension, modulusBits: 10, messageCount: 16, a: a, b: b, secret: secret)
            let message = rest[3 * dimension] % 8
            let (c1, c2) = scheme.encrypt(message, r: r, e2: rest[3 * dimension + 1] % 3 - 1)
            let unsignedA = a.map { UInt16($0) }
            let y = c1.map { UInt16(truncatingIfNeeded: $0) & 1023 }
            guard let found = solveFromTheLeft(unsignedA, y, bits: 10) else { continue }
            attacked += 1
            #expect(found.map { scheme.centred(Int($0)) } == r)
            let phase = scheme.centred((0..<dimension).reduce(c2) { $0 - Int(found[$1]) * b[$1] })
            #expect((phase + scheme.scale / 2) / scheme.scale == message)
        }
        #expect(attacked == 2)
    }

    @Test func `the same attack learns nothing from our ciphertexts`() throws {
        let variant = FrodoVariant(.frodo640, .aes)
        let (n, q) = (640, UInt16(0x7FFF))
        let pke = try FrodoPKE(variant)
        let entropy = try SeededEntropy(seed: 6, stream: "DemonstrationDefectTests")
        for _ in 0..<40 {
            let pair = try pke.generateKeyPair(using: entropy)
            var a: [UInt16] = []
            let matrix = PublicMatrix(
                generator: .aes, seed: Array(pair.publicKey.bytes[..<16]), rows: n, columns: n, level: .best)
            try unsafe matrix.forEachBlock { _, rowCount, entries in
                a += (0..<rowCount * n).map { unsafe entries[$0] & q }
            }
            let ones = [UInt16](repeating: 1, count: 64)
            let ciphertext = try pke.encrypt(ones.span, to: pair.publicKey, using: entropy)
            guard let r = solveFromTheLeft(a, Array(ciphertext.mask[..<n]), bits: 15) else { continue }
            // The solution is nothing like the small S', and C - r·B nothing like the message.
            let small = r.filter { $0 <= 12 || $0 >= 0x8000 - 12 }.count
            #expect(small < 20)
            let b = variant.parameters.unpacked(Array(pair.publicKey.bytes[16...]))
            let guesses = (0..<8).map { column in
                let product = (0..<n).reduce(UInt16(0)) { $0 &+ r[$1] &* b[8 * $1 + column] }
                return variant.parameters.decodeEntry(ciphertext.body[column] &- product, bits: 2)
            }
            #expect(guesses != Array(ones[..<8]))
            return
        }
        Issue.record("no invertible matrix among forty")
    }

    @Test func `a hundred keys have a hundred secrets`() throws {
        let pke = try FrodoPKE(FrodoVariant(.frodo640, .aes))
        var secrets = Set<[UInt8]>()
        for _ in 0..<100 {
            let pair = try pke.generateKeyPair(using: SystemEntropy())
            secrets.insert(revealed(pair.secretKey.sTransposed))
        }
        #expect(secrets.count == 100)
    }

    @Test func `every word of a ciphertext is below q, sums too`() throws {
        let pke = try FrodoPKE(FrodoVariant(.frodo640, .shake))
        let entropy = try SeededEntropy(seed: 7, stream: "DemonstrationDefectTests")
        let pair = try pke.generateKeyPair(using: entropy)
        let ones = [UInt16](repeating: 1, count: 64)
        let x = try pke.encrypt(ones.span, through: 1, to: pair.publicKey, using: entropy)
        let y = try pke.encrypt(ones.span, through: 1, to: pair.publicKey, using: entropy)
        for ciphertext in [x, try pke.add(x, y), try pke.subtract(x, y), try pke.multiply(x, by: -1)] {
            #expect((ciphertext.mask + ciphertext.body).allSatisfy { $0 < 0x8000 })
        }
    }
}
