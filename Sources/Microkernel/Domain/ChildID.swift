/// A child domain as its parent names it: the `id` of its element.
public struct ChildID: Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// The number the parent knows it by; usable up to 61.
    public let number: UInt32

    /// Names child `value`.
    public init(integerLiteral value: UInt32) { number = value }
    /// Names child `number`, whether or not there is one.
    public init(_ number: UInt32) { self.number = number }

    /// `child3`.
    public var description: String { "child\(number)" }
    /// By number.
    public static func < (a: ChildID, b: ChildID) -> Bool { a.number < b.number }
}
