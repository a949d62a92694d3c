/// Reads the fields of `compute`: what can be said of a computation without knowing the operations and the ciphertexts
/// is checked here.
struct ComputationReader {
    private var steps: [Computation.Step] = []
    /// Where each step begins.
    private var columns: [Int] = []
    /// Names that some step will have.
    private var names: Set<String> = []
    private var used: Set<Int> = []
    private var tableCount = 0

    /// The computation in `fields`.
    static func read(_ fields: inout Fields) throws(RequestError) -> Computation {
        let (elements, column) = try fields.array("steps", limit: Computation.stepLimit)
        guard !elements.isEmpty else {
            throw RequestError(.badRequest, "'steps' has at least one", column: column)
        }
        var reader = ComputationReader()
        reader.names = Set(elements.compactMap { $0["as"]?.string })
        for (index, element) in elements.enumerated() {
            do {
                try reader.readStep(element)
            } catch {
                throw RequestError(error.code, "step \(index + 1): \(error.message)", column: error.column)
            }
        }
        let results = try reader.readResults(&fields)
        if let unused = reader.steps.indices.first(where: { !reader.used.contains($0) }) {
            throw RequestError(
                .badRequest, "step \(unused + 1): nothing uses '\(reader.steps[unused].name)'",
                column: reader.columns[unused])
        }
        return Computation(steps: reader.steps, results: results)
    }

    private mutating func readStep(_ json: JSON) throws(RequestError) {
        guard case .object(let members) = json.value else {
            throw RequestError(.badRequest, "a step is an object", column: json.column)
        }
        var fields = Fields(members: members, end: json.column)
        let operation = try fields.name("op")
        let name = try fields.name("as")
        guard !steps.contains(where: { $0.name == name }) else {
            throw RequestError(.badRequest, "there is a step '\(name)' already", column: json.column)
        }
        let elements = try fields.optionalArray("of", limit: Computation.operandLimit)?.elements ?? []
        var step = Computation.Step(name, operation, [])
        for element in elements { step.operands.append(try operand(element)) }
        step.type = try fields.optionalName("to")
        step.table = try table(&fields)
        try fields.finish()
        steps.append(step)
        columns.append(json.column)
    }

    private mutating func operand(_ json: JSON) throws(RequestError) -> Computation.Operand {
        if let value = json.wideInteger { return .clear(value) }
        if let truth = json.bool { return .clear(truth ? 1 : 0) }
        guard json.string != nil else {
            throw RequestError(
                .badRequest, "'of' holds names of steps, handles, integers, true and false",
                column: json.column)
        }
        let name = try Fields.reference("of", json)
        if let index = steps.firstIndex(where: { $0.name == name }) {
            used.insert(index)
            return .step(index)
        }
        guard !names.contains(name) else {
            throw RequestError(.badRequest, "'\(name)' is no earlier step", column: json.column)
        }
        return .handle(name)
    }

    private mutating func table(_ fields: inout Fields) throws(RequestError) -> [Int128] {
        guard let (elements, column) = try fields.optionalArray("table", limit: 256) else { return [] }
        tableCount += 1
        guard tableCount <= Computation.tableLimit else {
            throw RequestError(
                .badRequest, "there are more than \(Computation.tableLimit) tables", column: column)
        }
        var table: [Int128] = []
        for element in elements {
            guard let value = element.wideInteger else {
                throw RequestError(.badRequest, "'table' holds integers", column: element.column)
            }
            table.append(value)
        }
        return table
    }

    private mutating func readResults(
        _ fields: inout Fields
    ) throws(RequestError) -> [Computation.Result] {
        let (members, column) = try fields.object("results")
        guard (1...Computation.resultLimit).contains(members.count) else {
            throw RequestError(
                .badRequest, "'results' keeps 1 to \(Computation.resultLimit) steps", column: column)
        }
        var results: [Computation.Result] = []
        for member in members {
            guard let step = steps.firstIndex(where: { $0.name == member.name }) else {
                throw RequestError(.badRequest, "there is no step '\(member.name)'", column: member.column)
            }
            used.insert(step)
            let handle = try Fields.name("results", member.value)
            guard !results.contains(where: { $0.handle == handle }) else {
                throw RequestError(
                    .badRequest, "two results are called '\(handle)'", column: member.value.column)
            }
            results.append(Computation.Result(step: step, handle: handle))
        }
        return results
    }
}
