/// Parameters of Regev's scheme: q = 2^15, errors as in FrodoKEM-640.
///
/// Many more rows than columns hide the sums of rows (leftover hash): from c = A^T·r nobody finds r.
public struct RegevParameters: Equatable, Sendable {
    /// n: columns of A, words of the secret.
    public let dimension: Int
    /// m: rows of A.
    public let rows: Int

    /// log2 q.
    public static let modulusBits = 15
    /// The security parameter that `minimumRows` is made for.
    public static let securityBits = 128
    /// 640 columns, 9872 rows.
    public static let standard = RegevParameters(uncheckedDimension: 640, rows: 9872)

    private init(uncheckedDimension dimension: Int, rows: Int) {
        self.dimension = dimension
        self.rows = rows
    }

    /// Takes parameters that reach 128 bits.
    ///
    /// - Throws: `.unsupportedParameters` for fewer than 640 columns, fewer than `minimumRows`, more than 65535 rows,
    ///   or numbers that are no multiples of 16.
    public init(dimension: Int, rows: Int) throws(LWEError) {
        guard dimension >= Self.standard.dimension, dimension <= 4096 else {
            throw .unsupportedParameters("dimension \(dimension) is below 640 or above 4096")
        }
        guard rows >= Self.minimumRows(dimension: dimension), rows <= Int(UInt16.max) else {
            throw .unsupportedParameters("\(rows) rows for dimension \(dimension)")
        }
        guard dimension.isMultiple(of: 16), rows.isMultiple(of: 16) else {
            throw .unsupportedParameters("dimension and rows must be multiples of 16")
        }
        self.init(uncheckedDimension: dimension, rows: rows)
    }

    /// (n + 1)·log2 q + 2·128.
    public static func minimumRows(dimension: Int) -> Int { (dimension + 1) * modulusBits + 2 * securityBits }

    static var modulusMask: UInt16 { 1 << UInt16(modulusBits) - 1 }
    static var errors: FrodoParameterSet { .frodo640 }
}
