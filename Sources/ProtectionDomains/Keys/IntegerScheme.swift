internal import LWECore

/// How vectors of integers are encrypted: 32-bit integers, with room for as many fresh summands as the set allows
/// without ever decrypting wrongly, up to four.
enum IntegerScheme {
    static let valueBits = 32
    /// Integers of one vector; a vector then fits its regions.
    static let countLimit = 256
    private static let summands: [UInt64] = [4, 3, 2]

    /// The scheme and encoding for fresh vectors under `variant`; costs some milliseconds.
    static func fresh(_ variant: FrodoVariant) throws(LWEError) -> (pke: FrodoPKE, encoding: IntegerEncoding)
    {
        for count in summands {
            if let found = try? FrodoPKE.adding(count, vectorsOf: valueBits, with: variant) { return found }
        }
        throw .unsupportedParameters("\(variant) cannot add vectors")
    }

    /// The scheme that `vector` was made in.
    static func scheme(of vector: EncryptedIntegers) throws(LWEError) -> FrodoPKE {
        guard let first = vector.matrices.first else {
            throw .malformed(object: .integerVector, reason: "it is empty")
        }
        return try FrodoPKE(first.variant, plaintextBits: first.plaintextBits)
    }
}
