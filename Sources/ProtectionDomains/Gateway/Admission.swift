internal import LWECore
internal import RequestLanguage
internal import Vault

/// Decides what is done of a request: a value without regions or channels.
///
/// Cheap checks first; what a caller may not know looks as if it were not there.
struct Admission {
    private let policy: AdmissionPolicy
    private let seeded: Bool
    var holdings = Holdings()
    private var spent: [String: UInt64] = [:]
    private var remembered: [String: (request: Request, outcome: Result<[JSON.Member], RequestError>)] = [:]
    private var rememberedOrder: [String] = []

    init(_ policy: AdmissionPolicy, seeded: Bool) {
        self.policy = policy
        self.seeded = seeded
    }

    /// What an earlier request with the same `id` and caller got, when it was the same request.
    func earlierOutcome(_ request: Request) throws(RequestError) -> Result<[JSON.Member], RequestError>? {
        guard let key = rememberingKey(request), let earlier = remembered[key] else { return nil }
        guard earlier.request == request else {
            throw RequestError(.idReused, "another request had this id")
        }
        return earlier.outcome
    }

    /// Keeps an outcome for the next request with the same `id`; what only failed to be affordable may be asked again.
    mutating func remember(_ request: Request, _ outcome: Result<[JSON.Member], RequestError>) {
        guard let key = rememberingKey(request), remembered[key] == nil else { return }
        if case .failure(let error) = outcome, error.code == .quotaExhausted { return }
        if rememberedOrder.count >= policy.rememberedLimit { remembered[rememberedOrder.removeFirst()] = nil }
        remembered[key] = (request, outcome)
        rememberedOrder.append(key)
    }

    private func rememberingKey(_ request: Request) -> String? {
        request.id.map { "\(request.caller) \($0)" }
    }

    /// The plan of `request`, which is paid for by this.
    mutating func admit(_ request: Request) throws(RequestError) -> Plan {
        let plan = try plan(request)
        let price = policy.price(of: plan)
        if price > 0 { try charge(request.caller, price) }
        return plan
    }

    private mutating func charge(_ caller: String, _ price: UInt64) throws(RequestError) {
        guard spent[caller] != nil || spent.count < policy.callerLimit else {
            throw RequestError(.quotaExhausted, "too many callers")
        }
        let total = spent[caller, default: 0] + price
        guard total <= policy.tokens else {
            throw RequestError(
                .quotaExhausted, "'\(caller)' has spent its \(policy.tokens) tokens of this run")
        }
        spent[caller] = total
    }

    private func plan(_ request: Request) throws(RequestError) -> Plan {
        let caller = request.caller
        switch request.operation {
        case .keygen(let key, let purpose, let set, let allow):
            let name = try holdings.freshKey(key, for: caller)
            guard let choice = ParameterChoice(purpose, set: set) else {
                throw RequestError(.wrongPurpose, "keys for \(purpose.rawValue) do not have this set")
            }
            return try making(
                request, keyEntry(name, choice, epoch: 1, owner: caller, allow), [], Step.generate)
        case .rotate(let key):
            let current = try owned(try holdings.key(key, for: caller), by: caller)
            guard let choice = ParameterChoice(current) else { throw RequestError(.refused, "refused") }
            let next = keyEntry(
                current.name, choice, epoch: current.epoch + 1, owner: caller, current.allowed)
            return try making(request, next, [], Step.generate)
        case .encrypt(let key, let plaintext, let handle):
            let key = try holdings.key(key, for: caller)
            let value = try Self.value(plaintext, for: key)
            var entry = result(try holdings.freshHandle(handle, for: caller), like: key, owner: caller)
            if case .integer(_, let type) = value { entry.type = type }
            return try making(request, entry, [key]) { .encrypt($0, value) }
        case .add(let handles, let handle):
            let terms = try operands(handles, caller)
            let entry = result(try holdings.freshHandle(handle, for: caller), like: terms[0], owner: caller)
            return try making(request, entry, terms) { .combine($0, .sum(of: terms.map(\.id))) }
        case .multiply(let term, let factor, let handle):
            let terms = try operands([term], caller)
            let entry = result(try holdings.freshHandle(handle, for: caller), like: terms[0], owner: caller)
            return try making(request, entry, terms) { .combine($0, .product(of: terms[0].id, by: factor)) }
        case .compute(let computation): return try computing(computation, request)
        case .decrypt(let handle):
            let entry = try holdings.ciphertext(handle, for: caller)
            return Plan(request: request, steps: try restoring([entry]) + [.decrypt(entry.id)])
        case .destroy(let key):
            let latest = try owned(try holdings.key(key, for: caller), by: caller)
            return removing(holdings.entries.filter { $0.key == latest.key }.map(\.id), request)
        case .forget(let handle):
            return removing([try owned(try holdings.ciphertext(handle, for: caller), by: caller).id], request)
        case .keys, .ciphertexts, .status: return Plan(request: request, steps: [])
        }
    }

    private func removing(_ ids: [UInt64], _ request: Request) -> Plan {
        Plan(request: request, steps: [.remove(ids)], removed: ids)
    }

    private func making(
        _ request: Request, _ entry: VaultEntry, _ needed: [VaultEntry], _ step: (VaultEntry) -> Step
    ) throws(RequestError) -> Plan {
        guard holdings.entries.count < policy.recordLimit else {
            throw RequestError(.full, "\(policy.recordLimit) records are kept; forget some")
        }
        let steps = try restoring(needed, and: entry.kind == .key ? 1 : 0)
        return Plan(request: request, steps: steps + [step(entry)])
    }

