import Foundation
import LWECore
import SecretMemory
import Testing

/// The published known answers: each variant's text of one hundred tests, by its hash.
@Suite struct FrodoKnownAnswerTests {
    struct Published: Sendable, CustomTestStringConvertible {
        let variant: FrodoVariant
        let single, all: String
        var testDescription: String { variant.name }
    }

    static let published: [Published] = {
        let url = Bundle.module.bundleURL.appending(path: "KnownAnswers/frodokem.txt")
        let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            return FrodoVariant(name: words[0]).map {
                Published(variant: $0, single: words[1], all: words[2])
            }
        }
    }()

    @Test func `there are known answers for every variant`() {
        #expect(Self.published.map(\.variant) == FrodoVariant.allCases)
    }

    /// The text of test `count`; checks on the way that decapsulation finds the same secret.
    static func text(_ variant: FrodoVariant, count: Int, seed: [UInt8], level: VectorLevel) throws -> String
    {
        let generator = CounterModeGenerator(entropy: seed)
        let kem = FrodoKEM(variant, level: level)
        let pair = try kem.generateKeyPair(using: generator)
        let sent = try kem.encapsulate(to: pair.publicKey, using: generator)
        let received = try kem.decapsulate(sent.ciphertext, with: pair.secretKey)
        let agreed = received.isEqual(to: sent.sharedSecret)
        #expect(agreed)
        return """
            count = \(count)
            seed = \(hexadecimal(seed))
            pk = \(hexadecimal(pair.publicKey.bytes))
            sk = \(hexadecimal(revealed(pair.secretKey.bytes)))
            ct = \(hexadecimal(sent.ciphertext.bytes))
            ss = \(hexadecimal(revealed(sent.sharedSecret)))

            """
    }

    static func texts(_ variant: FrodoVariant, _ count: Int, level: VectorLevel = .best) throws -> String {
        let master = CounterModeGenerator(entropy: (0..<48).map { UInt8($0) })
        return try (0..<count).map { try text(variant, count: $0, seed: master.bytes(48), level: level) }
            .joined(separator: "\n")
    }

    @Test(arguments: published, VectorLevel.allCases.filter { $0 <= .supported })
    func `the first test's text has the published hash`(_ published: Published, level: VectorLevel) throws {
        #expect(sha256(try Self.texts(published.variant, 1, level: level)) == published.single)
    }

    @Test(arguments: published)
    func `the text of a hundred tests has the published hash`(_ published: Published) throws {
        #expect(sha256(try Self.texts(published.variant, 100)) == published.all)
    }
}
