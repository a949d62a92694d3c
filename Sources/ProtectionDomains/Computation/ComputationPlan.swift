internal import LWECore
internal import RequestLanguage
internal import SecretMemory
internal import Vault

/// A computation as the workers get it: numbers where callers have names.
struct ComputationPlan: Equatable {
    /// Numbers of the records that are computed on, the circuit's inputs.
    var inputs: [UInt64]
    /// What is done; its random numbers have no seeds yet but the numbers of their steps.
    var circuit: Circuit
    /// The steps whose results may be kept.
    var results: [Int]
}

extension ComputationPlan {
    /// Bytes of the seed of a random number.
    private static let seedByteCount = 32

    /// The circuit with fresh seeds: from each comes a ciphertext that nobody has encrypted, so a seed need not be secret,
    /// only new.
    func seededCircuit(using entropy: some EntropySource) -> Circuit {
        Circuit(
            circuit.steps.map { step in
                guard step.operation == .random else { return step }
                var seed = [UInt8](repeating: 0, count: Self.seedByteCount)
                unsafe seed.withUnsafeMutableBytes { unsafe entropy.fill($0) }
                return Circuit.Step(.random, [], type: step.type, seed: seed)
            })
    }

    /// What stands for the seed of step `index` until then: no two are equal, as equal ones would count once.
    private static func placeholder(_ index: Int) -> [UInt8] {
        (0..<seedByteCount).map { $0 < 8 ? UInt8(truncatingIfNeeded: index >> (8 * $0)) : 0 }
    }

    /// Checks every step of `computation`.
    ///
    /// - Parameters:
    ///   - computation: as `RequestReader` lets it through.
    ///   - entries: the records of `computation.handles`, in their order.
    /// - Returns: the plan, and the types of the results that are kept.
    /// - Throws: `.badCircuit`, naming the step.
    static func make(
        _ computation: Computation, _ entries: [VaultEntry]
    ) throws(RequestError) -> (plan: ComputationPlan, inputs: [EncryptedType], results: [EncryptedType]) {
        let handles = computation.handles
        var inputs: [EncryptedType] = []
        for (handle, entry) in zip(handles, entries) {
            guard let type = EncryptedType(rawValue: entry.type) else {
                throw RequestError(.wrongPurpose, "'\(handle)' is nothing to compute on")
            }
            inputs.append(type)
        }
        var steps: [Circuit.Step] = []
        for (index, step) in computation.steps.enumerated() {
            steps.append(try compiled(step, index, handles))
        }
        let circuit = Circuit(steps)
        let types: [EncryptedType]
        do { types = try circuit.validate(inputs: inputs) } catch {
            let name = error.step.map { " ('\(computation.steps[$0].name)')" } ?? ""
            throw RequestError(
                .badCircuit, "\(error.step.map { "step \($0 + 1)" } ?? "the steps")\(name): \(error.reason)")
        }
        let results = computation.results.map(\.step)
        let plan = ComputationPlan(inputs: entries.map(\.id), circuit: circuit, results: results)
        return (plan, inputs, results.map { types[$0] })
    }

    private static func compiled(
        _ step: Computation.Step, _ index: Int, _ handles: [String]
    ) throws(RequestError) -> Circuit.Step {
        let number = index + 1
        guard let operation = IntegerOperation(rawValue: step.operation) else {
            let words = IntegerOperation.allCases.map(\.rawValue).joined(separator: ", ")
            throw RequestError(
                .unknownOperation, "step \(number) ('\(step.name)'): 'op' is one of \(words)")
        }
        var type: EncryptedType?
        if let name = step.type {
            guard let found = EncryptedType(rawValue: name) else {
                let words = EncryptedType.allCases.map(\.rawValue).joined(separator: ", ")
                throw RequestError(.badCircuit, "step \(number) ('\(step.name)'): 'to' is one of \(words)")
            }
            type = found
        }
        let operands = step.operands.map { operand -> Circuit.Operand in
            switch operand {
            case .clear(let value): .constant(value)
            case .step(let index): .value(handles.count + index)
            case .handle(let name): .value(handles.firstIndex(of: name) ?? handles.count)
            }
        }
        return Circuit.Step(
            operation, operands, type: type, table: step.table,
            seed: operation == .random ? placeholder(index) : [])
    }
}

extension ComputationPlan: WireCodable {
    private enum OperandWord: UInt8 { case value = 1, constant }

    init(from reader: inout WireReader) throws(MessageError) {
        inputs = try reader.numbers()
        var steps: [Circuit.Step] = []
        for _ in 0..<(try reader.count(limit: Computation.stepLimit)) {
            steps.append(try Self.step(steps.count, from: &reader))
        }
        circuit = Circuit(steps)
        results = []
        for _ in 0..<(try reader.count(limit: Computation.resultLimit)) {
            let step = try reader.count(limit: Computation.stepLimit)
            guard steps.indices.contains(step) else { throw .malformed }
            results.append(step)
        }
    }

    private static func step(_ index: Int, from reader: inout WireReader) throws(MessageError) -> Circuit.Step
    {
        guard let operation = IntegerOperation(rawValue: try reader.text()) else { throw .malformed }
        var operands: [Circuit.Operand] = []
        for _ in 0..<(try reader.count(limit: Computation.operandLimit)) {
            switch try reader.choice(OperandWord.self) {
            case .value: operands.append(.value(try reader.count(limit: 1 << 16)))
            case .constant: operands.append(.constant(try reader.wideNumber()))
            }
        }
        let name = try reader.text()
        let type = EncryptedType(rawValue: name)
        guard type != nil || name.isEmpty else { throw .malformed }
        var table: [Int128] = []
        for _ in 0..<(try reader.count(limit: 256)) { table.append(try reader.wideNumber()) }
        return Circuit.Step(
            operation, operands, type: type, table: table,
            seed: operation == .random ? placeholder(index) : [])
    }

    func write(to writer: inout WireWriter) {
        writer.put(inputs)
        writer.put(UInt64(circuit.steps.count))
        for step in circuit.steps {
            writer.put(step.operation.rawValue)
            writer.put(UInt64(step.operands.count))
            for operand in step.operands {
                switch operand {
                case .value(let index):
                    writer.put(OperandWord.value.rawValue)
                    writer.put(UInt64(index))
                case .constant(let value):
                    writer.put(OperandWord.constant.rawValue)
                    writer.put(wide: value)
                }
            }
            writer.put(step.type?.rawValue ?? "")
            writer.put(UInt64(step.table.count))
            for value in step.table { writer.put(wide: value) }
        }
        writer.put(results.map { UInt64($0) })
    }
}

extension WireWriter {
    /// Two words, the low one first.
    fileprivate mutating func put(wide value: Int128) {
        put(UInt64(truncatingIfNeeded: value))
        put(UInt64(truncatingIfNeeded: value >> 64))
    }
}

extension WireReader {
    fileprivate mutating func wideNumber() throws(MessageError) -> Int128 {
        let low = Int128(try number())
        return Int128(Int64(bitPattern: try number())) << 64 | low
    }

    /// A number up to `limit`.
    fileprivate mutating func count(limit: Int) throws(MessageError) -> Int {
        guard let count = Int(exactly: try number()), count <= limit else { throw .malformed }
        return count
    }
}