    /// A computation: what it works on is brought back, then the evaluation key, and every result is a job of its own.
    private func computing(_ computation: Computation, _ request: Request) throws(RequestError) -> Plan {
        let inputs = try operands(computation.handles, request.caller, of: .computation)
        let compiled = try ComputationPlan.make(computation, inputs)
        guard let first = inputs.first, case .computation(let parameters) = ParameterChoice(first),
            let key = holdings.entries.last(where: { $0.kind == .key && $0.reference == first.reference })
        else { throw RequestError(.unknownKey, "the key of these ciphertexts is gone") }
        guard holdings.entries.count + computation.results.count <= policy.recordLimit else {
            throw RequestError(.full, "\(policy.recordLimit) records are kept; forget some")
        }
        var results: [Step] = []
        for (index, (result, type)) in zip(computation.results, compiled.results).enumerated() {
            let name = try holdings.freshHandle(result.handle, for: request.caller)
            var entry = self.result(name, like: first, owner: request.caller, after: UInt64(index))
            entry.type = type.rawValue
            results.append(.keep(entry, index))
        }
        let count: Int
        do {
            count = try compiled.plan.circuit.lookUpCount(
                inputs: compiled.inputs, parameters,
                threadCount: ComputationThreads.planned(isSeeded: seeded))
        } catch {
            throw RequestError(.badCircuit, "the steps cannot be done with this key's parameter set")
        }
        guard count <= policy.lookUpLimit else {
            throw RequestError(
                .badCircuit, "it takes \(count) look-ups, and \(policy.lookUpLimit) are allowed")
        }
        var steps = try restoring(inputs)
        if holdings.evaluationKey != key.id { steps.append(.evaluationKey(key)) }
        steps.append(.compute(key, compiled.plan))
        return Plan(request: request, steps: steps + results, lookUpCount: count)
    }

    /// The steps that bring `wanted` back, when the workers have room for its keys and `newKeyCount` more.
    private func restoring(
        _ wanted: [VaultEntry], and newKeyCount: Int = 0
    ) throws(RequestError) -> [Step] {
        let steps = try holdings.restoring(wanted)
        let restored = steps.count { $0.expected.contains(.encryption) }
        guard restored + newKeyCount == 0 || holdings.liveKeyCount + restored + newKeyCount <= policy.keyLimit
        else { throw RequestError(.full, "\(policy.keyLimit) keys are in use in this run already") }
        return steps
    }

    private func owned(_ entry: VaultEntry, by caller: String) throws(RequestError) -> VaultEntry {
        guard entry.owner == caller else { throw RequestError(.notAllowed, "only its owner may do this") }
        return entry
    }

    private func operands(
        _ handles: [String], _ caller: String, of purpose: Request.Purpose = .arithmetic
    ) throws(RequestError) -> [VaultEntry] {
        var entries: [VaultEntry] = []
        for handle in handles { entries.append(try holdings.ciphertext(handle, for: caller)) }
        guard let first = entries.first else {
            throw RequestError(.badCircuit, "no step works on a ciphertext")
        }
        guard entries.allSatisfy({ $0.reference == first.reference }) else {
            throw RequestError(.keyMismatch, "the ciphertexts belong to different keys or epochs")
        }
        guard first.purpose == purpose.rawValue else {
            throw RequestError(
                .wrongPurpose, "this takes ciphertexts for \(purpose.rawValue), not for \(first.purpose)")
        }
        return entries
    }

    private func keyEntry(
        _ name: String, _ choice: ParameterChoice, epoch: UInt64, owner: String, _ allowed: [String]
    ) -> VaultEntry {
        let id = holdings.version + 1
        return VaultEntry(
            id: id, kind: .key, name: name, key: name, purpose: choice.purpose.rawValue, set: choice.name,
            epoch: epoch, version: id, seeded: seeded, owner: owner, allowed: allowed)
    }

    /// A new ciphertext of the same key as `source`, used by whoever may use that; `earlier` records will have been made
    /// before.
    private func result(
        _ handle: String, like source: VaultEntry, owner: String, after earlier: UInt64 = 0
    ) -> VaultEntry {
        let id = holdings.version + 1 + earlier
        let others = ([source.owner] + source.allowed).filter { $0 != owner }
        return VaultEntry(
            id: id, kind: .ciphertext, name: handle, key: source.key, purpose: source.purpose,
            set: source.set,
            epoch: source.epoch, version: id, seeded: seeded, owner: owner, allowed: others)
    }

    private static func value(
        _ plaintext: Request.Plaintext, for key: VaultEntry
    ) throws(RequestError) -> PlaintextContent.Value {
        switch (plaintext, Request.Purpose(rawValue: key.purpose)) {
        case (.text(let text), .transport): return .text(Array(text.utf8))
        case (.integers(let integers), .arithmetic):
            guard integers.count <= IntegerScheme.countLimit,
                integers.allSatisfy({ $0 >> UInt64(IntegerScheme.valueBits) == 0 })
            else {
                let limit = IntegerScheme.countLimit
                throw RequestError(
                    .badPlaintext, "at most \(limit) integers, each below 2^\(IntegerScheme.valueBits)")
            }
            return .integers(integers)
        case (.integer(let value, let name), .computation):
            guard let type = EncryptedType(rawValue: name) else {
                let words = EncryptedType.allCases.map(\.rawValue).joined(separator: ", ")
                throw RequestError(.badPlaintext, "'type' is one of \(words)")
            }
            guard let pattern = type.pattern(of: value) else {
                throw RequestError(
                    .badPlaintext, "\(name) is from \(type.range.lowerBound) to \(type.range.upperBound)")
            }
            return .integer(pattern, type: name)
        default: throw RequestError(.wrongPurpose, "this key is for \(key.purpose)")
        }
    }
}
