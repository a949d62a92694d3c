import Foundation
import Testing

@testable import LWECore

/// The functions that normal errors are made with, against the library's.
struct ConstantTimeMathTests {
    private var arguments: [Double] {
        var random = SplitMix(41)
        let uniform = (0..<20_000).map { _ in Double(random.next() >> 11 + 1) * 0x1p-53 }
        // All magnitudes, and the ends.
        return uniform
            + (0...53).flatMap { e in [1.0, 1.5].map { $0 * exp2(-Double(e)) } }.filter { $0 <= 1 }
    }

    @Test func `takes logarithms`() {
        for x in arguments {
            let error = abs(ConstantTimeMath.naturalLog(x) - log(x))
            #expect(error <= 0x1p-40 * abs(log(x)), "\(x)")
        }
        #expect(ConstantTimeMath.naturalLog(1) == 0)
    }

    @Test func `takes square roots`() {
        for x in arguments.map({ -2 * log($0) }) {
            let error = abs(ConstantTimeMath.squareRoot(x) - x.squareRoot())
            #expect(error <= 0x1p-48 * x.squareRoot(), "\(x)")
        }
        #expect(ConstantTimeMath.squareRoot(0) == 0)
        #expect(ConstantTimeMath.squareRoot(-0.0) == 0)
    }

    @Test func `takes cosines`() {
        for x in arguments where x < 1 {
            #expect(abs(ConstantTimeMath.cosine(turns: x) - cos(2 * Double.pi * x)) < 0x1p-40, "\(x)")
        }
    }
}
