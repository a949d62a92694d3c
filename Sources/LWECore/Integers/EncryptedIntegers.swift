public import SecretMemory

/// An encrypted vector of integers, which adds to others entry by entry.
public struct EncryptedIntegers: Equatable, Sendable {
    /// How the integers lie in the matrices.
    public let encoding: IntegerEncoding
    /// The number of integers.
    public let count: Int
    /// `encoding.matrixCount(count)` ciphertexts, all of one key and scheme.
    public let matrices: [FrodoPKECiphertext]

    /// At most so many integers in one vector.
    public static let countLimit = 1 << 16

    init(_ encoding: IntegerEncoding, count: Int, matrices: [FrodoPKECiphertext]) {
        self.encoding = encoding
        self.count = count
        self.matrices = matrices
    }

    /// The values that the integers can have, as far as digits tell.
    public var valueRange: ClosedRange<Int64> {
        guard let range = matrices.first?.range else { return 0...0 }
        let ones = (0..<encoding.digitCount).reduce(Int64(0)) { sum, _ in sum << Int64(encoding.digitBits) | 1
        }
        return range.lowerBound * ones...range.upperBound * ones
    }
}

extension FrodoPKE {
    /// Encrypts integers below 2^`encoding.valueBits`.
    ///
    /// Time independent of the integers; whether all are in range becomes known by the error.
    ///
    /// - Throws: `.plaintextOutOfRange`, `.wrongLength` for none or more than `EncryptedIntegers.countLimit`, or an encoding that
    ///   does not fit (`.unsupportedParameters`).
    public func encrypt(
        _ integers: Span<UInt64>, _ encoding: IntegerEncoding, to key: FrodoPKEPublicKey,
        using entropy: some EntropySource
    ) throws(LWEError) -> EncryptedIntegers {
        guard encoding.digitBits <= plaintextBits else {
            throw .unsupportedParameters(
                "digits of \(encoding.digitBits) bits in entries of \(plaintextBits)")
        }
        guard (1...EncryptedIntegers.countLimit).contains(integers.count) else {
            throw .wrongLength(
                object: .integerVector, expected: EncryptedIntegers.countLimit, actual: integers.count)
        }
        var excess: UInt64 = 0
        for index in 0..<integers.count { excess |= integers[index] >> UInt64(encoding.valueBits) }
        try RangeCheck.expectNone(excess, limit: 1 << UInt64(encoding.valueBits))

        var digits = try SecretBytes.zeros(FrodoParameterSet.entryCount * MemoryLayout<UInt16>.size)
        var matrices: [FrodoPKECiphertext] = []
        for matrix in 0..<encoding.matrixCount(integers.count) {
            digits.withMutableElements(of: UInt16.self) { digits in
                for entry in 0..<digits.count {
                    digits[entry] = digit(matrix * digits.count + entry, of: integers, encoding)
                }
            }
            let ciphertext = try digits.withElements(of: UInt16.self) { digits throws(LWEError) in
                try encrypt(digits, through: encoding.largestDigit, to: key, using: entropy)
            }
            matrices.append(ciphertext)
        }
        return EncryptedIntegers(encoding, count: integers.count, matrices: matrices)
    }

    /// Digit number `position` of the vector; zero behind its end.
    private func digit(_ position: Int, of integers: Span<UInt64>, _ encoding: IntegerEncoding) -> UInt16 {
        let (index, digit) = position.quotientAndRemainder(dividingBy: encoding.digitCount)
        guard index < integers.count else { return 0 }
        return UInt16(truncatingIfNeeded: integers[index] >> UInt64(digit * encoding.digitBits))
            & encoding.largestDigit
    }

    /// Decrypts to `count` values of type `Int64` in secret memory, carries resolved.
    ///
    /// - Throws: as `decrypt` of a matrix.
    public func decrypt(
        _ vector: EncryptedIntegers, with key: borrowing FrodoPKESecretKey
    ) throws(LWEError) -> SecretBytes {
        var values = try SecretBytes.zeros(vector.count * MemoryLayout<Int64>.size)
        for (matrix, ciphertext) in vector.matrices.enumerated() {
            let digits = try decrypt(ciphertext, with: key)
            digits.withElements(of: Int32.self) { digits in
                values.withMutableElements(of: Int64.self) { values in
                    for entry in 0..<digits.count {
                        let position = matrix * digits.count + entry
                        let (index, digit) = position.quotientAndRemainder(
                            dividingBy: vector.encoding.digitCount)
                        guard index < values.count else { return }
                        values[index] &+= Int64(digits[entry]) << Int64(digit * vector.encoding.digitBits)
                    }
                }
            }
        }
        return values
    }

    /// Adds integer by integer, exactly: sums may exceed 2^valueBits.
    ///
    /// - Throws: `.noiseBudgetExceeded` or `.messageRangeExceeded` instead of a sum that could decrypt wrongly;
    ///   `.parametersDiffer` for vectors of different keys, encodings or lengths.
    public func add(_ left: EncryptedIntegers, _ right: EncryptedIntegers) throws(LWEError)
        -> EncryptedIntegers
    {
        try zip(left, right) { left, right throws(LWEError) in try add(left, right) }
    }

    /// Subtracts integer by integer, exactly: results may be negative.
    ///
    /// - Throws: as `add`.
    public func subtract(_ left: EncryptedIntegers, _ right: EncryptedIntegers) throws(LWEError)
        -> EncryptedIntegers
    {
        try zip(left, right) { left, right throws(LWEError) in try subtract(left, right) }
    }

    /// Multiplies every integer by a public factor.
    ///
    /// - Throws: as `add`.
    public func multiply(_ vector: EncryptedIntegers, by factor: Int32) throws(LWEError) -> EncryptedIntegers
    {
        var matrices: [FrodoPKECiphertext] = []
        for matrix in vector.matrices { matrices.append(try multiply(matrix, by: factor)) }
        return EncryptedIntegers(vector.encoding, count: vector.count, matrices: matrices)
    }

    private func zip(
        _ left: EncryptedIntegers, _ right: EncryptedIntegers,
        _ operation: (FrodoPKECiphertext, FrodoPKECiphertext) throws(LWEError) -> FrodoPKECiphertext
    ) throws(LWEError) -> EncryptedIntegers {
        guard left.encoding == right.encoding, left.count == right.count else {
            throw .parametersDiffer("the vectors differ in length or encoding")
        }
        var matrices: [FrodoPKECiphertext] = []
        for index in left.matrices.indices {
            matrices.append(try operation(left.matrices[index], right.matrices[index]))
        }
        return EncryptedIntegers(left.encoding, count: left.count, matrices: matrices)
    }
}
