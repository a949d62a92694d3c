public import Microkernel
internal import SecretMemory
internal import SystemDescription

extension PDBench {
    /// Plays the peer at the other end of `channel`: notifies the domain.
    ///
    /// - Returns: The channels that the domain notified meanwhile, in order, deferred ones last.
    /// - Throws: The domain's `Fault`; `BenchError`.
    public func notify(_ channel: ChannelID) throws -> [ChannelID] {
        guard let peer = peerEnd(channel) else { throw BenchError.noSuchChannel(channel) }
        guard peer.mayNotify else { throw BenchError.peerMayNotNotify(channel) }
        return try notified(channel)
    }

    /// Plays the hardware: raises interrupt `irq`, which is masked from its delivery until the domain acknowledges it.
    ///
    /// - Returns: The channels that the domain notified meanwhile; none when it is masked, and then it is delivered
    ///   in the entry that acknowledges it.
    /// - Throws: The domain's `Fault`; `BenchError`.
    public func raise(_ irq: ChannelID) throws -> [ChannelID] {
        guard table.interrupts.contains(irq) else { throw BenchError.noSuchChannel(irq) }
        guard !port.masked.contains(irq) else {
            port.pendingInterrupts.insert(irq)
            return []
        }
        port.masked.insert(irq)
        return try notified(irq)
    }

    /// Plays a peer of lower priority: calls the domain on `channel`.
    ///
    /// - Returns: The reply. What the domain notified meanwhile is in `takeNotifications()`.
    /// - Throws: The domain's `Fault`; `BenchError`.
    public func call(_ channel: ChannelID, _ message: Message) throws -> Message {
        guard let peer = peerEnd(channel) else { throw BenchError.noSuchChannel(channel) }
        guard peer.mayCall else { throw BenchError.peerMayNotCall(channel) }
        return try enter(.protected(channel, message)) ?? Message()
    }

    /// Plays a child that faulted.
    ///
    /// - Returns: The reply that resumes the child; nil leaves it stopped.
    /// - Throws: The domain's `Fault`; `BenchError`.
    public func fault(_ child: ChildID, _ message: Message = Message()) throws -> Message? {
        guard table.children.contains(child) else { throw BenchError.noSuchChild(child) }
        return try enter(.fault(child, message))
    }

    /// Plays the parent: runs the domain's `start` again over its old state, as Microkit's `pd_restart` does.
    public func restart() throws { _ = try enter(.start) }

    /// Lets the next entry be abandoned at its system call number `call` (from 1), as a restart in the middle of
    /// the entry does: from then on its calls throw `Fault.discarded` and its stores are dropped.
    public func abandonNextEntry(atCall call: Int) { port.callsLeft = max(0, call - 1) }

    /// Gives `replies`, one after the other, to the domain's calls on `channel`.
    public func reply(on channel: ChannelID, with replies: Message...) {
        port.replies[channel, default: []] += replies
    }

    /// Lets `answer` play the peer that the domain calls on `channel`; it may fill and read regions meanwhile.
    ///
    /// Replies given with `reply(on:with:)` go first. When it throws, the entry is abandoned and the error comes out
    /// of the bench's method.
    public func onCall(_ channel: ChannelID, answer: @escaping (Message) throws -> Message) {
        port.answers[channel] = answer
    }

    /// Channels notified that no method returned yet: by `start`, by `protected`, before a fault.
    public func takeNotifications() -> [ChannelID] { port.takeSent() }

    /// Lines the domain printed since this was last called.
    public func takeConsole() -> [String] { port.takePrinted() }

    /// System calls that were refused for lack of a right, as Microkit prints them, since this was last called.
    public func takeDenied() -> [String] { port.takeDenied() }

    /// Deferred actions that a later one pushed out of the slot, since this was last called.
    public func takeLostDeferred() -> [String] { port.takeLostDeferred() }

    /// What the domain did to its children since this was last called.
    public func takeChildControls() -> [(child: ChildID, control: ChildControl)] {
        port.takeControls().map { (child: $0.0, control: $0.1) }
    }

    private func notified(_ channel: ChannelID) throws -> [ChannelID] {
        let earlier = port.sent.count
        _ = try enter(.notified(channel))
        while let irq = port.pendingInterrupts.subtracting(port.masked).min() {
            port.pendingInterrupts.remove(irq)
            port.masked.insert(irq)
            _ = try enter(.notified(irq))
        }
        return port.takeSent(from: earlier)
    }

    func enter(_ entry: Entry) throws -> Message? {
        guard let domain else { throw BenchError.finished }
        guard !port.isInside else { throw BenchError.insideEntry }
        port.begin()
        FaultReporter.arm()
        table.note.enter()
        defer { FaultReporter.leave() }
        let outcome = account.charge { Result { () throws(Fault) in try port.thread.enter(domain, entry) } }
        if case .failure(.discarded) = outcome {
            try port.end(discarding: true)
            throw Fault.discarded
        }
        try port.end(discarding: false)
        return try outcome.get()
    }

    private func peerEnd(_ channel: ChannelID) -> (mayNotify: Bool, mayCall: Bool)? {
        for pair in system.channels {
            for (own, other) in [(pair.a, pair.b), (pair.b, pair.a)]
            where own.domain == index && own.id == channel.number {
                return (other.mayNotify, other.mayCall)
            }
        }
        return nil
    }
}
