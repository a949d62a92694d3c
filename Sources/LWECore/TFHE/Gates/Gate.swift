/// The ten gates of two inputs that depend on both.
///
/// Truth values are ±1/8 of a turn. A gate is a linear combination whose phase is positive just when the result is true,
/// then one bootstrap with the constant table 1/8 (Chillotti, Gama, Georgieva, Izabachène: TFHE, section 6.1).
public enum Gate: String, CaseIterable, Sendable {
    case and, nand, or, nor, xor, xnor
    /// ¬a ∧ b.
    case andNotFirst = "and-ny"
    /// a ∧ ¬b.
    case andNotSecond = "and-yn"
    /// ¬a ∨ b.
    case orNotFirst = "or-ny"
    /// a ∨ ¬b.
    case orNotSecond = "or-yn"

    /// The gate in the clear.
    public func callAsFunction(_ a: Bool, _ b: Bool) -> Bool {
        switch self {
        case .and: a && b
        case .nand: !(a && b)
        case .or: a || b
        case .nor: !(a || b)
        case .xor: a != b
        case .xnor: a == b
        case .andNotFirst: !a && b
        case .andNotSecond: a && !b
        case .orNotFirst: !a || b
        case .orNotSecond: a || !b
        }
    }

    /// Eighths of a turn, and the factors of both inputs.
    var combination: (eighths: Int, first: Int, second: Int) {
        switch self {
        case .and: (-1, 1, 1)
        case .nand: (1, -1, -1)
        case .or: (1, 1, 1)
        case .nor: (-1, -1, -1)
        case .xor: (2, 2, 2)
        case .xnor: (-2, -2, -2)
        case .andNotFirst: (-1, -1, 1)
        case .andNotSecond: (-1, 1, -1)
        case .orNotFirst: (1, -1, 1)
        case .orNotSecond: (1, 1, -1)
        }
    }
}
