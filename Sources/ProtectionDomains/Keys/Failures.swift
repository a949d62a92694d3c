internal import LWECore

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
            case .wrongLength, .malformed, .secretMemory, .cryptoLibrary: .refused
            }
    }
}
