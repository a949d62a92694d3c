/// Functions of secret numbers by polynomials alone: no table, no branch, no library call.
///
/// Addition, multiplication and conversion take the same time for all normal numbers on the processors we know; the one
/// division of a sample is left to the hardware, whose time may vary with the operand on old ones.
enum ConstantTimeMath {
    /// ln x for normal x in (0, 1]; relative error below 2^-40.
    ///
    /// x = m·2^e with m in [√½, √2); ln m = 2·artanh((m − 1)/(m + 1)), an odd series.
    static func naturalLog(_ x: Double) -> Double {
        let bits = x.bitPattern
        // Adding the distance from √½'s mantissa to 1 carries into the exponent just where m ≥ √½·2.
        let shifted = bits &+ (0x3FF0_0000_0000_0000 &- 0x3FE6_A09E_667F_3BCD)
        let exponent = Int64(bitPattern: shifted >> 52) - 1023
        let m = Double(bitPattern: (shifted & 0x000F_FFFF_FFFF_FFFF) &+ 0x3FE6_A09E_667F_3BCD)
        let t = (m - 1) / (m + 1)
        let s = t * t
        // 2·Σ t^(2i+1)/(2i+1), |t| ≤ 0.1716: the next term is below 2^-45.
        var p = 1.0 / 17
        p = p * s + 1.0 / 15
        p = p * s + 1.0 / 13
        p = p * s + 1.0 / 11
        p = p * s + 1.0 / 9
        p = p * s + 1.0 / 7
        p = p * s + 1.0 / 5
        p = p * s + 1.0 / 3
        p = p * s + 1
        return Double(exponent) * 0.693_147_180_559_945_31 + 2 * t * p
    }

    /// √x for x = 0 and normal x > 0; relative error below 2^-48.
    ///
    /// Swift's own looks first whether x is negative. 1/√x by Newton's method, from a guess with half the exponent; for zero
    /// it is something finite, and the product zero.
    static func squareRoot(_ x: Double) -> Double {
        var y = Double(bitPattern: 0x5FE6_EB50_C7B5_37A9 &- x.bitPattern >> 1)
        for _ in 0..<4 { y *= 1.5 - 0.5 * x * y * y }
        return x * y
    }

    /// cos(2π·turns) for turns in [0, 1); error below 2^-40.
    ///
    /// With d = turns − ½, cos(2π·turns) = −cos(2π·|d|) = sin(2π(|d| − ¼)), whose argument lies in [−π/2, π/2].
    static func cosine(turns: Double) -> Double {
        let distance = Double(bitPattern: (turns - 0.5).bitPattern & 0x7FFF_FFFF_FFFF_FFFF)
        let x = (distance - 0.25) * 6.283_185_307_179_586_48
        let s = x * x
        var p = 1.0 / 355_687_428_096_000
        p = -(1.0 / 1_307_674_368_000) + p * s
        p = 1.0 / 6_227_020_800 + p * s
        p = -(1.0 / 39_916_800) + p * s
        p = 1.0 / 362_880 + p * s
        p = -(1.0 / 5040) + p * s
        p = 1.0 / 120 + p * s
        p = -(1.0 / 6) + p * s
        p = 1 + p * s
        return x * p
    }
}
