import LWECore
import Synchronization

/// Does what bootstraps would, on ciphertexts under a key of zeros, and looks whether they may be asked to.
///
/// The key being zero, masks are free: each source of noise has a vector of ±1 there, and a linear combination of
/// ciphertexts carries that of the vectors, whose mean square is ν² however sources meet. Bodies have real noise, too.
final class ClearEvaluator: TableEvaluator {
    struct Tally {
        /// Bootstraps.
        var lookUps = 0
        /// Rounds of them on unlimited threads.
        var batches = 0
        /// The noisiest input's ν² over the limit.
        var worstNoise = 0.0
    }

    let parameters: TFHEParameters
    let threadCount: Int
    let identifier: UInt64 = 7
    private let state = Mutex(Tally())

    /// Keeps messages, carries and ν² of the set, in a small dimension.
    init(_ parameters: TFHEParameters, threads: Int) {
        var parameters = parameters
        parameters.glweDimension = 1
        parameters.polynomialSize = 256
        self.parameters = parameters
        threadCount = threads
    }

    var tally: Tally { state.withLock { $0 } }
    func reset() { state.withLock { $0 = Tally() } }

    func lookUp(_ inputs: [LWECiphertext<UInt64>], in tables: [LookUpTable<UInt64>]) -> [LWECiphertext<
        UInt64
    >] {
        precondition(inputs.count == tables.count && !inputs.isEmpty)
        let norms = inputs.compactMap(squaredNorm)
        state.withLock {
            $0.lookUps += inputs.count
            $0.batches += 1
            $0.worstNoise = max($0.worstNoise, (norms.max() ?? 0) / parameters.squaredNorm)
        }
        return zip(inputs, tables).map { input, table in
            let size = parameters.polynomialSize
            // Round the phase to one of 2N rotations and read the coefficient that comes to the front.
            let shift = UInt64(64 - (2 * size).trailingZeroBitCount)
            let rotation = Int(truncatingIfNeeded: ((input.body >> (shift - 1)) &+ 1) >> 1) & (2 * size - 1)
            let word =
                rotation < size ? table.coefficients[rotation] : 0 &- table.coefficients[rotation - size]
            let seed = (input.words + table.coefficients).reduce(UInt64(17)) { seed, word in
                let mixed = (seed ^ word) &* 0x9E37_79B9_7F4A_7C15
                return mixed ^ mixed >> 31
            }
            return ciphertext(of: word, noise: SplitMix(seed))
        }
    }

    /// ν² by the masks; nil for a mask that is no combination of sources.
    private func squaredNorm(_ ciphertext: LWECiphertext<UInt64>) -> Double? {
        let factors = ciphertext.words.dropLast().map { Int64(bitPattern: $0) }
        guard factors.allSatisfy({ abs($0 >> 1) < 1 << 20 }) else { return nil }
        return factors.reduce(0) { $0 + Double($1 * $1) } / Double(factors.count)
    }

    /// A ciphertext with a source of noise of its own.
    func ciphertext(of word: UInt64, noise: SplitMix) -> LWECiphertext<UInt64> {
        var generator = noise
        var words = (0..<parameters.bigDimension).map { _ in
            generator.next() & 1 == 0 ? 1 : UInt64.max
        }
        // The largest sum of any operation stays within half a box.
        let bound = Int64(parameters.delta / UInt64(5 * parameters.boxCount))
        words.append(word &+ UInt64(bitPattern: Int64.random(in: -bound...bound, using: &generator)))
        return LWECiphertext(words: words)
    }
}
