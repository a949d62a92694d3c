public import Microkernel
internal import SystemDescription

extension SystemBench {
    /// Lets played domain `domain` notify on `channel`, and runs the machine until it is idle.
    public func notify(_ channel: ChannelID, from domain: String) throws {
        try act(as: domain) { peer throws(Fault) in try peer.notify(channel) }
    }

    /// Lets played domain `domain` call on `channel`, and runs the machine until it is idle.
    ///
    /// - Returns: The reply.
    /// - Throws: `BenchError.noReply` when there was none: the caller hangs.
    public func call(_ channel: ChannelID, _ message: Message, from domain: String) throws -> Message {
        var reply: Message?
        try act(as: domain) { peer throws(Fault) in reply = try peer.call(channel, message) }
        guard let reply else { throw BenchError.noReply(channel) }
        return reply
    }

    /// Lets played domain `domain` do `body` in one entry at its own priority, and runs the machine until it is idle.
    public func act(
        as domain: String, _ body: @escaping (borrowing PlayedPeer) throws(Fault) -> Void
    ) throws {
        let script = try script(of: domain)
        script.tasks.append(body)
        try ring(domain, script.bell)
    }

    /// Lets played domain `domain` do `body` whenever it is notified on `channel`.
    public func onNotified(
        _ domain: String, _ channel: ChannelID, _ body: @escaping (borrowing PlayedPeer) throws(Fault) -> Void
    ) throws {
        try script(of: domain).reactions[channel] = body
    }

    /// Gives `replies`, one after the other, to calls of played domain `domain` on `channel`.
    public func reply(_ domain: String, on channel: ChannelID, with replies: Message...) throws {
        try script(of: domain).replies[channel, default: []] += replies
    }

    /// Lets `answer` reply to calls of played domain `domain` on `channel`; replies given one by one go first.
    public func onCall(
        _ domain: String, _ channel: ChannelID, answer: @escaping (Message) throws -> Message
    ) throws {
        try script(of: domain).answers[channel] = answer
    }

    /// Channels on which played domain `domain` was notified since this was last called, in order.
    public func takeNotifications(of domain: String) throws -> [ChannelID] {
        let script = try script(of: domain)
        defer { script.received = [] }
        return script.received
    }

    /// Raises an interrupt of a real domain, and runs the machine until it is idle.
    public func raise(_ irq: ChannelID, of domain: String) throws {
        guard let position = system.protectionDomains.firstIndex(where: { $0.name == domain }) else {
            throw BenchError.noSuchDomain(domain)
        }
        guard system.protectionDomains[position].irqs.contains(where: { $0.id == irq.number }) else {
            throw BenchError.noSuchChannel(irq)
        }
        try ring(domain, irq)
    }

    /// Faults of domains since this was last called, in order.
    public func takeFaults() -> [(domain: String, reason: String)] {
        let faults = machine.outcome().faults
        defer { faultsTaken = faults.count }
        return faults[faultsTaken...].map { (machine.domainNames[$0.domain], $0.reason) }
    }

    private func ring(_ domain: String, _ irq: ChannelID) throws {
        guard let position = machine.domainNames.firstIndex(of: domain) else { return }
        machine.raise(irq, of: position)
        try run()
    }
}
