internal import Glibc

/// The chance that a normal error leaves its box, in logarithms: it underflows a double long before it is negligible.
public enum FailureProbability {
    /// log2 of erfc(halfBox / √(2·variance)).
    public static func log2(halfBox: Double, variance: Double) -> Double {
        naturalLogOfErfc(halfBox / (2 * variance).squareRoot()) / M_LN2
    }

    /// ln erfc(x) for x ≥ 0; above 5 by the asymptotic series.
    static func naturalLogOfErfc(_ x: Double) -> Double {
        guard x > 5 else { return log(erfc(x)) }
        let y = 1 / (x * x)
        let series = 1 - y / 2 + 3 * y * y / 4 - 15 * y * y * y / 8 + 105 * y * y * y * y / 16
        return -x * x - log(x * Double.pi.squareRoot()) + log(series)
    }
}
