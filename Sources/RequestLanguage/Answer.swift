/// What a request got: one line of JSON, numbered as the requests were.
public struct Answer: Hashable, Sendable {
    /// The number of the request's line, from 1.
    public var number: UInt64
    /// The request's `id`, when it could be read.
    public var id: String?
    /// The fields of success in their order, or the refusal.
    public var outcome: Result<[JSON.Member], RequestError>

    /// Makes an answer.
    public init(number: UInt64, id: String?, outcome: Result<[JSON.Member], RequestError>) {
        self.number = number
        self.id = id
        self.outcome = outcome
    }

    /// The line, its line feed left out.
    public var line: String {
        var members = [JSON.Member(name: "n", value: .number(number))]
        if let id { members.append(JSON.Member(name: "id", value: .text(id))) }
        switch outcome {
        case .success(let fields):
            members.append(JSON.Member(name: "ok", value: true))
            members += fields
        case .failure(let error):
            members.append(JSON.Member(name: "ok", value: false))
            var described: [JSON.Member] = [
                JSON.Member(name: "code", value: .text(error.code.rawValue)),
                JSON.Member(name: "message", value: .text(error.message)),
            ]
            if let column = error.column {
                described.append(JSON.Member(name: "column", value: .number(column)))
            }
            members.append(JSON.Member(name: "error", value: JSON(.object(described))))
        }
        return JSON(.object(members)).line
    }
}

extension Request {
    /// The request as a line that `RequestReader` reads back to the same value.
    public var line: String {
        var members = [JSON.Member(name: "op", value: .text(operation.word))]
        func add(_ name: String, _ value: JSON?) {
            if let value { members.append(JSON.Member(name: name, value: value)) }
        }
        switch operation {
        case .keygen(let key, let purpose, let set, let allow):
            add("key", .text(key))
            add("purpose", .text(purpose.rawValue))
            add("set", set.map(JSON.text))
            add("allow", allow.isEmpty ? nil : JSON(.array(allow.map(JSON.text))))
        case .encrypt(let key, let plaintext, let handle):
            add("key", .text(key))
            switch plaintext {
            case .text(let text): add("text", .text(text))
            case .integers(let numbers): add("integers", JSON(.array(numbers.map { .number($0) })))
            case .integer(let value, let type):
                add("integer", .number(value))
                add("type", .text(type))
            case .bit(let bit): add("bit", bit ? 1 : 0)
            }
            add("as", handle.map(JSON.text))
        case .add(let terms, let handle):
            add("terms", JSON(.array(terms.map(JSON.text))))
            add("as", handle.map(JSON.text))
        case .multiply(let term, let factor, let handle):
            add("handle", .text(term))
            add("by", .number(factor))
            add("as", handle.map(JSON.text))
        case .compute(let computation):
            add("steps", JSON(.array(computation.steps.map { $0.json(in: computation) })))
            let results = computation.results.map {
                JSON.Member(name: computation.steps[$0.step].name, value: .text($0.handle))
            }
            add("results", JSON(.object(results)))
        case .decrypt(let handle), .forget(let handle): add("handle", .text(handle))
        case .rotate(let key), .destroy(let key): add("key", .text(key))
        case .keys, .ciphertexts, .status: break
        }
        if caller != "local" { add("caller", .text(caller)) }
        add("id", id.map(JSON.text))
        return JSON(.object(members)).line
    }
}

extension Computation.Step {
    /// The step as an element of `steps`.
    fileprivate func json(in computation: Computation) -> JSON {
        let operands = operands.map { operand in
            switch operand {
            case .step(let index): JSON.text(computation.steps[index].name)
            case .handle(let name): JSON.text(name)
            case .clear(let value): JSON.number(value)
            }
        }
        var members = [
            JSON.Member(name: "op", value: .text(operation)),
            JSON.Member(name: "of", value: JSON(.array(operands))),
        ]
        if !table.isEmpty {
            members.append(JSON.Member(name: "table", value: JSON(.array(table.map { .number($0) }))))
        }
        if let type { members.append(JSON.Member(name: "to", value: .text(type))) }
        members.append(JSON.Member(name: "as", value: .text(name)))
        return JSON(.object(members))
    }
}
