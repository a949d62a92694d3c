import Foundation

@testable import LWECore

/// The exact tail of the decryption noise of one entry, for a linear combination with given factors.
///
/// Tilts the distribution by e^(λx) so that the threshold becomes its centre, and inverts the characteristic function
/// there: P(N ≥ t) = M(λ)·e^(-λt)·Σ_(y ≥ 0) e^(-λy)·p̃(t + y), exact up to the aliasing of 2^15 points, which is far
/// below double precision.
struct ExactTail {
    private let parameters: FrodoParameterSet
    private let magnitudes: [Double]
    private let factors: [Double]
    private let points = 1 << 15

    init(_ parameters: FrodoParameterSet, factors: [Double]) {
        self.parameters = parameters
        self.factors = factors
        magnitudes = ErrorDistribution(parameters).magnitudes
    }

    private struct Complex {
        var re, im: Double
        static func * (a: Complex, b: Complex) -> Complex {
            Complex(re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re)
        }
    }

    /// E[e^((a + bi)·X)] of an error X.
    private func errorMoment(_ a: Double, _ b: Double) -> Complex {
        magnitudes.enumerated().reduce(into: Complex(re: 0, im: 0)) { sum, entry in
            let (x, p) = (Double(entry.offset), entry.element)
            sum.re += p * cosh(a * x) * cos(b * x)
            sum.im += p * sinh(a * x) * sin(b * x)
        }
    }

    /// E[e^((a + bi)·T)] of T = Σ c_i·X_i.
    private func combinedMoment(_ a: Double, _ b: Double) -> Complex {
        factors.reduce(Complex(re: 1, im: 0)) { $0 * errorMoment(a * $1, b * $1) }
    }

    /// Logarithm of the noise's moment at a + bi, as (log of the modulus, argument).
    private func logMoment(_ a: Double, _ b: Double) -> (log: Double, argument: Double) {
        var product = Complex(re: 0, im: 0)
        for (x, p) in magnitudes.enumerated() {
            let moment = combinedMoment(a * Double(x), b * Double(x))
            product.re += p * moment.re
            product.im += p * moment.im
        }
        let single = combinedMoment(a, b)
        let terms = Double(2 * parameters.dimension)
        return (
            terms * log(hypot(product.re, product.im)) + log(hypot(single.re, single.im)),
            terms * atan2(product.im, product.re) + atan2(single.im, single.re)
        )
    }

    /// log2 of the probability that one of 64 entries has noise of magnitude `threshold` or more (union bound).
    func failureLog2(threshold: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        // The saddle point: the derivative of log M - λt changes sign.
        while high - low > 1e-9 {
            let middle = (low + high) / 2
            let slope = (logMoment(middle + 1e-6, 0).log - logMoment(middle - 1e-6, 0).log) / 2e-6
            if slope.isFinite, slope < threshold { low = middle } else { high = middle }
        }
        let lambda = low
        let centre = logMoment(lambda, 0).log
        var sum = 0.0
        for k in 0..<points / 2 {
            let theta = 2 * Double.pi * Double(k) / Double(points)
            let moment = logMoment(lambda, theta)
            let modulus = exp(moment.log - centre)
            if modulus < 1e-18 { continue }
            let phase = moment.argument - theta * threshold
            // Σ_(y ≥ 0) e^(-(λ + iθ)y) = 1 / (1 - e^(-(λ + iθ))).
            let (re, im) = (1 - exp(-lambda) * cos(theta), exp(-lambda) * sin(theta))
            let norm = re * re + im * im
            sum += (k == 0 ? 1 : 2) * modulus * (cos(phase) * re + sin(phase) * im) / norm
        }
        return log2(2 * sum / Double(points)) + (centre - lambda * threshold) / log(2)
            + log2(Double(FrodoParameterSet.entryCount))
    }
}
