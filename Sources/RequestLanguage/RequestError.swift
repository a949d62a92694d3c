/// Why a request was not done: a code for programs, a sentence for people, never a secret.
public struct RequestError: Error, Hashable, Sendable {
    /// The kinds of refusal, whose words programs may rely on.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The line is no JSON text.
        case syntax
        /// The line is longer than allowed.
        case tooLong = "too_long"
        /// The line is JSON, but no request.
        case badRequest = "bad_request"
        /// There is no such operation.
        case unknownOperation = "unknown_operation"
        /// There is no such key, or the caller may not know it.
        case unknownKey = "unknown_key"
        /// There is no such ciphertext, or the caller may not know it.
        case unknownHandle = "unknown_handle"
        /// A key has this name already.
        case keyExists = "key_exists"
        /// A ciphertext has this name already.
        case handleExists = "handle_exists"
        /// Only the owner may do this.
        case notAllowed = "not_allowed"
        /// The caller has spent what it may spend.
        case quotaExhausted = "quota_exhausted"
        /// Another request with this `id` was something else.
        case idReused = "id_reused"
        /// The key is not for this.
        case wrongPurpose = "wrong_purpose"
        /// The numbers or the text do not fit.
        case badPlaintext = "bad_plaintext"
        /// The ciphertexts belong to different keys or epochs.
        case keyMismatch = "key_mismatch"
        /// A step of a computation does not take what it is given.
        case badCircuit = "bad_circuit"
        /// The result could decrypt wrongly.
        case noiseBudget = "noise_budget"
        /// A domain refused what it was given. One code for every reason, so that it is no oracle.
        case refused
        /// The lockbox does not vouch for the vault.
        case vaultRefused = "vault_refused"
        /// The vault could not be written.
        case storageFailed = "storage_failed"
        /// The memory that may be locked for secrets is used up.
        case lockedMemory = "locked_memory"
        /// A bounded store is full.
        case full
    }

    /// What kind of refusal.
    public var code: Code
    /// A sentence.
    public var message: String
    /// Where in the line: a column from 1, in Unicode scalars.
    public var column: Int?

    /// Makes a refusal.
    public init(_ code: Code, _ message: String, column: Int? = nil) {
        self.code = code
        self.message = message
        self.column = column
    }
}
