/// Under which key an integer is encrypted: only those of one key can be operands together.
public struct KeyLabel: Hashable, Sendable {
    /// The parameter set.
    public let parameters: TFHEParameters
    /// The number of the client key.
    public let identifier: UInt64

    /// The label of the key number `identifier`.
    public init(_ parameters: TFHEParameters, identifier: UInt64) {
        self.parameters = parameters
        self.identifier = identifier
    }
}

/// An encrypted truth value: a block of 0 or 1.
public struct EncryptedBool: Equatable, Sendable {
    /// The key.
    public let label: KeyLabel
    /// Its value is 0 or 1.
    public let block: EncryptedBlock

    init(_ block: EncryptedBlock, _ label: KeyLabel) {
        self.block = block
        self.label = label
    }

    /// The truth value if everybody may know it.
    public var knownValue: Bool? { block.knownValue.map { $0 != 0 } }
}

/// An encrypted integer of the width of `Clear`: blocks of one digit each, the least significant first.
///
/// Signed ones are two's complement. Digits have as many bits as the parameter set's messages; where these do not
/// divide the width, the last digit is shorter. Every block holds its digit and nothing above, with a noise that is at
/// most the parameter set's ν² and mostly that of one bootstrap; operations clean noisier operands first.
public struct EncryptedInteger<Clear: FixedWidthInteger & Sendable>: Equatable, Sendable {
    /// The key.
    public let label: KeyLabel
    /// One digit each.
    public let blocks: [EncryptedBlock]

    init(_ blocks: [EncryptedBlock], _ label: KeyLabel) {
        self.blocks = blocks
        self.label = label
    }

    /// The integer if everybody may know it.
    public var knownValue: Clear? {
        let digits = blocks.compactMap(\.knownValue)
        guard digits.count == blocks.count, let layout = RadixLayout(Clear.self, label.parameters) else {
            return nil
        }
        return Clear(truncatingIfNeeded: layout.value(of: digits))
    }
}

extension RadixLayout {
    /// The layout of a type's integers; nil for sets that are not for integers.
    init?<Clear: FixedWidthInteger>(_ type: Clear.Type, _ parameters: TFHEParameters) {
        guard case .integer(let message, _) = parameters.plaintext else { return nil }
        self.init(width: Clear.bitWidth, messageBits: message.trailingZeroBitCount)
    }
}

extension EncryptedInteger {
    /// How many ciphertexts hold an integer.
    ///
    /// - Throws: `.unsupportedParameters` for sets that are not for integers.
    public static func blockCount(_ parameters: TFHEParameters) throws(LWEError) -> Int {
        try layout(parameters).count
    }

    /// The plaintexts of an integer's ciphertexts, each below the message modulus, for encryption.
    ///
    /// Time independent of the value.
    ///
    /// - Throws: `.unsupportedParameters` for sets that are not for integers.
    public static func digits(of value: Clear, _ parameters: TFHEParameters) throws(LWEError) -> [Int] {
        try layout(parameters).digits(of: UInt64(truncatingIfNeeded: value))
    }

    /// Freshly encrypted digits as an integer.
    ///
    /// The caller vouches for what nobody can see without the key: that each plaintext is a digit and its noise at
    /// most that of a bootstrap. `IntegerEvaluator.admitted` needs no such promise.
    ///
    /// - Throws: `.wrongLength` for a wrong number or dimension, `.unsupportedParameters`.
    public init(ciphertexts: [LWECiphertext<UInt64>], _ label: KeyLabel) throws(LWEError) {
        let layout = try Self.layout(label.parameters)
        guard ciphertexts.count == layout.count else {
            throw .wrongLength(object: .ciphertext, expected: layout.count, actual: ciphertexts.count)
        }
        var blocks: [EncryptedBlock] = []
        for (index, ciphertext) in ciphertexts.enumerated() {
            blocks.append(
                try EncryptedBlock(digit: ciphertext, modulus: layout.modulus(index), label))
        }
        self.init(blocks, label)
    }

    static func layout(_ parameters: TFHEParameters) throws(LWEError) -> RadixLayout {
        guard let layout = RadixLayout(Clear.self, parameters), (1...64).contains(Clear.bitWidth) else {
            throw .unsupportedParameters("\(parameters.name) has no integers of \(Clear.bitWidth) bits")
        }
        return layout
    }
}

extension EncryptedBool {
    /// A freshly encrypted 0 or 1; the caller vouches for it as for an integer's digits.
    ///
    /// - Throws: `.wrongLength` for a wrong dimension.
    public init(ciphertext: LWECiphertext<UInt64>, _ label: KeyLabel) throws(LWEError) {
        self.init(try EncryptedBlock(digit: ciphertext, modulus: 2, label), label)
    }
}

extension EncryptedBlock {
    /// A ciphertext from elsewhere, of nominal noise, with a plaintext below `modulus`.
    init(
        digit ciphertext: LWECiphertext<UInt64>, modulus: Int, _ label: KeyLabel
    ) throws(LWEError) {
        let dimension = label.parameters.bigDimension
        guard ciphertext.dimension == dimension else {
            throw .wrongLength(
                object: .ciphertext, expected: dimension + 1, actual: ciphertext.words.count)
        }
        self.init(ciphertext, range: 0...modulus - 1, noise: .nominal, label)
    }
}

/// An encrypted `UInt8`.
public typealias FheUint8 = EncryptedInteger<UInt8>
/// An encrypted `UInt16`.
public typealias FheUint16 = EncryptedInteger<UInt16>
/// An encrypted `UInt32`.
public typealias FheUint32 = EncryptedInteger<UInt32>
/// An encrypted `UInt64`.
public typealias FheUint64 = EncryptedInteger<UInt64>
/// An encrypted `Int8`.
public typealias FheInt8 = EncryptedInteger<Int8>
/// An encrypted `Int16`.
public typealias FheInt16 = EncryptedInteger<Int16>
/// An encrypted `Int32`.
public typealias FheInt32 = EncryptedInteger<Int32>
/// An encrypted `Int64`.
public typealias FheInt64 = EncryptedInteger<Int64>
/// An encrypted `Bool`.
public typealias FheBool = EncryptedBool
