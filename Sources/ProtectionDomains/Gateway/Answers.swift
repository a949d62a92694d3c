internal import RequestLanguage
internal import Vault

extension Admission {
    /// The fields of the answer to a plan that was carried out, from what the workers reported of its last job.
    func fields(_ plan: Plan, _ outcomes: [Worker: Report.Outcome]) -> Result<[JSON.Member], RequestError> {
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
        case .destroy, .forget: add("removed", .number(plan.removed.count))
        case .keygen, .rotate, .encrypt, .add, .multiply:
            guard let made = plan.made else { break }
            if made.kind == .key {
                add("key", Self.shown(made.name, to: made.owner))
                add("purpose", .text(made.purpose))
            } else {
                add("handle", Self.shown(made.name, to: made.owner))
                add("key", Self.shown(made.key, to: made.owner))
            }
            add("set", .text(made.set))
            add("epoch", .number(made.epoch))
            let maker: Worker =
                made.kind == .key ? .keygen : outcomes[.operations] == nil ? .encryption : .operations
            if case .done(let byteCount)? = outcomes[maker] { add("bytes", .number(byteCount)) }
        }
        return .success(fields)
    }

    private static func json(_ plaintext: Report.Plaintext) -> (name: String, json: JSON)? {
        switch plaintext {
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
            .object([
                "handle": Self.shown(entry.name, to: caller), "key": Self.shown(entry.key, to: caller),
                "purpose": .text(entry.purpose),
                "epoch": .number(entry.epoch), "owner": .text(entry.owner),
            ])
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
