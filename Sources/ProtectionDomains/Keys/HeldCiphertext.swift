internal import LWECore
internal import Vault

/// A ciphertext that is computed on.
struct HeldCiphertext {
    let entry: VaultEntry
    /// What it is encoded as.
    let encoded: [UInt8]
    /// It as a vector of integers; `nil` for a single one, which is read when it is used: it has to be under the
    /// evaluation key of then.
    let vector: EncryptedIntegers?

    init(entry: VaultEntry, vector: EncryptedIntegers) {
        self.entry = entry
        self.vector = vector
        encoded = vector.encoded()
    }

    init(entry: VaultEntry, integer: [UInt8]) {
        self.entry = entry
        encoded = integer
        vector = nil
    }

    /// Reads what came in.
    ///
    /// - Parameters:
    ///   - content: a ciphertext.
    ///   - choice: its parameters.
    ///   - isFresh: whether it comes from encryption, where integers are in the compact form.
    /// - Throws: when it is not what its entry says.
    init(_ content: RecordContent, _ choice: ParameterChoice, isFresh: Bool) throws {
        switch choice {
        case .arithmetic(let variant):
            let vector = try unsafe EncryptedIntegers(decoding: content.bytes.span.bytes)
            guard vector.matrices.first?.variant == variant else { throw Report.Failure.refused }
            self.init(entry: content.entry, vector: vector)
        case .computation(let parameters):
            guard isFresh else {
                self.init(entry: content.entry, integer: content.bytes)
                return
            }
            let compact = try CompactCiphertexts(decoding: unsafe content.bytes.span.bytes)
            guard compact.parameters == parameters, let type = EncryptedType(rawValue: content.entry.type)
            else { throw Report.Failure.refused }
            let label = KeyLabel(parameters, identifier: compact.identifier)
            let value = try AnyEncryptedInteger(type, ciphertexts: compact.expanded(), label)
            self.init(entry: content.entry, integer: try value.encoded())
        case .transport: throw Report.Failure.wrongPurpose
        }
    }

    /// It as an integer under the key of `label`.
    func integer(under label: KeyLabel) throws(LWEError) -> AnyEncryptedInteger {
        guard vector == nil else { throw .unsupportedParameters("a vector is no integer") }
        let value = try AnyEncryptedInteger(decoding: encoded, under: label)
        guard value.type.rawValue == entry.type else { throw .parametersDiffer("another type than recorded") }
        return value
    }

    /// What it is, for the console.
    var summary: String { vector.map { "\($0.count) integers" } ?? entry.type }
}

/// Ciphertexts by the number of their record, within bounds.
struct HeldCiphertexts {
    private let countLimit, byteLimit: Int
    private var ciphertexts: [UInt64: HeldCiphertext] = [:]
    private var byteCount = 0

    init(countLimit: Int, byteLimit: Int) {
        self.countLimit = countLimit
        self.byteLimit = byteLimit
    }

    subscript(_ id: UInt64) -> HeldCiphertext? { ciphertexts[id] }

    /// Adds `ciphertext`, in place of one with its number; `false` when there is no room.
    mutating func insert(_ ciphertext: HeldCiphertext) -> Bool {
        guard ciphertexts.count < countLimit, byteCount + ciphertext.encoded.count <= byteLimit else {
            return false
        }
        byteCount += ciphertext.encoded.count
        if let replaced = ciphertexts.updateValue(ciphertext, forKey: ciphertext.entry.id) {
            byteCount -= replaced.encoded.count
        }
        return true
    }

    mutating func remove(_ id: UInt64) {
        if let gone = ciphertexts.removeValue(forKey: id) { byteCount -= gone.encoded.count }
    }
}
