internal import SecretMemory

/// The control: memcheck must see a branch on a secret, an index by a secret and a checked addition of secrets.
func checkPlantedLeaks(_ report: inout Report) throws {
    var secret = try SecretBytes(random: 64, from: SecretEntropy("planted"))
    hide(secret)
    var sum = 0
    report.leaking("branch on a secret") {
        secret.withElements(of: UInt8.self) { bytes in
            for index in 0..<bytes.count where isOdd(bytes[index]) { sum += 1 }
        }
    }
    let table = (0..<256).map { $0 * 3 }
    report.leaking("index by a secret") {
        secret.withElements(of: UInt8.self) { bytes in
            for index in 0..<bytes.count { sum &+= table[Int(bytes[index])] }
        }
    }
    report.leaking("checked addition of secrets") {
        secret.withElements(of: UInt64.self) { words in
            var total: UInt64 = 0
            for index in 0..<words.count { total = addChecked(total, words[index] >> 8) }
            sum &+= Int(truncatingIfNeeded: total)
        }
    }
    secret.wipe()
    blackHole(sum)
}

extension SecretBytes {
    /// Branches on the first byte.
    borrowing func branch() {
        if withElements(of: UInt8.self, { isOdd($0[0]) }) { blackHole(1) }
    }
}

@inline(never) func isOdd(_ byte: UInt8) -> Bool { byte & 1 == 1 }
@inline(never) private func addChecked(_ a: UInt64, _ b: UInt64) -> UInt64 { a + b }
@inline(never) func blackHole(_ value: Int) { withExtendedLifetime(value) {} }
