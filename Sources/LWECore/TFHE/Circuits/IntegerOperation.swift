/// What a circuit can do with encrypted values, by the name that requests use.
public enum IntegerOperation: String, CaseIterable, Hashable, Sendable {
    case add, sub, mul, div, rem, neg, abs
    case and, or, xor, not
    case shl, shr, rotl, rotr
    case eq, ne, lt, le, gt, ge
    case min, max, select, sum, cast, table, random
    case addOverflows = "add_overflows"
    case subOverflows = "sub_overflows"
    case mulOverflows = "mul_overflows"
    case countOnes = "count_ones"
    case leadingZeros = "leading_zeros"
    case trailingZeros = "trailing_zeros"

    /// How many operands it takes.
    public var arity: ClosedRange<Int> {
        switch self {
        case .random: 0...0
        case .neg, .abs, .not, .cast, .table, .countOnes, .leadingZeros, .trailingZeros: 1...1
        case .select: 3...3
        case .sum: 2...Circuit.termLimit
        case .add, .sub, .mul, .div, .rem, .and, .or, .xor, .shl, .shr, .rotl, .rotr, .eq, .ne, .lt, .le, .gt,
            .ge, .min, .max, .addOverflows, .subOverflows, .mulOverflows:
            2...2
        }
    }

    /// Whether a step with it names the type of its result.
    public var namesType: Bool { self == .cast || self == .table || self == .random }

    /// Whether truth values are operands, too.
    var takesBool: Bool {
        switch self {
        case .and, .or, .xor, .not, .eq, .ne, .select, .cast: true
        default: false
        }
    }

    /// Whether it moves bits by an amount, of any unsigned type.
    var isShift: Bool {
        switch self {
        case .shl, .shr, .rotl, .rotr: true
        default: false
        }
    }

    /// Whether the result is a truth value.
    var isTest: Bool {
        switch self {
        case .eq, .ne, .lt, .le, .gt, .ge, .addOverflows, .subOverflows, .mulOverflows: true
        default: false
        }
    }
}
