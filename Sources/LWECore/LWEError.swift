public import SecretMemory

/// Why an operation on keys or ciphertexts was refused; holds no secret.
public enum LWEError: Error, Equatable, Sendable {
    /// `object` has `actual` bytes (or entries) where its parameters ask for `expected`.
    case wrongLength(object: LWEObject, expected: Int, actual: Int)
    /// Bytes do not encode `object`; `reason` says what is wrong with them.
    case malformed(object: LWEObject, reason: String)
    /// Two operands belong to different parameters or keys.
    case parametersDiffer(String)
    /// The result could decrypt wrongly: its noise would have `squaredWeight` where `limit` is allowed.
    case noiseBudgetExceeded(squaredWeight: UInt64, limit: UInt64)
    /// The result could decrypt wrongly: with probability 2^`log2` where 2^`limitLog2` is allowed.
    case failureTooLikely(log2: Double, limitLog2: Double)
    /// The result could exceed the range of its plaintext entries: `span` values where `limit` fit.
    case messageRangeExceeded(span: UInt64, limit: UInt64)
    /// A plaintext value does not fit its encoding.
    case plaintextOutOfRange(limit: UInt64)
    /// Parameters that are not offered because they would be insecure or meaningless.
    case unsupportedParameters(String)
    /// Secret memory could not be had.
    case secretMemory(SecretMemoryError)
    /// OpenSSL refused `function`: its installation is broken.
    case cryptoLibrary(function: String)
}

/// What an `LWEError` is about.
public enum LWEObject: String, Sendable {
    case publicKey = "public key"
    case secretKey = "secret key"
    case ciphertext
    case sharedSecret = "shared secret"
    case plaintext
    case integerVector = "integer vector"
}

extension LWEError: CustomStringConvertible {
    /// One sentence for a person.
    public var description: String {
        switch self {
        case .wrongLength(let object, let expected, let actual):
            "\(object.rawValue) has length \(actual), expected \(expected)"
        case .malformed(let object, let reason): "malformed \(object.rawValue): \(reason)"
        case .parametersDiffer(let what): "operands do not match: \(what)"
        case .noiseBudgetExceeded(let weight, let limit):
            "noise budget exceeded: squared weight \(weight), at most \(limit) decrypts reliably"
        case .failureTooLikely(let reached, let limit):
            "noise budget exceeded: wrong with probability 2^\(Int(max(reached, -9999))), at most 2^\(Int(max(limit, -9999))) is allowed"
        case .messageRangeExceeded(let span, let limit):
            "plaintext range exceeded: \(span) possible values, an entry holds \(limit)"
        case .plaintextOutOfRange(let limit): "plaintext value out of range: must be below \(limit)"
        case .unsupportedParameters(let reason): "unsupported parameters: \(reason)"
        case .secretMemory(let error): error.description
        case .cryptoLibrary(let function): "OpenSSL's \(function) failed"
        }
    }
}
