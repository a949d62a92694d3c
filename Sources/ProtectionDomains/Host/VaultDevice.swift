public import Microkernel
public import Vault

/// The vault as the device of the storage domain: a request of the lockbox in, an answer out.
public final class VaultDevice: HostDevice {
    /// Entries of one listing.
    private static let pageLimit = 256

    private let vault: Vault

    /// The device of `vault`.
    public init(_ vault: Vault) { self.vault = vault }

    /// Does what the lockbox asks; a commit is durable when this returns.
    public func exchange(_ request: RawSpan) throws(HostDeviceFailure) -> [UInt8] {
        let bytes = unsafe request.withUnsafeBytes { unsafe Array($0) }
        do { return try reply(to: try StorageRequest(payload: bytes)).payload } catch let error as VaultError
        {
            return StorageReply.failed(error.description).payload
        } catch {
            return StorageReply.failed("the request does not parse").payload
        }
    }

    private func reply(to request: StorageRequest) throws -> StorageReply {
        switch request {
        case .list(let after):
            let entries = try vault.entries(after: after, limit: Self.pageLimit + 1)
            return .listing(
                identity: vault.identity, head: try vault.head(),
                entries.prefix(Self.pageLimit).map { StorageReply.Listed(entry: $0.0, digest: $0.digest) },
                more: entries.count > Self.pageLimit)
        case .load(let id): return .record(try vault.record(id))
        case .commit(let changes, let head, let event):
            try vault.commit(changes, head: head, event: event)
            return .committed(version: head.version)
        }
    }
}
