internal import Microkernel
internal import Vault

extension LockboxEnclave {
    /// Takes what storage answered.
    func takeReply() throws(Fault) {
        guard let taken = try stored.take() else { return }
        guard case .success(let message) = taken, let reply = try? StorageReply(payload: message.payload)
        else {
            return try replied(nil)
        }
        try replied(reply)
    }

    /// Goes on with `reply`, `nil` for one that does not parse.
    private func replied(_ reply: StorageReply?) throws(Fault) {
        switch phase {
        case .opening(let opening): try listed(reply, opening)
        case .committing(let before, let next, let job, let byteCount):
            guard case .committed(let version)? = reply, version == next.version else {
                phase = .ready(before)
                try console.print("LOCKBOX: storage did not commit")
                return try report(job, .failed(.storageFailed))
            }
            phase = .ready(next)
            try setCounter(next.version)
            try report(job, .done(byteCount: UInt64(byteCount)))
        case .restoring(let vault, let job, let id, let recipient):
            phase = .ready(vault)
            guard case .record(let record?)? = reply, record.entry.id == id else {
                return try report(job, .failed(.refused))
            }
            try restore(record, vault, job, for: recipient)
        case .ready, .refused: return
        }
    }

    private func listed(_ reply: StorageReply?, _ opening: OpeningVault) throws(Fault) {
        var opening = opening
        guard case .listing(let identity, let head, let listed, let more)? = reply,
            opening.add(identity, head, listed), !more || !listed.isEmpty
        else { return try refuse("storage lists no vault that can be read") }
        if more {
            phase = .opening(opening)
            return try ask(.list(after: listed.last?.entry.id ?? 0))
        }
        guard let counter = try readCounter() else {
            return try refuse("the platform's counter cannot be read")
        }
        guard let vault = opening.verified(by: sealer, counter: counter) else {
            return try refuse("the vault is not the one that was committed last (rolled back, or changed)")
        }
        phase = .ready(vault)
        if vault.version > counter { try setCounter(vault.version) }
        try console.print(
            "LOCKBOX: vault verified at version \(vault.version), \(vault.records.count) records")
        // Keys of seeded runs are no secrets: neither kind of run is told of the other's.
        catalogue = opening.entries.filter { $0.seeded == entropy.isSeeded }[...]
        try reportCatalogue()
    }

    private func refuse(_ reason: StaticString) throws(Fault) {
        phase = .refused
        do { _ = try counter.exchange(PlatformCounterDevice.refused(reason)) } catch {
            if error == .discarded { throw error }
        }
        try console.print("LOCKBOX: vault refused: \(reason)")
        try report(0, .failed(.vaultRefused))
    }

    /// Tells the gateway of the next entries; it asks for more by a notification.
    func reportCatalogue() throws(Fault) {
        var page: [VaultEntry] = []
        var byteCount = 0
        while let entry = catalogue.first, byteCount + entry.payload.count <= reports.capacity / 2 {
            page.append(entry)
            byteCount += entry.payload.count
            catalogue.removeFirst()
        }
        try report(0, .catalogue(page, more: !catalogue.isEmpty))
    }

    private func readCounter() throws(Fault) -> UInt64? {
        let answer: [UInt8]
        do { answer = try counter.exchange(PlatformCounterDevice.read) } catch {
            if error == .discarded { throw error }
            return nil
        }
        var reader = WireReader(answer)
        return try? reader.number()
    }

    private func setCounter(_ version: UInt64) throws(Fault) {
        _ = try counter.exchange(PlatformCounterDevice.advance(to: version))
    }
}
