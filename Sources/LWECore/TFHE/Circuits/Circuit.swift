/// A list of operations on encrypted values: each step's result can be an operand of later ones.
public struct Circuit: Equatable, Sendable {
    /// At most so many steps.
    public static let stepLimit = 256
    /// At most so many terms of a sum.
    public static let termLimit = 64

    /// An operand.
    public enum Operand: Hashable, Sendable {
        /// Value number i: the inputs come first, then the steps' results.
        case value(Int)
        /// A number that everybody may know; its type is that of the operands beside it.
        case constant(Int128)
    }

    /// One operation.
    public struct Step: Equatable, Sendable {
        /// What is done.
        public let operation: IntegerOperation
        /// On what.
        public let operands: [Operand]
        /// The result's type, of a cast, a table and a random number; nil elsewhere.
        ///
        /// Of a table nil stands for its operand's.
        public let type: EncryptedType?
        /// Of a table: 256 results.
        public let table: [Int128]
        /// Of a random number: the seed.
        public let seed: [UInt8]

        /// A step.
        public init(
            _ operation: IntegerOperation, _ operands: [Operand], type: EncryptedType? = nil,
            table: [Int128] = [], seed: [UInt8] = []
        ) {
            self.operation = operation
            self.operands = operands
            self.type = type
            self.table = table
            self.seed = seed
        }
    }

    /// In order.
    public let steps: [Step]

    /// These steps.
    public init(_ steps: [Step]) { self.steps = steps }
}

/// Why a circuit is refused; says which step, and never depends on an encrypted value.
public struct CircuitError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The step's index; nil if it is about the circuit.
    public let step: Int?
    /// For a person.
    public let reason: String

    init(_ step: Int?, _ reason: String) {
        self.step = step
        self.reason = reason
    }

    /// Reason and place.
    public var description: String { step.map { "step \($0 + 1): \(reason)" } ?? reason }
}

extension Circuit {
    /// Checks the circuit before anything runs.
    ///
    /// - Parameter inputs: types of the values that come first.
    /// - Returns: the steps' types.
    /// - Throws: `CircuitError` for the first step that is wrong.
    public func validate(inputs: [EncryptedType]) throws(CircuitError) -> [EncryptedType] {
        guard (1...Self.stepLimit).contains(steps.count) else {
            throw CircuitError(nil, "\(steps.count) steps, 1 to \(Self.stepLimit) are allowed")
        }
        var types = inputs
        for (index, step) in steps.enumerated() {
            do { types.append(try step.resultType(types)) } catch { throw CircuitError(index, error.reason) }
        }
        return Array(types[inputs.count...])
    }
}

extension Circuit.Step {
    /// The result's type, after checking everything.
    fileprivate func resultType(_ types: [EncryptedType]) throws(CircuitError) -> EncryptedType {
        func refuse(_ reason: String) -> CircuitError { CircuitError(nil, reason) }
        let name = operation.rawValue
        guard operation.arity.contains(operands.count) else {
            throw refuse(
                "'\(name)' takes \(operation.arity.lowerBound)"
                    + (operation.arity.count > 1 ? " to \(operation.arity.upperBound)" : "")
                    + " operands, not \(operands.count)")
        }
        guard operation == .table || table.isEmpty else { throw refuse("'\(name)' has no table") }
        guard operation == .random || seed.isEmpty else { throw refuse("'\(name)' has no seed") }
        guard operation.namesType || type == nil else { throw refuse("'\(name)' has no type of its own") }

        var operandTypes: [EncryptedType?] = []
        for operand in operands {
            switch operand {
            case .constant: operandTypes.append(nil)
            case .value(let index):
                guard types.indices.contains(index) else { throw refuse("there is no value \(index)") }
                operandTypes.append(types[index])
            }
        }
        if operation == .random {
            guard let type, type.isInteger else { throw refuse("'random' needs a type, an integer's") }
            guard (16...64).contains(seed.count) else {
                throw refuse("'random' needs a seed of 16 to 64 bytes")
            }
            return type
        }
        // Of a shift, the amount stands apart; of a selection, the condition.
        var like = operandTypes
        if operation.isShift, let amount = like.removeLast(), !amount.isInteger || amount.isSigned {
            throw refuse("'\(name)' by \(amount.rawValue): the amount is an unsigned integer")
        }
        if operation == .select {
            guard like.removeFirst() == .bool else { throw refuse("'select' needs an encrypted bool first") }
        }
        guard let common = like.compactMap(\.self).first else {
            throw refuse("'\(name)' on constants alone")
        }
        for case .some(let other) in like where other != common {
            throw refuse("'\(name)' on \(common.rawValue) and \(other.rawValue): cast one of them first")
        }
        guard common.isInteger || operation.takesBool else { throw refuse("'\(name)' on bool") }
        for (index, operand) in operands.enumerated() {
            guard case .constant(let value) = operand else { continue }
            let range = operation.isShift && index == 1 ? 0...Int128(UInt32.max) : common.range
            guard range.contains(value) else { throw refuse("\(value) is no \(common.rawValue)") }
        }
        switch operation {
        case .cast:
            guard let type, type.isInteger else { throw refuse("'cast' needs a type, an integer's") }
            return type
        case .table:
            guard common.width == 8 else { throw refuse("'table' on \(common.rawValue): 8 bits only") }
            let result = type ?? common
            guard result.isInteger else { throw refuse("'table' gives integers") }
            guard table.count == 256 else { throw refuse("a table of \(table.count) entries, not 256") }
            if let wrong = table.first(where: { !result.range.contains($0) }) {
                throw refuse("\(wrong) in the table is no \(result.rawValue)")
            }
            return result
        default: return operation.isTest ? .bool : common
        }
    }
}
