/// A channel or interrupt as one domain names it: 0…61 are the ones a description can give.
///
/// Any other number can be named too, since Microkit's calls take any; the machine refuses it.
public struct ChannelID: Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible
{
    /// How many channels and interrupts a domain can have.
    public static let limit: UInt32 = 62
    /// The number the domain knows it by.
    public let number: UInt32

    /// Names channel `value`.
    public init(integerLiteral value: UInt32) { number = value }
    /// Names channel `number`, which may be one that no description can give.
    public init(_ number: UInt32) { self.number = number }
    /// Names channel `number`; `nil` outside 0…61.
    public init?(exactly number: some BinaryInteger) {
        guard let value = UInt32(exactly: number), value < Self.limit else { return nil }
        self.number = value
    }

    /// Whether a description can give this channel.
    public var isValid: Bool { number < Self.limit }
    /// Its bit in the notification word; meaningful when valid.
    public var bit: UInt8 { UInt8(truncatingIfNeeded: number) }
    /// `ch3`.
    public var description: String { "ch\(number)" }
    /// By number.
    public static func < (a: ChannelID, b: ChannelID) -> Bool { a.number < b.number }
}
