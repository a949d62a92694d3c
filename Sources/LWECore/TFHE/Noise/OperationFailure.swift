extension TFHEParameters {
    /// An operation that ends in a look-up, with the squared norm of the sum that is looked up.
    public struct Operation: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Squared 2-norm of the linear combination of fresh bootstraps.
        public let squaredNorm: Double
        /// Half a box, as a fraction of the torus.
        public let halfBox: Double
    }

    /// What fails how often: each kind of gate, or the look-ups of integers.
    ///
    /// A MUX adds two bootstraps without a third, so what follows one meets twice the noise.
    public var operations: [Operation] {
        switch plaintext {
        case .boolean:
            [
                Operation(name: "nand, and, or, nor", squaredNorm: 2, halfBox: 1 / 8),
                Operation(name: "xor, xnor", squaredNorm: 8, halfBox: 1 / 4),
                Operation(name: "nand of two mux", squaredNorm: 4, halfBox: 1 / 8),
                Operation(name: "any, as the verdict has it", squaredNorm: squaredNorm, halfBox: halfBox),
            ]
        case .integer:
            [
                Operation(name: "look-up of one result", squaredNorm: 1, halfBox: halfBox),
                Operation(
                    name: "look-up of the largest sum", squaredNorm: squaredNorm, halfBox: halfBox),
            ]
        }
    }
}

extension NoiseBudget {
    /// log2 of the chance that `operation` goes wrong.
    public func failureLog2(of operation: TFHEParameters.Operation, in set: TFHEParameters) -> Double {
        let variance =
            set.order == .keySwitchFirst
            ? operation.squaredNorm * bootstrap + keySwitch + modulusSwitch
            : operation.squaredNorm * (bootstrap + keySwitch) + modulusSwitch
        return FailureProbability.log2(halfBox: operation.halfBox, variance: variance)
    }
}
