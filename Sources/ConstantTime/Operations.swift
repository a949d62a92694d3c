internal import CMemcheck
internal import LWECore
internal import SecretMemory

/// Key generation, encapsulation, decapsulation of right and of wrong ciphertexts.
func checkKEM(_ variant: FrodoVariant, _ report: inout Report) throws {
    let kem = FrodoKEM(variant)
    let entropy = try SecretEntropy(variant.name)
    let pair = try report.clean("\(variant) key generation") { try kem.generateKeyPair(using: entropy) }
    publish(pair.publicKey.bytes)
    let sent = try report.clean("\(variant) encapsulation") {
        try kem.encapsulate(to: pair.publicKey, using: entropy)
    }
    publish(sent.ciphertext.bytes)
    hide(pair.secretKey.bytes)
    let received = try report.clean("\(variant) decapsulation") {
        try kem.decapsulate(sent.ciphertext, with: pair.secretKey)
    }
    // Were the taint lost on the way, the lines above would prove nothing.
    report.leaking("branch on the shared secret of \(variant)") { received.branch() }
    var bytes = sent.ciphertext.bytes
    bytes[0] ^= 1
    let changed = try FrodoCiphertext(variant, bytes: bytes)
    let rejected = try report.clean("\(variant) implicit rejection") {
        try kem.decapsulate(changed, with: pair.secretKey)
    }
    let (agree, differ) = (received.isEqual(to: sent.sharedSecret), rejected.isEqual(to: sent.sharedSecret))
    var verdicts = [agree, differ]
    unsafe verdicts.withUnsafeMutableBytes { unsafe kms_memcheck_mark_public($0.baseAddress, $0.count) }
    guard verdicts == [true, false] else { throw WrongResult(operation: variant.name) }
}

/// Key generation, encryption of secret values, sums, decryption; matrices and integers.
func checkPKE(_ variant: FrodoVariant, _ report: inout Report) throws {
    let pke = try FrodoPKE(variant)
    let entropy = try SecretEntropy(variant.name)
    let pair = try report.clean("\(variant) PKE key generation") { try pke.generateKeyPair(using: entropy) }
    let publicKey = try FrodoPKEPublicKey(decoding: published(pair.publicKey.encoded()))
    // The identifier is a hash of the public key: made from published bytes, it is public.
    let secretKey = try relabelled(pair.secretKey, identifier: publicKey.identifier)
    var integers = try SecretBytes(zeroed: 4 * 8)
    integers.withMutableElements(of: UInt64.self) {
        for index in 0..<$0.count { $0[index] = UInt64(index) * 77 }
    }
    hide(integers)
    let encoding = try IntegerEncoding(valueBits: 16)
    let vector = try report.clean("\(variant) integer encryption") {
        try integers.withElements(of: UInt64.self) { integers in
            try pke.encrypt(integers, encoding, to: publicKey, using: entropy)
        }
    }
    let received = try EncryptedIntegers(decoding: published(vector.encoded()))
    let sum = try pke.add(received, try pke.multiply(received, by: 0))
    let decrypted = try report.clean("\(variant) integer decryption") {
        try pke.decrypt(sum, with: secretKey)
    }
    report.leaking("branch on the decrypted integers of \(variant)") { decrypted.branch() }
    publish(decrypted)
    let right = decrypted.withElements(of: Int64.self) { values in
        (0..<4).allSatisfy { values[$0] == Int64($0) * 77 }
    }
    guard right else { throw WrongResult(operation: "\(variant) integers") }
}

/// Key generation, encryption and decryption of bits.
func checkRegev(_ report: inout Report) throws {
    let scheme = try Regev()
    let entropy = try SecretEntropy("Regev")
    let pair = try report.clean("Regev key generation") { try scheme.generateKeyPair(using: entropy) }
    let publicKey = try RegevPublicKey(decoding: published(pair.publicKey.encoded()))
    var bits = try SecretBytes(zeroed: 2 * Regev.batchSize)
    bits.withMutableElements(of: UInt16.self) { for index in 0..<$0.count { $0[index] = UInt16(index & 1) } }
    hide(bits)
    let fresh = try report.clean("Regev encryption") {
        try bits.withElements(of: UInt16.self) { try scheme.encrypt($0, to: publicKey, using: entropy) }
    }
    let ciphertext = try RegevCiphertext(decoding: published(fresh[1].encoded()))
    var encoded = try pair.secretKey.encoded()
    encoded.publishHeader(identifier: publicKey.identifier, at: 24)
    let secretKey = try encoded.withBytes { try RegevSecretKey(decoding: $0) }
    let decrypted = try report.clean("Regev decryption") { try scheme.decrypt(ciphertext, with: secretKey) }
    report.leaking("branch on the decrypted bit") { decrypted.branch() }
    publish(decrypted)
    guard decrypted.withElements(of: UInt16.self, { $0[0] }) == 1 else {
        throw WrongResult(operation: "Regev")
    }
}

/// A copy of `bytes` that is public.
private func published(_ bytes: [UInt8]) -> [UInt8] {
    publish(bytes)
    return bytes
}

/// The same key with a public identifier.
private func relabelled(
    _ key: borrowing FrodoPKESecretKey, identifier: UInt64
) throws -> FrodoPKESecretKey {
    var encoded = try key.encoded()
    encoded.publishHeader(identifier: identifier, at: 16)
    return try encoded.withBytes { try FrodoPKESecretKey(decoding: $0) }
}

extension SecretBytes {
    /// Declares the frame and the identifier of an encoded secret key public; the rest stays secret.
    fileprivate mutating func publishHeader(identifier: UInt64, at offset: Int) {
        unsafe withUnsafeMutableBytes { bytes in
            unsafe kms_memcheck_mark_public(bytes.baseAddress, offset)
            unsafe bytes.storeBytes(of: identifier, toByteOffset: offset, as: UInt64.self)
            unsafe kms_memcheck_mark_public(bytes.baseAddress, offset + 8)
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[(offset + 8)...])
            unsafe kms_memcheck_mark_secret(rest.baseAddress, rest.count)
        }
    }
}

/// An operation gave something else than it must.
struct WrongResult: Error, CustomStringConvertible {
    let operation: String
    var description: String { "\(operation): wrong result" }
}
