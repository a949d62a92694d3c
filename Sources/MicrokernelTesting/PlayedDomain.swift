public import Microkernel

/// What a test lets one of a system's domains do, in place of its program.
///
/// Used on the machine's thread alone, or on the strand that holds the baton.
final class PlayedScript: @unchecked Sendable {
    /// The interrupt by which the bench wakes it.
    let bell: ChannelID
    /// What to do at the next ring.
    var tasks: [(borrowing PlayedPeer) throws(Fault) -> Void] = []
    /// Channels on which it was notified and nobody looked.
    var received: [ChannelID] = []
    /// What to do when notified.
    var reactions: [ChannelID: (borrowing PlayedPeer) throws(Fault) -> Void] = [:]
    var replies: [ChannelID: ArraySlice<Message>] = [:]
    var answers: [ChannelID: (Message) throws -> Message] = [:]
    /// What went wrong in the test's own code.
    var problem: (any Error)?

    init(bell: ChannelID) { self.bell = bell }
}

/// A domain that the test plays, while it is inside an entry.
public struct PlayedPeer: ~Copyable, Sendable {
    let port: any KernelPort

    /// Signals the other end of `channel`.
    public borrowing func notify(_ channel: ChannelID) throws(Fault) { try port.notify(channel) }
    /// Signals it when this domain next waits.
    public borrowing func deferredNotify(_ channel: ChannelID) throws(Fault) {
        try port.deferredNotify(channel)
    }
    /// Calls the other end of `channel`.
    public borrowing func call(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message {
        try port.call(channel, message)
    }
    /// Prints a line.
    public borrowing func print(_ line: String) throws(Fault) { try port.log(line) }
}

/// The actor behind a played domain: it does what its script says, at its own priority.
actor PlayedDomain: ProtectionDomain {
    nonisolated let thread: PDThread
    private let peer: PlayedPeer
    private let script: PlayedScript

    init(_ grants: borrowing Grants) throws(WiringError) {
        throw .unusable("a played domain needs a script")
    }

    init(_ grants: borrowing Grants, _ script: PlayedScript) {
        thread = grants.thread
        peer = PlayedPeer(port: grants.port)
        self.script = script
    }

    func notified(_ channel: ChannelID) throws(Fault) {
        guard channel == script.bell else {
            script.received.append(channel)
            try script.reactions[channel]?(peer)
            return
        }
        try peer.port.acknowledge(channel)
        let tasks = script.tasks
        script.tasks = []
        for task in tasks { try task(peer) }
    }

    func protected(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message {
        if let reply = script.replies[channel]?.popFirst() { return reply }
        do {
            guard let answer = script.answers[channel] else {
                throw BenchError.unansweredCall(channel, message)
            }
            return try answer(message)
        } catch {
            script.problem = script.problem ?? error
            throw .broken("the test gave no reply")
        }
    }
}
