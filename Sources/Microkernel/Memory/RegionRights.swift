/// What the type of a region lets a domain do with it.
public protocol RegionRights: Sendable {
    /// Whether it may store.
    static var writable: Bool { get }
}

/// Loads only: stores do not compile.
public enum ReadOnly: RegionRights {
    /// No.
    public static let writable = false
}

/// Loads and stores.
public enum ReadWrite: RegionRights {
    /// Yes.
    public static let writable = true
}

/// A type of which every bit pattern is a value, so that whatever a hostile peer left in shared memory can be
/// loaded as one: integers, floating-point numbers, inline arrays of those, and structs of those.
///
/// `Bool` and enums are none.
public protocol RegionElement: BitwiseCopyable, Sendable {}

extension Int8: RegionElement {}
extension Int16: RegionElement {}
extension Int32: RegionElement {}
extension Int64: RegionElement {}
extension Int: RegionElement {}
extension UInt8: RegionElement {}
extension UInt16: RegionElement {}
extension UInt32: RegionElement {}
extension UInt64: RegionElement {}
extension UInt: RegionElement {}
extension Float: RegionElement {}
extension Double: RegionElement {}
extension InlineArray: RegionElement where Element: RegionElement {}
