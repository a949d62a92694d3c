internal import SecretMemory

/// Draws errors in constant time from a ChaCha20 stream whose key comes from an entropy source.
///
/// TUniform(b): a uniform integer in [−2^b, 2^b − 1] plus one fair bit, from one word each. Normal errors by Box and
/// Muller with polynomials in place of the library's functions, whose time depends on their argument.
final class NoiseSampler {
    private let stream: SeededEntropy
    private var buffer: SecretBytes
    private var next: Int
    private static let wordCount = 1024

    /// Reads 32 bytes of `entropy`.
    init(using entropy: some EntropySource) throws(LWEError) {
        do {
            stream = try SeededEntropy(key: SecretBytes(random: 32, from: entropy))
            buffer = try SecretBytes(zeroed: 8 * Self.wordCount)
        } catch { throw .secretMemory(error) }
        next = Self.wordCount
    }

    /// A uniform word.
    func word() -> UInt64 {
        if next == Self.wordCount {
            unsafe buffer.withUnsafeMutableBytes { unsafe stream.fill($0) }
            next = 0
        }
        defer { next += 1 }
        return unsafe buffer.withUnsafeBytes { unsafe $0.load(fromByteOffset: 8 * next, as: UInt64.self) }
    }

    /// Whether errors of `distribution` come out exactly: of normal ones, 9.5 deviations must stay below 2^51 units.
    static func draws(_ distribution: NoiseDistribution, modulusBits: Int) -> Bool {
        switch distribution {
        case .tUniform: true
        case .gaussian:
            distribution.standardDeviationLog2(modulusBits: modulusBits) + Double(modulusBits) <= 47.5
        }
    }

    /// One error of `distribution` modulo 2^w, in two's complement.
    func error<Word: TorusInteger>(_ distribution: NoiseDistribution, as _: Word.Type = Word.self) -> Word {
        switch distribution {
        case .tUniform(let boundLog2): Word(truncatingIfNeeded: tUniform(boundLog2))
        case .gaussian(let deviation):
            Word(truncatingIfNeeded: rounded(normal() * deviation * scale(Word.bitWidth)))
        }
    }

    /// 2^bits; a deviation times this stays below 2^47.3 in every set, so a sample below 2^50.6.
    private func scale(_ bits: Int) -> Double { Double(sign: .plus, exponent: bits, significand: 1) }

    private func tUniform(_ boundLog2: Int) -> UInt64 {
        let random = word()
        let bound = UInt64(1) << UInt64(boundLog2)
        return (random & (2 * bound - 1)) &- bound &+ (random >> 63)
    }

    /// The nearest integer as a word, |x| < 2^51: next to 1.5·2^52 a double's last bit is one.
    private func rounded(_ x: Double) -> UInt64 {
        let magic = 6_755_399_441_055_744.0
        return (x + magic).bitPattern &- magic.bitPattern
    }

    /// A standard normal number, |x| < 9.5.
    private func normal() -> Double {
        // 53 bits each; the first in (0, 1].
        let u = Double((word() >> 11) + 1) * 0x1p-53
        let v = Double(word() >> 11) * 0x1p-53
        return ConstantTimeMath.squareRoot(-2 * ConstantTimeMath.naturalLog(u))
            * ConstantTimeMath.cosine(turns: v)
    }
}
