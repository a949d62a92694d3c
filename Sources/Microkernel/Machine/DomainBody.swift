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
///
/// `start`, which comes before any other entry, goes through `assumeIsolated`: Swift's runtime asks the actor's
/// executor, and stops the program unless that is the machine's thread for this domain. The other entries then ask that
/// thread directly and do what `assumeIsolated` does after its question, without its allocation: a third of the time
/// of a notification.
final class ActorBody<D: ProtectionDomain>: DomainBody {
    private let domain: D
    private let thread: PDThread
    private let notification: Entering

    init(_ domain: D) {
        self.domain = domain
        thread = domain.thread
        notification = unsafe unsafeBitCast(
            Isolated { (domain, channel) throws(Fault) in try domain.notified(channel) }, to: Entering.self)
    }

    // Functions are cast within structures, which keeps their calling convention: a bare one would be wrapped twice.
    private struct Isolated { let enter: (isolated D, ChannelID) throws(Fault) -> Void }
    private struct Entering { let enter: (D, ChannelID) throws(Fault) -> Void }

    override func start() throws(Fault) {
        try domain.assumeIsolated { domain in Result { () throws(Fault) in try domain.start() } }.get()
    }
    override func notified(_ channel: ChannelID) throws(Fault) {
        thread.checkIsolated()
        try notification.enter(domain, channel)
    }
    override func protected(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message {
        try domain.assumeIsolated { domain in
            Result { () throws(Fault) in try domain.protected(channel, message) }
        }.get()
    }
    override func fault(_ child: ChildID, _ message: Message) throws(Fault) -> Message? {
        try domain.assumeIsolated { domain in Result { () throws(Fault) in try domain.fault(child, message) }
        }
        .get()
    }
}
