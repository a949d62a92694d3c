/// Why a parameter set is refused.
public enum ParameterRefusal: Hashable, Sendable, CustomStringConvertible {
    /// A dimension or size that the engine or the formulas do not cover.
    case unsupported(String)
    /// Below 450 no estimate holds.
    case dimensionTooSmall(LatticeKey.Role, dimension: Int)
    /// A key with too few or too many bits set is easier to guess.
    case hammingWeight(LatticeKey.Role, weight: Int, dimension: Int)
    /// The noise is below four units of the modulus.
    case noiseBelowModulus(LatticeKey.Role, deviationLog2: Double)
    /// Fewer than 128 bits.
    case weak(LatticeKey.Role, bits: Double)
    /// One look-up fails more often than once in 2^40.
    case unreliable(failureLog2: Double)
    /// Wrong decryptions leak the key to whoever sees them: a decryption service needs 2^-128.
    case unsafeForDecryptionService(failureLog2: Double)

    /// Whether the engine cannot work with the set at all; every other reason says that it should not.
    public var isStructural: Bool {
        if case .unsupported = self { true } else { false }
    }

    /// One line without a full stop.
    public var description: String {
        switch self {
        case .unsupported(let what): what
        case .dimensionTooSmall(let key, let dimension):
            "the \(key.rawValue) has dimension \(dimension): below 450 no estimate holds"
        case .hammingWeight(let key, let weight, let dimension):
            "the \(key.rawValue) has \(weight) of \(dimension) bits set: more than 3·√n away from half"
        case .noiseBelowModulus(let key, let deviation):
            "the \(key.rawValue) has noise of 2^\(deviation.tenths) of the modulus: less than 4 units"
        case .weak(let key, let bits) where bits == 0:
            "the \(key.rawValue) has less noise than the curve for 132 bits, and beyond dimension 2048 no other is known"
        case .weak(let key, let bits):
            "the \(key.rawValue) has \(bits.tenths) bits of security: fewer than 128"
        case .unreliable(let failure): "one look-up in 2^\((-failure).tenths) fails: more than one in 2^40"
        case .unsafeForDecryptionService(let failure):
            "one look-up in 2^\((-failure).tenths) fails: behind a decryption service that must be below 2^-128, "
                + "since wrong results leak the key"
        }
    }
}

extension ParameterRefusal {
    /// What a failure probability forbids.
    public static func reasons(
        failureLog2: Double, _ exposure: ParameterCheck.Exposure
    ) -> [ParameterRefusal] {
        if !(failureLog2 <= -40) { return [.unreliable(failureLog2: failureLog2)] }
        guard exposure == .decryptionService, failureLog2 > -128 else { return [] }
        return [.unsafeForDecryptionService(failureLog2: failureLog2)]
    }
}

extension Double {
    /// With one digit after the point.
    var tenths: String {
        guard magnitude < 1e15 else { return String(self) }
        let scaled = Int((magnitude * 10).rounded())
        return (self < 0 && scaled > 0 ? "-" : "") + "\(scaled / 10).\(scaled % 10)"
    }
}
