internal import LWECore
internal import SecretMemory

extension Report.Failure {
    /// What the gateway learns of an error of the cryptography.
    init(_ error: LWEError) {
        self =
            switch error {
            case .noiseBudgetExceeded, .failureTooLikely, .messageRangeExceeded: .noiseBudget
            case .plaintextOutOfRange, .wrongLength(.integerVector, _, _), .wrongLength(.plaintext, _, _):
                .badPlaintext
            case .parametersDiffer: .keyMismatch
            case .unsupportedParameters: .wrongPurpose
            case .secretMemory: .lockedMemory
            case .wrongLength, .malformed, .cryptoLibrary: .refused
            }
    }

    /// The same of a message that was not taken.
    init(_ error: MessageError) { self = error == .noLockedMemory ? .lockedMemory : .refused }

    /// The same of any error of a domain's work.
    init(_ error: any Error) {
        switch error {
        case let failure as Report.Failure: self = failure
        case let error as LWEError: self.init(error)
        case is SecretMemoryError: self = .lockedMemory
        default: self = .refused
        }
    }
}
