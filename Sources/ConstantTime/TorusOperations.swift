internal import CMemcheck
internal import LWECore
internal import SecretMemory

/// Key generation, evaluation keys, encryption by the secret and by the public key, decryption; both kinds of noise.
///
/// With a small and insecure set: the code is the same for every size, and memcheck is slow.
func checkTFHE(_ report: inout Report) throws {
    var set = TFHEParameters.message2Carry2KeySwitch32
    set.name = "insecure-small"
    set.lweDimension = 24
    set.polynomialSize = 256
    try check(set, &report)
    set.name = "insecure-small-gaussian"
    set.lweNoise = .gaussian(standardDeviation: 0x1p-20)
    set.glweNoise = .gaussian(standardDeviation: 0x1p-45)
    try check(set, &report)
}

private func check(_ set: TFHEParameters, _ report: inout Report) throws {
    let entropy = try SecretEntropy(set.name)
    let key = try report.clean("\(set.name) key generation") { try ClientKey<UInt64>(set, using: entropy) }
    let seeded = try report.clean("\(set.name) evaluation keys") {
        try key.makeSeededServerKey(using: entropy)
    }
    withExtendedLifetime(seeded) {}
    var secrets = try SecretBytes(zeroed: 8 * 4)
    secrets.withMutableElements(of: UInt64.self) {
        for index in 0..<4 { $0[index] = UInt64(index) * set.delta }
    }
    hide(secrets)
    let fresh = try report.clean("\(set.name) encryption") {
        try secrets.withElements(of: UInt64.self) { try key.encrypt($0, using: entropy) }
    }
    let decrypted = try report.clean("\(set.name) decryption") { try key.decrypt(fresh.expanded()[3]) }
    try expect(3, decrypted, set.name, &report)
    let publicKey = try report.clean("\(set.name) public key") {
        try key.makeCompactPublicKey(using: entropy)
    }
    secrets.withMutableElements(of: UInt64.self) { for index in 0..<4 { $0[index] = UInt64(index) } }
    hide(secrets)
    let list = try report.clean("\(set.name) public-key encryption") {
        try secrets.withElements(of: UInt64.self) { try publicKey.encrypt($0, using: entropy) }
    }
    let received = try report.clean("\(set.name) decryption of it") { try key.decrypt(list.expanded()[2]) }
    try expect(2, received, set.name, &report)
    publish(secrets)
}

/// A branch on the result must be seen, or the taint was lost on the way and nothing above is proven.
private func expect(_ value: UInt64, _ result: UInt64, _ name: String, _ report: inout Report) throws {
    report.leaking("branch on the decrypted value of \(name)") {
        if isOdd(UInt8(truncatingIfNeeded: result)) { blackHole(1) }
    }
    var clear = result
    unsafe withUnsafeMutableBytes(of: &clear) { unsafe kms_memcheck_mark_public($0.baseAddress, $0.count) }
    guard clear == value else { throw WrongResult(operation: name) }
}
