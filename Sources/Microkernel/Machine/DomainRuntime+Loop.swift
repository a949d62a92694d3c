internal import KernelTrace

/// The handler loop, as the run-time library of a real domain has it.
extension DomainRuntime {
    /// Runs the domain from its first `init` until the machine ends: the body of its strand.
    func live() {
        hasBegun = true
        note.enter()
        defer { hasEnded = true }
        while true {
            do {
                try liveOnce()
            } catch {
                state.isDiscarding = false
                isAtBeginning = true
                guard !machine.isEnding, let discarder = unsafe discarder else { return }
                unsafe park(for: discarder)
                if machine.isEnding { return }
            }
        }
    }

    /// From one `init` on; ends only by `Fault.discarded`.
    private func liveOnce() throws(Fault) {
        isAtBeginning = false
        try enter(.start, cause: bootStep)
        if isPassive { deferred = .monitor }
        for bit in wiring.interruptBits { try perform(.acknowledge(channel: bit)) }
        var owesReply = false
        while true {
            try wait(owesReply: owesReply)
            owesReply = try dispatch(machine.scheduler.threads[index].badge.rawValue)
        }
    }

    /// Serves what was handed over, then waits.
    func serveOne() throws(Fault) {
        try wait(owesReply: try dispatch(machine.scheduler.threads[index].badge.rawValue))
    }

    private func wait(owesReply: Bool) throws(Fault) {
        if owesReply {
            try performDeferred()
            try perform(.replyReceive)
        } else if deferred != .nothing {
            try perform(.sendReceive)
            deferred = .nothing
        } else {
            try perform(.receive)
        }
    }

    /// The deferred action as a call of its own, since a reply is pending too.
    private func performDeferred() throws(Fault) {
        switch deferred {
        case .nothing, .monitor: return
        case .notify(let channel, let target, let bit):
            try perform(.notify(channel: channel, target: target, bit: bit))
        case .acknowledge(let channel): try perform(.acknowledge(channel: channel))
        }
        deferred = .nothing
    }

    /// Serves what was handed over under `badge`.
    ///
    /// Returns whether a reply is owed.
    private func dispatch(_ badge: UInt64) throws(Fault) -> Bool {
        if badge >> 62 & 1 != 0 {
            return try enter(.fault(UInt8(truncatingIfNeeded: badge)), cause: state.handedStep)
        }
        if badge >> 63 != 0 {
            return try enter(.protected(UInt8(badge & 0x3f)), cause: state.handedStep)
        }
        var rest = badge
        while rest != 0 {
            let bit = UInt8(rest.trailingZeroBitCount)
            _ = try enter(.notified(bit), word: badge, cause: machine.signals.delivered(index, bit))
            rest &= rest - 1
        }
        return false
    }

    /// One entry, from its recorded begin to its recorded end.
    ///
    /// Returns whether a reply is owed.
    @discardableResult
    private func enter(
        _ entry: TraceEvent.Entry, word: UInt64 = 0, cause: TraceEvent.Step
    ) throws(Fault) -> Bool {
        if machine.isStepping { try machine.stop(self, before: entry) }
        state.entryStep = machine.record(.begin(entry, word: word), cause: cause, by: self)
        // A dead domain stays in its entry, even when it has left a strand that was not its own.
        defer { if !state.isDead { state.entryStep = 0 } }
        do throws(Fault) {
            if machine.isStepping { try machine.throwInjectedFault(of: self) }
            if !costs.isEmpty { try burn(costs[entry]) }
            let owesReply = try run(entry)
            guard !state.isDiscarding else { throw Fault.discarded }
            _ = machine.record(.end, cause: state.entryStep, by: self)
            return owesReply
        } catch {
            if state.isDiscarding { throw .discarded }
            try stayFaulted(error)
        }
    }

    private func run(_ entry: TraceEvent.Entry) throws(Fault) -> Bool {
        guard let body = unsafe bodyInUse else { return false }
        thread.arrive()
        defer { thread.leave() }
        var fault: Fault?
        let owesReply = unsafe body._withUnsafeGuaranteedRef { body in
            do throws(Fault) {
                return try run(entry, of: body)
            } catch {
                fault = error
                return false
            }
        }
        if let fault { throw fault }
        return owesReply
    }

    @inline(__always)
    private func run(_ entry: TraceEvent.Entry, of body: DomainBody) throws(Fault) -> Bool {
        switch entry {
        case .start: try body.start()
        case .notified(let channel): try body.notified(ChannelID(UInt32(channel)))
        case .protected(let channel):
            outgoing = try body.protected(ChannelID(UInt32(channel)), incoming)
            return true
        case .fault(let child):
            guard let reply = try body.fault(ChildID(UInt32(child)), incoming) else { return false }
            outgoing = reply
            return true
        }
        return false
    }

    /// The domain has faulted: it reports that, and again whenever it is resumed, until it is restarted.
    private func stayFaulted(_ fault: Fault) throws(Fault) -> Never {
        faultReason = fault.description
        if let entry = fault.missingEntry {
            machine.print("\(name) is missing the '\(entry)' entry point", by: self)
        }
        let reason = machine.intern(faultReason)
        outgoing = Message(label: FaultLabel.userException, 0)
        if nesting > 0 {
            // A root, hence dead: it leaves the strand to the domain below.
            while !state.isDiscarding, !machine.execute(.fault(reason: reason), by: self) { park() }
            throw .discarded
        }
        while true {
            try perform(.fault(reason: reason))
        }
    }
}

/// Labels of the messages that tell a parent of a fault, as seL4 numbers them.
enum FaultLabel {
    /// The domain broke its own rules, as a trap instruction does.
    static let userException: UInt64 = 3
}
