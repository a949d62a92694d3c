/// The values that the plaintext entries of a ciphertext can have, known without the key.
///
/// Entries live modulo 2^bits; while the range has at most 2^bits values, decryption finds the integer itself.
public struct MessageRange: Equatable, Sendable {
    /// At most 0.
    public let lowerBound: Int64
    /// At least 0.
    public let upperBound: Int64

    /// 0 … `upperBound`, or any range around 0; nil when 0 is outside or a bound exceeds 2^31.
    init?(_ lowerBound: Int64 = 0, through upperBound: Int64) {
        let magnitudeLimit: Int64 = 1 << 31
        guard lowerBound <= 0, upperBound >= 0, lowerBound >= -magnitudeLimit, upperBound <= magnitudeLimit
        else { return nil }
        self.lowerBound = lowerBound
        self.upperBound = upperBound
    }

    /// How many values there are.
    public var span: UInt64 { UInt64(upperBound - lowerBound) + 1 }

    func adding(_ other: MessageRange) -> MessageRange? {
        MessageRange(lowerBound + other.lowerBound, through: upperBound + other.upperBound)
    }

    func scaled(by factor: Int32) -> MessageRange? {
        let (first, second) = (lowerBound * Int64(factor), upperBound * Int64(factor))
        return MessageRange(min(first, second), through: max(first, second))
    }
}
