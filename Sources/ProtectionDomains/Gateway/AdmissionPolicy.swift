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
    /// Look-ups that one computation may take.
    public var lookUpLimit = 20_000
    /// What it costs when an evaluation key has to be made first.
    public var evaluationKeyPrice: UInt64 = 100

    /// The defaults.
    public init() {}

    /// What an operation costs; lists and status are free.
    ///
    /// A computation costs one for every look-up besides.
    func price(of plan: Plan) -> UInt64 {
        switch plan.request.operation {
        case .keygen, .rotate: 1000
        case .encrypt, .add, .multiply, .decrypt, .destroy, .forget: 1
        case .compute: 1 + UInt64(plan.lookUpCount) + (plan.makesEvaluationKey ? evaluationKeyPrice : 0)
        case .keys, .ciphertexts, .status: 0
        }
    }
}
