public import Microkernel

/// The vault's driver at the host edge: hands requests of the lockbox to its device and the answers back.
///
/// Sees sealed records only. Answers a commit after the device has made it durable, never before.
public actor Storage: ProtectionDomain {
    /// The device that is the vault.
    public static let vaultDevice = "vault"

    /// The domain's thread of control.
    public nonisolated let thread: PDThread
    private let console: Console
    private let vault: Device
    private var requests: Inbox
    private var replies: Outbox
    private let lockbox: Channel

    /// Takes the domain's grants.
    public init(_ grants: borrowing Grants) throws(WiringError) {
        thread = grants.thread
        console = grants.console
        vault = try grants.device(Self.vaultDevice)
        requests = try Inbox(grants, Symbol.sealed, .storageRequest)
        replies = try Outbox(grants, Symbol.stored)
        lockbox = try grants.channel(ChannelNumber.lockboxStorage)
    }

    /// Goes on where an earlier life stopped.
    public func start() throws(Fault) { try replies.resume() }

    /// The lockbox asks.
    public func notified(_ channel: ChannelID) throws(Fault) {
        guard channel == lockbox.id else { throw .unexpectedNotification(channel) }
        guard let taken = try requests.take() else { return }
        guard case .success(let message) = taken else {
            return try reply(StorageReply.failed("the request is damaged").payload)
        }
        let answer: [UInt8]
        do { answer = try vault.exchange(message.payload) } catch {
            if error == .discarded { throw error }
            try console.print("STORAGE: the device failed")
            return try reply(StorageReply.failed("the device failed").payload)
        }
        if case .committed(let version)? = try? StorageReply(payload: answer) {
            try console.print("STORAGE: version \(version) committed")
        }
        guard answer.count <= replies.capacity else {
            return try reply(StorageReply.failed("the answer does not fit the region").payload)
        }
        try reply(answer)
    }

    private func reply(_ payload: [UInt8]) throws(Fault) {
        try replies.post(.storageReply, payload)
        try lockbox.notify()
    }
}
