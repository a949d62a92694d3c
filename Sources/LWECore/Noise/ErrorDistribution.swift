internal import Glibc

/// The error of a parameter set, exactly as its table makes it.
struct ErrorDistribution {
    /// Entry k is the probability of magnitude k (both signs together).
    let magnitudes: [Double]

    init(_ parameters: FrodoParameterSet) {
        var below = -1
        magnitudes = parameters.errorTable.map { bound in
            defer { below = Int(bound) }
            return Double(Int(bound) - below) / 32768
        }
    }

    var variance: Double {
        magnitudes.enumerated().reduce(0) { $0 + $1.element * Double($1.offset * $1.offset) }
    }

    /// log E[e^(z·X)].
    func logMoment(_ z: Double) -> Double {
        log(magnitudes.enumerated().reduce(0) { $0 + $1.element * cosh(z * Double($1.offset)) })
    }

    /// The least v on a fine grid with log E[e^(z·X)] ≤ v·z²/2 for all z: X is sub-Gaussian with variance proxy v.
    ///
    /// For the three tables it is the variance itself, or within a part in ten thousand.
    var varianceProxy: Double {
        let grid = (1...1000).map { Double($0) / 200 }
        return grid.reduce(variance) { max($0, 2 * logMoment($1) / ($1 * $1)) }
    }
}
