internal import LWECore

extension EncryptedType {
    /// The bit pattern of `value`, zeros above the width; `nil` for a value that the type does not have.
    func pattern(of value: Int128) -> UInt64? {
        guard range.contains(value) else { return nil }
        return UInt64(truncatingIfNeeded: value) & (.max >> UInt64(64 - width))
    }

    /// The value of a bit pattern, whose bits above the width do not count.
    func value(ofPattern pattern: UInt64) -> Int128 {
        let value = Int128(pattern & (.max >> UInt64(64 - width)))
        return range.contains(value) ? value : value - 1 << Int128(width)
    }

    /// What is encrypted for a bit pattern, one plaintext for each ciphertext.
    func digits(ofPattern pattern: UInt64, _ parameters: TFHEParameters) throws(LWEError) -> [UInt64] {
        func digits<Clear: FixedWidthInteger & Sendable>(_ type: Clear.Type) throws(LWEError) -> [UInt64] {
            let clear = Clear(truncatingIfNeeded: pattern)
            return try EncryptedInteger<Clear>.digits(of: clear, parameters).map { UInt64($0) }
        }
        guard let clear else { return [pattern & 1] }
        return try digits(clear)
    }
}

extension AnyEncryptedInteger {
    /// Freshly encrypted digits as a value of `type`.
    ///
    /// - Throws: `.wrongLength` for another number of ciphertexts than `type` has.
    init(
        _ type: EncryptedType, ciphertexts: [LWECiphertext<UInt64>], _ label: KeyLabel
    ) throws(LWEError) {
        func integer<Clear: FixedWidthInteger & Sendable>(_ type: Clear.Type) throws(LWEError) -> Self {
            Self(try EncryptedInteger<Clear>(ciphertexts: ciphertexts, label))
        }
        guard let clear = type.clear else {
            guard ciphertexts.count == 1 else {
                throw .wrongLength(object: .ciphertext, expected: 1, actual: ciphertexts.count)
            }
            self.init(try EncryptedBool(ciphertext: ciphertexts[0], label))
            return
        }
        self = try integer(clear)
    }

    /// The bit pattern that it decrypts to.
    ///
    /// - Throws: `.parametersDiffer` for another key.
    func decrypted(with key: borrowing ClientKey<UInt64>) throws(LWEError) -> UInt64 {
        if let truth { return try key.decrypt(truth) ? 1 : 0 }
        // One type after the other: a key cannot be borrowed by a closure.
        if let x = integer(UInt8.self) { return UInt64(try key.decrypt(x)) }
        if let x = integer(UInt16.self) { return UInt64(try key.decrypt(x)) }
        if let x = integer(UInt32.self) { return UInt64(try key.decrypt(x)) }
        if let x = integer(UInt64.self) { return try key.decrypt(x) }
        if let x = integer(Int8.self) { return UInt64(UInt8(bitPattern: try key.decrypt(x))) }
        if let x = integer(Int16.self) { return UInt64(UInt16(bitPattern: try key.decrypt(x))) }
        if let x = integer(Int32.self) { return UInt64(UInt32(bitPattern: try key.decrypt(x))) }
        if let x = integer(Int64.self) { return UInt64(bitPattern: try key.decrypt(x)) }
        throw .unsupportedParameters("a type that is not decrypted here")
    }
}
