/// The shape of an external product: polynomials, levels, base.
public struct GadgetShape: Hashable, Sendable {
    /// k + 1, masks and body.
    public let polynomialCount: Int
    /// Levels ℓ of the decomposition.
    public let levelCount: Int
    /// β, the base being 2^β.
    public let baseLog: Int

    /// A shape; `levelCount · baseLog` must stay within the word, `baseLog` within 1…31.
    public init(polynomialCount: Int, levelCount: Int, baseLog: Int) {
        self.polynomialCount = polynomialCount
        self.levelCount = levelCount
        self.baseLog = baseLog
    }
}
