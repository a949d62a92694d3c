/// A computation on encrypted integers: steps, each on ciphertexts, on clear values and on what steps before gave.
///
/// Which operations and types there are is not known here.
public struct Computation: Hashable, Sendable {
    /// More steps are refused.
    public static let stepLimit = 64
    /// More operands of one step are refused.
    public static let operandLimit = 16
    /// More look-up tables are refused.
    public static let tableLimit = 8
    /// More kept results are refused.
    public static let resultLimit = 8

    /// What a step works on.
    public enum Operand: Hashable, Sendable {
        /// The result of an earlier step, by its position.
        case step(Int)
        /// The ciphertext that a request calls so.
        case handle(String)
        /// A value that everybody may know.
        case clear(Int128)
    }

    /// One step.
    public struct Step: Hashable, Sendable {
        /// What it is called in this computation.
        public var name: String
        /// The name of what it does.
        public var operation: String
        /// What with.
        public var operands: [Operand]
        /// The name of the type that comes out, where the operation does not say.
        public var type: String?
        /// What each value becomes, where the operation looks up.
        public var table: [Int128]

        /// Makes a step.
        public init(
            _ name: String, _ operation: String, _ operands: [Operand], type: String? = nil,
            table: [Int128] = []
        ) {
            self.name = name
            self.operation = operation
            self.operands = operands
            self.type = type
            self.table = table
        }
    }

    /// A result to be kept.
    public struct Result: Hashable, Sendable {
        /// The position of its step.
        public var step: Int
        /// What the ciphertext is called then.
        public var handle: String

        /// Makes a result.
        public init(step: Int, handle: String) {
            self.step = step
            self.handle = handle
        }
    }

    /// In the order in which they are done.
    public var steps: [Step]
    /// Which results are kept; the others are gone when the request is answered.
    public var results: [Result]

    /// Makes a computation.
    public init(steps: [Step], results: [Result]) {
        self.steps = steps
        self.results = results
    }

    /// The handles that it works on, each once, in the order of their first use.
    public var handles: [String] {
        var handles: [String] = []
        for case .handle(let handle) in steps.flatMap(\.operands) where !handles.contains(handle) {
            handles.append(handle)
        }
        return handles
    }
}
