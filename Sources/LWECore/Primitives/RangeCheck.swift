/// Whether secret values are in their range: the one thing about them that an error makes known.
///
/// A function of its own, so that the constant-time check can allow its branch and no other.
enum RangeCheck {
    /// Throws unless `excess`, which collects what is out of range, is zero.
    @inline(never)
    static func expectNone(_ excess: UInt64, limit: UInt64) throws(LWEError) {
        guard excess == 0 else { throw .plaintextOutOfRange(limit: limit) }
    }
}
