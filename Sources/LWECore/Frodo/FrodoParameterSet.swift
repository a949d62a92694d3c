/// The three parameter sets of FrodoKEM (ISO preliminary standardization proposal, 2023-03-14), salted variant.
///
/// Security levels 1, 3 and 5 are those that the specification claims.
public enum FrodoParameterSet: UInt8, CaseIterable, Sendable {
    case frodo640 = 1
    case frodo976 = 2
    case frodo1344 = 3

    /// The dimension n of the lattice problem; a multiple of 16.
    public var dimension: Int {
        switch self {
        case .frodo640: 640
        case .frodo976: 976
        case .frodo1344: 1344
        }
    }

    /// log2 of the modulus q.
    public var modulusBits: Int { self == .frodo640 ? 15 : 16 }

    /// B: plaintext bits in one matrix entry.
    public var plaintextBits: Int {
        switch self {
        case .frodo640: 2
        case .frodo976: 3
        case .frodo1344: 4
        }
    }

    /// Rows of S', columns of S: messages are 8 × 8 matrices.
    public static let blockSize = 8
    /// Entries of a message matrix.
    public static let entryCount = blockSize * blockSize

    /// Bytes of s, k, mu, the shared secret and the hash of the public key.
    public var secretByteCount: Int { plaintextBits * Self.entryCount / 8 }
    /// Bytes of seedSE and of the salt.
    public var seedByteCount: Int { 2 * secretByteCount }
    /// Bytes of seedA and of z, from which it comes.
    public static let matrixSeedByteCount = 16

    /// Cumulative distribution of the error's magnitude.
    ///
    /// Entry k is the number of 15-bit values t whose magnitude is at most k, less one; the last entry is 2^15 - 1.
    public var errorTable: [UInt16] {
        switch self {
        case .frodo640:
            [4643, 13363, 20579, 25843, 29227, 31145, 32103, 32525, 32689, 32745, 32762, 32766, 32767]
        case .frodo976: [5638, 15915, 23689, 28571, 31116, 32217, 32613, 32731, 32760, 32766, 32767]
        case .frodo1344: [9142, 23462, 30338, 32361, 32725, 32765, 32767]
        }
    }

    /// q - 1: reduces a 16-bit word modulo q.
    var modulusMask: UInt16 { UInt16(truncatingIfNeeded: (1 << modulusBits) - 1) }

    /// Bytes of `count` entries packed at `modulusBits` each; `count` is a multiple of 8.
    func packedByteCount(_ count: Int) -> Int { count * modulusBits / 8 }
}
