internal import CMemcheck
internal import LWECore
internal import SecretMemory

/// Key generation, evaluation keys, encryption by the secret and by the public key, decryption; both kinds of noise; typed
/// integers, packed ones and bits.
///
/// With a small and insecure set: the code is the same for every size, and memcheck is slow.
func checkTFHE(_ report: inout Report) throws {
    var set = TFHEParameters.message2Carry2KeySwitch32
    set.name = "insecure-small"
    set.lweDimension = 24
    set.polynomialSize = 256
    try check(set, &report)
    try checkIntegers(set, &report)
    set.name = "insecure-small-gaussian"
    set.lweNoise = .gaussian(standardDeviation: 0x1p-20)
    set.glweNoise = .gaussian(standardDeviation: 0x1p-45)
    try check(set, &report)
    var gates = TFHEParameters.booleanDefault
    gates.name = "insecure-small-gates"
    gates.lweDimension = 24
    gates.polynomialSize = 256
    try checkBits(gates, &report)
}

/// Typed integers and truth values, and results packed for their owner.
private func checkIntegers(_ set: TFHEParameters, _ report: inout Report) throws {
    let entropy = try SecretEntropy("integers")
    var key = try ClientKey<UInt64>(set, using: entropy)
    // Its number is drawn with it, and public; its bits lie behind a pointer.
    unsafe withUnsafeMutableBytes(of: &key) { unsafe kms_memcheck_mark_public($0.baseAddress, $0.count) }
    var (byte, truth): (UInt8, Bool) = (0xB7, true)
    hide(&byte)
    hide(&truth)
    let number = try report.clean("integer encryption") { try key.encrypt(byte, using: entropy) }
    let flag = try report.clean("truth value encryption") { try key.encrypt(truth, using: entropy) }
    var decrypted = try report.clean("integer decryption") { try key.decrypt(number) }
    report.leaking("branch on the decrypted integer") { if isOdd(decrypted) { blackHole(1) } }
    var opened = try report.clean("truth value decryption") { try key.decrypt(flag) }
    report.leaking("branch on the decrypted truth value") { if opened { blackHole(1) } }
    reveal(&decrypted)
    reveal(&opened)
    guard decrypted == 0xB7, opened else { throw WrongResult(operation: "integers") }

    guard case .listCompression(let list)? = Companion.named("2_2-list") else { return }
    var packing = try report.clean("packing key generation") {
        try key.makePackingSecretKey(list.packing, using: entropy)
    }
    unsafe withUnsafeMutableBytes(of: &packing) { unsafe kms_memcheck_mark_public($0.baseAddress, $0.count) }
    let seeded = try report.clean("packing key") { try key.makeSeededPackingKey(to: packing, using: entropy) }
    let packed = try PackingKey(seeded).pack([AnyEncryptedInteger(number), AnyEncryptedInteger(flag)])
    let values = try report.clean("decryption of packed integers") { try packing.decrypt(packed) }
    report.leaking("branch on the packed integers") { values.branch() }
    publish(values)
    guard values.withElements(of: UInt64.self, { $0[0] == 0xB7 && $0[1] == 1 }) else {
        throw WrongResult(operation: "packed integers")
    }
}

/// Bits for gates.
private func checkBits(_ set: TFHEParameters, _ report: inout Report) throws {
    let entropy = try SecretEntropy("bits")
    var key = try ClientKey<UInt32>(set, using: entropy)
    unsafe withUnsafeMutableBytes(of: &key) { unsafe kms_memcheck_mark_public($0.baseAddress, $0.count) }
    var bits = [true, false]
    unsafe bits.withUnsafeMutableBytes { unsafe kms_memcheck_mark_secret($0.baseAddress, $0.count) }
    let fresh = try report.clean("bit encryption") { try key.encrypt(bits: bits, using: entropy) }
    var opened = try report.clean("bit decryption") { try key.decrypt(fresh[0]) }
    report.leaking("branch on the decrypted bit of a gate") { if opened { blackHole(1) } }
    reveal(&opened)
    guard opened else { throw WrongResult(operation: "bits") }
}

/// Declares a value secret.
private func hide<T: BitwiseCopyable>(_ value: inout T) {
    unsafe withUnsafeMutableBytes(of: &value) { unsafe kms_memcheck_mark_secret($0.baseAddress, $0.count) }
}

/// Declares a value public.
private func reveal<T: BitwiseCopyable>(_ value: inout T) {
    unsafe withUnsafeMutableBytes(of: &value) { unsafe kms_memcheck_mark_public($0.baseAddress, $0.count) }
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
