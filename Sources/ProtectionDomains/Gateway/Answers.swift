internal import LWECore
internal import RequestLanguage
internal import Vault

extension Admission {
    /// The fields of the answer to a plan that was carried out, from what the workers reported of its last job, and
    /// from what it made.
    func fields(
        _ plan: Plan, _ outcomes: [Worker: Report.Outcome], _ made: [MadeRecord]
    ) -> Result<[JSON.Member], RequestError> {
        var fields = [JSON.Member(name: "op", value: .text(plan.request.operation.word))]
        func add(_ name: String, _ value: JSON) { fields.append(JSON.Member(name: name, value: value)) }
        switch plan.request.operation {
        case .keys: add("keys", JSON(.array(keys(for: plan.request.caller))))
        case .ciphertexts: add("ciphertexts", JSON(.array(ciphertexts(for: plan.request.caller))))
        case .status:
            add("version", .number(holdings.version))
            add("records", .number(holdings.entries.count { $0.admits(plan.request.caller) }))
        case .decrypt:
            guard case .decrypted(let plaintext)? = outcomes[.decryption], let value = Self.json(plaintext)
            else {
                return .failure(RequestError(Report.Failure.refused))
            }
            add(value.name, value.json)
            if case .integer(_, let type) = plaintext { add("type", .text(type)) }
        case .destroy, .forget: add("removed", .number(plan.removed.count))
        case .keygen, .rotate, .encrypt, .add, .multiply:
            guard let record = made.last else { break }
            let entry = record.entry
            if entry.kind == .key {
                add("key", Self.shown(entry.name, to: entry.owner))
                add("purpose", .text(entry.purpose))
            } else {
                add("handle", Self.shown(entry.name, to: entry.owner))
                if !entry.type.isEmpty { add("type", .text(entry.type)) }
                add("key", Self.shown(entry.key, to: entry.owner))
            }
            add("set", .text(entry.set))
            add("epoch", .number(entry.epoch))
            if let byteCount = record.byteCount { add("bytes", .number(byteCount)) }
        case .compute:
            guard let entry = made.last?.entry else { break }
            add("key", Self.shown(entry.key, to: entry.owner))
            add("set", .text(entry.set))
            add("epoch", .number(entry.epoch))
            add("lookups", .number(plan.lookUpCount))
            add("results", JSON(.array(made.map(Self.result))))
        }
        return .success(fields)
    }

    /// One of the results of a computation.
    private static func result(_ record: MadeRecord) -> JSON {
        let entry = record.entry
        var members = [
            JSON.Member(name: "handle", value: shown(entry.name, to: entry.owner)),
            JSON.Member(name: "type", value: .text(entry.type)),
        ]
        if let count = record.byteCount { members.append(JSON.Member(name: "bytes", value: .number(count))) }
        return JSON(.object(members))
    }

    private static func json(_ plaintext: Report.Plaintext) -> (name: String, json: JSON)? {
        switch plaintext {
        case .integer(let pattern, let type):
            EncryptedType(rawValue: type).map { ("integer", .number($0.value(ofPattern: pattern))) }
        case .text(let bytes): String(validating: bytes, as: UTF8.self).map { ("text", .text($0)) }
        case .integers(let numbers): ("integers", JSON(.array(numbers.map { .number($0) })))
        case .bit(let bit): ("bit", bit ? 1 : 0)
        }
    }

    private static func shown(_ stored: String, to caller: String) -> JSON {
        .text(ScopedName(stored: stored).shown(to: caller))
    }

    private func keys(for caller: String) -> [JSON] {
        holdings.entries.filter { $0.kind == .key && $0.admits(caller) }.map { entry in
            .object([
                "key": Self.shown(entry.name, to: caller), "purpose": .text(entry.purpose),
                "set": .text(entry.set),
                "epoch": .number(entry.epoch), "state": .text(holdings.entries.state(of: entry).rawValue),
                "owner": .text(entry.owner),
            ])
        }
    }

    private func ciphertexts(for caller: String) -> [JSON] {
        holdings.entries.filter { $0.kind == .ciphertext && $0.admits(caller) }.map { entry in
            var members = [
                JSON.Member(name: "handle", value: Self.shown(entry.name, to: caller)),
                JSON.Member(name: "key", value: Self.shown(entry.key, to: caller)),
                JSON.Member(name: "purpose", value: .text(entry.purpose)),
            ]
            if !entry.type.isEmpty { members.append(JSON.Member(name: "type", value: .text(entry.type))) }
            members.append(JSON.Member(name: "epoch", value: .number(entry.epoch)))
            members.append(JSON.Member(name: "owner", value: .text(entry.owner)))
            return JSON(.object(members))
        }
    }
}

extension RequestError {
    /// What the caller is told of a worker's refusal.
    init(_ failure: Report.Failure) {
        self =
            switch failure {
            case .refused: RequestError(.refused, "refused")
            case .noiseBudget: RequestError(.noiseBudget, "the result could decrypt wrongly")
            case .badPlaintext: RequestError(.badPlaintext, "the plaintext does not fit")
            case .keyMismatch: RequestError(.keyMismatch, "the ciphertexts do not belong together")
            case .wrongPurpose: RequestError(.wrongPurpose, "the key is not for this")
            case .full: RequestError(.full, "a domain's store is full; forget some ciphertexts")
            case .storageFailed: RequestError(.storageFailed, "the vault could not be written")
            case .lockedMemory:
                RequestError(
                    .lockedMemory, "no memory can be locked for secrets: raise the limit (ulimit -l)")
            case .vaultRefused: RequestError(.vaultRefused, "the lockbox does not vouch for the vault")
            }
    }
}
