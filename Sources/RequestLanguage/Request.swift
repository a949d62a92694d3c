/// What a client asks for in one line.
public struct Request: Hashable, Sendable {
    /// What a key is for; a key never serves two purposes.
    public enum Purpose: String, Hashable, Sendable, CaseIterable {
        /// Texts, under FrodoKEM with authenticated encryption.
        case transport
        /// Vectors of small integers that can be added, under the FrodoKEM specification's public-key encryption.
        case arithmetic
        /// Integers of 8 to 64 bits and truth values that can be computed on without limit, under TFHE.
        case computation
        /// Single bits, under Regev's encryption (not offered yet).
        case bits
    }
    /// What is to be encrypted.
    public enum Plaintext: Hashable, Sendable {
        /// UTF-8 text.
        case text(String)
        /// Integers from 0.
        case integers([UInt64])
        /// One integer, and the name of its type.
        case integer(Int128, type: String)
        /// One bit.
        case bit(Bool)
    }
    /// What is to be done.
    public enum Operation: Hashable, Sendable {
        /// Makes a key pair.
        case keygen(key: String, purpose: Purpose, set: String?, allow: [String])
        /// Encrypts under a key and registers the ciphertext.
        case encrypt(key: String, plaintext: Plaintext, handle: String?)
        /// Adds ciphertexts of one key.
        case add(terms: [String], handle: String?)
        /// Multiplies a ciphertext by a small number.
        case multiply(term: String, by: UInt64, handle: String?)
        /// Computes on encrypted integers of one key.
        case compute(Computation)
        /// Decrypts a registered ciphertext.
        case decrypt(handle: String)
        /// Makes the next epoch of a key; what the one before encrypted can still be decrypted.
        case rotate(key: String)
        /// Destroys all epochs of a key.
        case destroy(key: String)
        /// Deletes a ciphertext.
        case forget(handle: String)
        /// Lists the keys that the caller may use.
        case keys
        /// Lists the ciphertexts that the caller may use.
        case ciphertexts
        /// Says how the system does.
        case status
    }

    /// Who asks, as the host edge vouches; `local` when not given.
    public var caller: String
    /// A name for the request: asked again, it gets the same answer, and nothing is done twice.
    public var id: String?
    /// What is to be done.
    public var operation: Operation

    /// Makes a request.
    public init(_ operation: Operation, caller: String = "local", id: String? = nil) {
        self.operation = operation
        self.caller = caller
        self.id = id
    }
}

extension Request.Operation {
    /// The word of `op`.
    public var word: String {
        switch self {
        case .keygen: "keygen"
        case .encrypt: "encrypt"
        case .add: "add"
        case .multiply: "multiply"
        case .compute: "compute"
        case .decrypt: "decrypt"
        case .rotate: "rotate"
        case .destroy: "destroy"
        case .forget: "forget"
        case .keys: "keys"
        case .ciphertexts: "ciphertexts"
        case .status: "status"
        }
    }
    /// Every word of `op`.
    public static let words = [
        "keygen", "encrypt", "add", "multiply", "compute", "decrypt", "rotate", "destroy", "forget", "keys",
        "ciphertexts", "status",
    ]
}
