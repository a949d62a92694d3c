/// A decomposition into `levelCount` signed digits of base 2^`baseLog`.
public struct Gadget: Hashable, Sendable {
    /// β.
    public let baseLog: Int
    /// ℓ.
    public let levelCount: Int

    /// ℓ digits of base 2^β.
    public init(baseLog: Int, levelCount: Int) {
        self.baseLog = baseLog
        self.levelCount = levelCount
    }
}
