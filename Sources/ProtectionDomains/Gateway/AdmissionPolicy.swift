internal import RequestLanguage

/// What a caller may do in one run: prices against a purse, and bounds on what is kept.
public struct AdmissionPolicy: Sendable {
    /// What every caller has.
    public var tokens: UInt64 = 50_000
    /// Callers that are told apart; further ones are refused.
    public var callerLimit = 256
    /// Answers kept for requests with an `id`.
    public var rememberedLimit = 1024
    /// Keys and ciphertexts that one run works with.
    public var recordLimit = 4096
    /// Keys that one run works with at a time: as many as its domains hold.
    public var keyLimit = SecretKeyConsumer.keyLimit

    /// The defaults.
    public init() {}

    /// What an operation costs; lists and status are free.
    func price(of operation: Request.Operation) -> UInt64 {
        switch operation {
        case .keygen, .rotate: 1000
        case .encrypt, .add, .multiply, .decrypt, .destroy, .forget: 1
        case .keys, .ciphertexts, .status: 0
        }
    }
}
