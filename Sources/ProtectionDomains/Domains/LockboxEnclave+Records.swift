internal import Microkernel
internal import RequestLanguage
internal import SecretMemory
internal import Vault

extension LockboxEnclave {
    /// Seals the key pair that waits in the regions; whether there was one.
    func keepKey(_ vault: OpenVault) throws(Fault) -> Bool {
        switch try secretKeys.takeSecret() {
        case .nothing: return false
        case .refused(let error):
            try jobs.refresh()
            try keygen.notify()
            try report(jobs.number, .failed(Report.Failure(error)))
        case .taken(let payload, let epoch):
            try jobs.refresh()
            let published = try publicKeys.take()
            guard case .generate(let entry)? = jobs.current, case .success(let message)? = published,
                let content = try? message.record(), content.entry == entry, epoch == entry.epoch,
                content.job == jobs.number, isNext(entry, in: vault),
                let (id, job) = payload.withBytes({ SecretKeyContent.identify($0) }), id == entry.id,
                job == jobs.number
            else {
                try keygen.notify()
                try report(jobs.number, .failed(.refused))
                return true
            }
            let record = payload.withBytes {
                sealer.seal(
                    $0.extracting(droppingFirst: SecretKeyContent.prefixByteCount), entry: entry,
                    clear: content.bytes, vault: vault.identity, entropy: entropy)
            }
            try commit(record, vault, "key \(entry.name) epoch \(entry.epoch)")
            try keygen.notify()
        }
        return true
    }

    /// Seals the ciphertext that waits in a region; whether there was one.
    ///
    /// Texts come straight from the public-key consumer, integers by way of the operations. What is left in the
    /// regions of other jobs (a copy of what came out of the vault, say) is passed over.
    func keepCiphertext(_ vault: OpenVault) throws(Fault) -> Bool {
        try jobs.refresh()
        let entry: VaultEntry
        switch jobs.current {
        case .encrypt(let wanted), .combine(let wanted, _), .keep(let wanted, _): entry = wanted
        default: return false
        }
        let isText = ParameterChoice(entry)?.purpose == .transport
        guard let taken = isText ? try texts.take() : try results.take() else { return false }
        guard case .success(let message) = taken, let content = try? message.record() else {
            try report(jobs.number, .failed(.refused))
            return true
        }
        guard content.job == jobs.number else { return false }
        guard content.entry == entry, entry.kind == .ciphertext, isNext(entry, in: vault) else {
            try report(jobs.number, .failed(.refused))
            return true
        }
        let record = sealer.seal(
            RawSpan(), entry: entry, clear: content.bytes, vault: vault.identity, entropy: entropy)
        try commit(record, vault, "ciphertext \(entry.name)")
        return true
    }

    /// Whether `entry` takes the next number, and is of this kind of run.
    private func isNext(_ entry: VaultEntry, in vault: OpenVault) -> Bool {
        entry.id == vault.version + 1 && entry.version == entry.id && entry.seeded == entropy.isSeeded
            && vault.records.count < OpeningVault.recordLimit
    }

    private func commit(_ record: VaultRecord, _ vault: OpenVault, _ event: String) throws(Fault) {
        let next = vault.adding(record)
        let byteCount = record.clear.count + record.sealed.count
        try commit([.put(record)], vault, next, byteCount: byteCount, jobs.number, event)
        try console.print("LOCKBOX: \(event) sealed as record \(record.entry.id): \(byteCount) bytes")
    }

    /// Deletes records for good.
    func remove(_ ids: [UInt64], _ vault: OpenVault, _ job: UInt64) throws(Fault) {
        let next = vault.removing(Set(ids))
        guard next.records.count + Set(ids).count == vault.records.count else {
            return try report(job, .failed(.refused))
        }
        try commit(ids.map { .remove(id: $0) }, vault, next, byteCount: 0, job, "delete \(ids.count) records")
    }

    private func commit(
        _ changes: [VaultChange], _ vault: OpenVault, _ next: OpenVault, byteCount: Int, _ job: UInt64,
        _ event: String
    ) throws(Fault) {
        let tag = sealer.headTag(vault: vault.identity, version: next.version, records: next.records)
        let request = StorageRequest.commit(
            changes, head: VaultHead(version: next.version, tag: tag), event: event)
        guard request.payload.count <= sealed.capacity else { return try report(job, .failed(.full)) }
        phase = .committing(vault, next: next, job: job, byteCount: byteCount)
        try ask(request)
    }

    /// Verifies a record of the vault and hands it to those who work with it.
    func restore(
        _ record: VaultRecord, _ vault: OpenVault, _ job: UInt64, for recipient: Recipient
    ) throws(Fault) {
        let entry = record.entry
        let opened: SecretBytes?
        do { opened = try sealer.open(record, vault: vault.identity) } catch {
            return try report(job, .failed(Report.Failure(error)))
        }
        guard let digest = vault.digest(entry.id), Sealer.equal(digest, record.digest),
            entry.seeded == entropy.isSeeded, let secret = opened, let choice = ParameterChoice(entry)
        else {
            try console.print("LOCKBOX: a record of the vault is not what was sealed; refused")
            return try report(job, .failed(.vaultRefused))
        }
        let content = RecordContent(job: job, entry: entry, bytes: record.clear)
        let byteCount = UInt64(record.clear.count + record.sealed.count)
        switch entry.kind {
        case .ciphertext where recipient == .keyGenerator: return try report(job, .failed(.refused))
        case .ciphertext:
            try unsealed.post(.ciphertext, epoch: entry.epoch, content.payload)
            try report(job, .done(byteCount: byteCount))
            if choice.purpose == .transport { try decryptionOut.notify() } else { try operationsOut.notify() }
        case .key:
            let payload: SecretBytes
            do { payload = try SecretKeyContent.join(id: entry.id, job: job, key: secret) } catch {
                return try report(job, .failed(Report.Failure(error)))
            }
            if recipient == .workers { try unsealed.post(.publicKey, epoch: entry.epoch, content.payload) }
            try unsealedKeys.post(.secretKey, epoch: entry.epoch, secret: payload)
            try console.print("LOCKBOX: key '\(entry.name)' epoch \(entry.epoch) unsealed")
            try report(job, .done(byteCount: byteCount))
            if recipient == .keyGenerator { return try keygenOut.notify() }
            try encryptionOut.notify()
            try decryptionOut.notify()
        }
    }
}
