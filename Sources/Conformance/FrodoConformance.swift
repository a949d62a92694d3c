internal import CSodium
internal import LWECore
internal import SecretMemory
internal import SystemDescription

extension VectorKind {
    /// FrodoKEM: key generation, encapsulation, decapsulation and implicit rejection from given randomness.
    static let frodokem = VectorKind(folder: "frodokem") { file, bytes in
        let json = try LocatedJSON(text: bytes, file: file)
        let name = try json.required("variant").text
        guard let variant = FrodoVariant(name: name) else {
            throw json.expected("the name of a FrodoKEM variant")
        }
        var verdict = FileVerdict()
        for test in try json.required("tests").elements {
            let test = try FrodoTest(test)
            verdict.caseCount += 1
            if let difference = test.firstDifference(variant) { verdict.differences.append(difference) }
        }
        return verdict
    }
}

extension LocatedJSON {
    /// The member `key` of an object, which must have it.
    fileprivate func required(_ key: String) throws(JSONError) -> LocatedJSON {
        guard let member = try member(key) else { throw expected("a member '\(key)'") }
        return member
    }
}

/// One test of a file: hexadecimal values by their names.
private struct FrodoTest {
    private let count: UInt64
    private let keyRandomness, randomness: String
    private let expected: [String: String]
    private static let values = [
        "pk_sha256", "pk", "sk_sha256", "sk", "ct_sha256", "ct", "ss", "ss_reject_ct0_xor1",
    ]

    init(_ json: LocatedJSON) throws(JSONError) {
        count = try json.required("count").count
        keyRandomness = try json.required("keygen_randomness").text
        randomness = try json.required("encaps_randomness").text
        var expected: [String: String] = [:]
        for name in Self.values { expected[name] = try json.member(name)?.text }
        self.expected = expected
    }

    /// The first value that is not as given; nil when all are.
    func firstDifference(_ variant: FrodoVariant) -> Difference? {
        do {
            let results = try results(variant)
            for (name, result) in results {
                let given = expected[name == "ss of decapsulation" ? "ss" : name]
                if let given, given.lowercased() != result {
                    return Difference(
                        name: "\(variant) test \(count): \(name)", expected: shortened(given),
                        got: shortened(result))
                }
            }
            return nil
        } catch {
            return Difference(name: "\(variant) test \(count)", expected: "a result", got: "\(error)")
        }
    }

    private func results(_ variant: FrodoVariant) throws -> [(String, String)] {
        let kem = FrodoKEM(variant)
        let (keyEntropy, entropy) = (try FixedEntropy(keyRandomness), try FixedEntropy(randomness))
        let pair = try kem.generateKeyPair(using: keyEntropy)
        let sent = try kem.encapsulate(to: pair.publicKey, using: entropy)
        guard keyEntropy.wasDrawnOnce, entropy.wasDrawnOnce else {
            throw BadVector(description: "randomness of another length is needed")
        }
        let received = try kem.decapsulate(sent.ciphertext, with: pair.secretKey)
        var changed = sent.ciphertext.bytes
        changed[0] ^= 1
        let rejected = try kem.decapsulate(try FrodoCiphertext(variant, bytes: changed), with: pair.secretKey)
        let secretKey = revealed(pair.secretKey.bytes)
        return [
            ("pk_sha256", hexadecimal(sha256(pair.publicKey.bytes))),
            ("pk", hexadecimal(pair.publicKey.bytes)),
            ("sk_sha256", hexadecimal(sha256(secretKey))), ("sk", hexadecimal(secretKey)),
            ("ct_sha256", hexadecimal(sha256(sent.ciphertext.bytes))),
            ("ct", hexadecimal(sent.ciphertext.bytes)),
            ("ss", hexadecimal(revealed(sent.sharedSecret))),
            ("ss of decapsulation", hexadecimal(revealed(received))),
            ("ss_reject_ct0_xor1", hexadecimal(revealed(rejected))),
        ]
    }

    private func shortened(_ text: String) -> String { text.count > 64 ? text.prefix(64) + "…" : text }
}

private struct BadVector: Error, CustomStringConvertible {
    let description: String
}

/// Exactly the bytes that a vector gives, in one draw.
private final class FixedEntropy: EntropySource {
    private let bytes: [UInt8]
    private var draws: [Int] = []

    init(_ hexadecimal: String) throws(BadVector) {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        guard digits.count == hexadecimal.count, digits.count.isMultiple(of: 2) else {
            throw BadVector(description: "randomness is not hexadecimal")
        }
        bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        draws.append(buffer.count)
        for index in 0..<buffer.count { unsafe buffer[index] = index < bytes.count ? bytes[index] : 0 }
    }

    var wasDrawnOnce: Bool { draws == [bytes.count] }
}

/// The keys of vectors are no secrets.
private func revealed(_ secret: borrowing SecretBytes) -> [UInt8] {
    unsafe secret.withUnsafeBytes { unsafe Array($0) }
}

private func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    _ = unsafe crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
    return digest
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
