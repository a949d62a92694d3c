/// A bound on the noise of a block, as ν²: in units of the variance of one bootstrap's output.
///
/// Noise of different bootstraps is independent, so variances add; noise of the same bootstrap adds before it is
/// squared (x + x has four times the variance of x, not twice). Hence each block remembers which bootstraps its noise
/// comes from. Ciphertexts that came from elsewhere may depend on each other in any way: their deviations add.
struct BlockNoise: Equatable, Sendable {
    /// Deviation of what came from elsewhere.
    private(set) var foreign: Double
    /// Factor of each bootstrap's noise, by the fingerprint of its output.
    private(set) var sources: [UInt64: Int]

    /// No noise.
    static let none = BlockNoise(foreign: 0, sources: [:])
    /// One ciphertext from elsewhere, no noisier than a bootstrap's output.
    static let nominal = BlockNoise(foreign: 1, sources: [:])

    /// The output of one bootstrap.
    static func bootstrap(_ output: LWECiphertext<UInt64>) -> BlockNoise {
        BlockNoise(foreign: 0, sources: [fingerprint(output): 1])
    }

    /// A ciphertext from elsewhere whose noise is at most ν² = `squaredNorm`.
    init(squaredNorm: Double) { self.init(foreign: squaredNorm.squareRoot(), sources: [:]) }

    private init(foreign: Double, sources: [UInt64: Int]) {
        self.foreign = foreign
        self.sources = sources
    }

    /// ν²: at most so many bootstraps' variances.
    var squaredNorm: Double {
        let independent = sources.values.reduce(0) { $0 + $1 * $1 }
        let norm = foreign + Double(independent).squareRoot()
        return foreign == 0 ? Double(independent) : norm * norm
    }

    /// The noise of `left + factor · right`.
    static func combining(_ left: BlockNoise, _ factor: Int, _ right: BlockNoise) -> BlockNoise {
        var sum = left
        sum.foreign += right.foreign * Double(abs(factor))
        for (source, weight) in right.sources {
            let total = sum.sources[source, default: 0] + factor * weight
            sum.sources[source] = total == 0 ? nil : total
        }
        return sum
    }

    /// Two outputs with different noise differ here but for one chance in 2^64; equal ones never.
    private static func fingerprint(_ output: LWECiphertext<UInt64>) -> UInt64 {
        var mixed = output.body
        for word in output.words.prefix(2) { mixed = (mixed ^ word) &* 0x9E37_79B9_7F4A_7C15 }
        return mixed ^ mixed >> 29
    }
}
