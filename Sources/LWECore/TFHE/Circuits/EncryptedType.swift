/// The type of an encrypted value, by the name that requests use.
public enum EncryptedType: String, CaseIterable, Hashable, Sendable {
    case bool, uint8, uint16, uint32, uint64, int8, int16, int32, int64

    /// Swift's type; nil for `bool`.
    public var clear: (any (FixedWidthInteger & Sendable).Type)? {
        switch self {
        case .bool: nil
        case .uint8: UInt8.self
        case .uint16: UInt16.self
        case .uint32: UInt32.self
        case .uint64: UInt64.self
        case .int8: Int8.self
        case .int16: Int16.self
        case .int32: Int32.self
        case .int64: Int64.self
        }
    }

    /// The type whose clear values are of `type`.
    public init?<Clear: FixedWidthInteger & Sendable>(_ type: Clear.Type) {
        guard let match = Self.allCases.first(where: { $0.clear == type }) else { return nil }
        self = match
    }

    /// Bits: 1 for `bool`.
    public var width: Int { clear?.bitWidth ?? 1 }
    /// Whether values can be negative.
    public var isSigned: Bool { clear?.isSigned ?? false }
    /// Whether it is a number.
    public var isInteger: Bool { self != .bool }

    /// The values that it has.
    public var range: ClosedRange<Int128> {
        isSigned ? -(1 << Int128(width - 1))...(1 << Int128(width - 1)) - 1 : 0...(1 << Int128(width)) - 1
    }

    /// How many blocks hold one value.
    ///
    /// - Throws: `.unsupportedParameters` for sets that are not for integers.
    public func blockCount(_ parameters: TFHEParameters) throws(LWEError) -> Int {
        try layout(parameters).count
    }

    func layout(_ parameters: TFHEParameters) throws(LWEError) -> RadixLayout {
        guard case .integer(let message, _) = parameters.plaintext else {
            throw .unsupportedParameters("\(parameters.name) is not for integers")
        }
        return RadixLayout(width: width, messageBits: message.trailingZeroBitCount)
    }
}

/// An encrypted value whose type is known when the program runs.
public struct AnyEncryptedInteger: Equatable, Sendable {
    /// The type.
    public let type: EncryptedType
    /// The key.
    public let label: KeyLabel
    /// Little-endian digits, or the one of a truth value.
    public let blocks: [EncryptedBlock]

    init(_ type: EncryptedType, _ blocks: [EncryptedBlock], _ label: KeyLabel) {
        self.type = type
        self.blocks = blocks
        self.label = label
    }

    /// Forgets the static type.
    public init<Clear>(_ integer: EncryptedInteger<Clear>) {
        guard let type = EncryptedType(Clear.self) else {
            preconditionFailure("no encrypted type for \(Clear.self)")
        }
        self.init(type, integer.blocks, integer.label)
    }

    /// Forgets the static type.
    public init(_ truth: EncryptedBool) { self.init(.bool, [truth.block], truth.label) }

    /// The value as an integer of this type; nil for another one.
    public func integer<Clear>(_ type: Clear.Type) -> EncryptedInteger<Clear>? {
        EncryptedType(type) == self.type ? EncryptedInteger(blocks, label) : nil
    }

    /// The value as a truth value; nil for a number.
    public var truth: EncryptedBool? { type == .bool ? EncryptedBool(blocks[0], label) : nil }

    /// The value if everybody may know it.
    public var knownValue: Int128? {
        let digits = blocks.compactMap(\.knownValue)
        guard digits.count == blocks.count, let layout = try? type.layout(label.parameters) else {
            return nil
        }
        let bits = Int128(layout.value(of: digits))
        return bits > type.range.upperBound ? bits - 1 << Int128(type.width) : bits
    }
}
