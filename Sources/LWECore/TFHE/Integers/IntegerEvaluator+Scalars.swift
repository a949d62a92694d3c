// Known operands: all of these are the operations on encrypted ones, which find out by themselves that one is known and do
// less then. Addition, subtraction, multiplication, division and shifts have theirs beside them.
extension IntegerEvaluator {
    /// The bits that both have.
    ///
    /// - Throws: `.parametersDiffer`.
    public func and<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> EncryptedInteger<Clear> { try and(x, trivial(y)) }

    /// The bits that either has.
    ///
    /// - Throws: `.parametersDiffer`.
    public func or<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> EncryptedInteger<Clear> { try or(x, trivial(y)) }

    /// The bits that exactly one has.
    ///
    /// - Throws: `.parametersDiffer`.
    public func xor<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> EncryptedInteger<Clear> { try xor(x, trivial(y)) }

    /// Whether x = y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func isEqual<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> EncryptedBool { try isEqual(x, trivial(y)) }

    /// Whether x ≠ y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func isNotEqual<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> EncryptedBool { try isNotEqual(x, trivial(y)) }

    /// Whether x < y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func isLess<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> EncryptedBool { try isLess(x, trivial(y)) }

    /// Whether x ≤ y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func isLessOrEqual<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> EncryptedBool { try isLessOrEqual(x, trivial(y)) }

    /// Whether x > y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func isGreater<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> EncryptedBool { try isGreater(x, trivial(y)) }

    /// Whether x ≥ y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func isGreaterOrEqual<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> EncryptedBool { try isGreaterOrEqual(x, trivial(y)) }

    /// The smaller one.
    ///
    /// - Throws: `.parametersDiffer`.
    public func minimum<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> EncryptedInteger<Clear> { try minimum(x, trivial(y)) }

    /// The larger one.
    ///
    /// - Throws: `.parametersDiffer`.
    public func maximum<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> EncryptedInteger<Clear> { try maximum(x, trivial(y)) }

    /// x where `condition` holds, else y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func select<Clear>(
        _ condition: EncryptedBool, _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> EncryptedInteger<Clear> { try select(condition, x, trivial(y)) }

    /// x where `condition` holds, else y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func select<Clear>(
        _ condition: EncryptedBool, _ x: Clear, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> EncryptedInteger<Clear> { try select(condition, trivial(x), y) }

    /// x where `condition` holds, else y.
    ///
    /// - Throws: `.parametersDiffer`.
    public func select<Clear: FixedWidthInteger & Sendable>(
        _ condition: EncryptedBool, _ x: Clear, _ y: Clear
    ) throws(LWEError) -> EncryptedInteger<Clear> { try select(condition, trivial(x), trivial(y)) }

    /// Quotient and remainder of a known dividend; see `divide` for division by zero.
    ///
    /// - Throws: `.parametersDiffer`.
    public func divide<Clear>(
        _ x: Clear, by y: EncryptedInteger<Clear>
    ) throws(LWEError) -> (quotient: EncryptedInteger<Clear>, remainder: EncryptedInteger<Clear>) {
        try divide(trivial(x), by: y)
    }

    /// A known number with its bits moved by an encrypted amount, modulo the width.
    ///
    /// - Throws: `.parametersDiffer`.
    public func shiftLeft<Clear: FixedWidthInteger & Sendable, Amount>(
        _ x: Clear, by amount: EncryptedInteger<Amount>
    ) throws(LWEError) -> EncryptedInteger<Clear> { try shiftLeft(trivial(x), by: amount) }

    /// A known number with its bits moved down by an encrypted amount, modulo the width; signed ones keep their sign.
    ///
    /// - Throws: `.parametersDiffer`.
    public func shiftRight<Clear: FixedWidthInteger & Sendable, Amount>(
        _ x: Clear, by amount: EncryptedInteger<Amount>
    ) throws(LWEError) -> EncryptedInteger<Clear> { try shiftRight(trivial(x), by: amount) }

    /// x + y, and whether it does not fit.
    ///
    /// - Throws: `.parametersDiffer`.
    public func addReportingOverflow<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> (result: EncryptedInteger<Clear>, overflow: EncryptedBool) {
        try addReportingOverflow(x, trivial(y))
    }

    /// x − y, and whether it does not fit.
    ///
    /// - Throws: `.parametersDiffer`.
    public func subtractReportingOverflow<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> (result: EncryptedInteger<Clear>, overflow: EncryptedBool) {
        try subtractReportingOverflow(x, trivial(y))
    }

    /// x − y, and whether it does not fit.
    ///
    /// - Throws: `.parametersDiffer`.
    public func subtractReportingOverflow<Clear>(
        _ x: Clear, _ y: EncryptedInteger<Clear>
    ) throws(LWEError) -> (result: EncryptedInteger<Clear>, overflow: EncryptedBool) {
        try subtractReportingOverflow(trivial(x), y)
    }

    /// x · y, and whether it does not fit.
    ///
    /// - Throws: `.parametersDiffer`.
    public func multiplyReportingOverflow<Clear>(
        _ x: EncryptedInteger<Clear>, _ y: Clear
    ) throws(LWEError) -> (result: EncryptedInteger<Clear>, overflow: EncryptedBool) {
        try multiplyReportingOverflow(x, trivial(y))
    }
}
