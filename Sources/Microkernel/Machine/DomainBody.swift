/// A domain's entries without its type: one virtual call per entry, no existential.
package class DomainBody {
    init() {}
    func start() throws(Fault) { fatalError("abstract") }
    func notified(_ channel: ChannelID) throws(Fault) { fatalError("abstract") }
    func protected(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message {
        fatalError("abstract")
    }
    func fault(_ child: ChildID, _ message: Message) throws(Fault) -> Message? { fatalError("abstract") }
}

/// The entries of one actor, entered under the witness of its `PDThread`.
final class ActorBody<D: ProtectionDomain>: DomainBody {
    private let domain: D
    init(_ domain: D) { self.domain = domain }

    override func start() throws(Fault) {
        try domain.assumeIsolated { domain in Result { () throws(Fault) in try domain.start() } }.get()
    }
    override func notified(_ channel: ChannelID) throws(Fault) {
        try domain.assumeIsolated { domain in Result { () throws(Fault) in try domain.notified(channel) } }
            .get()
    }
    override func protected(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message {
        try domain.assumeIsolated { domain in
            Result { () throws(Fault) in try domain.protected(channel, message) }
        }
        .get()
    }
    override func fault(_ child: ChildID, _ message: Message) throws(Fault) -> Message? {
        try domain.assumeIsolated { domain in Result { () throws(Fault) in try domain.fault(child, message) }
        }.get()
    }
}
