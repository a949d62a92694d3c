internal import KernelTrace

/// A domain that no actor implements: it does nothing, or follows a script.
actor StandIn: ProtectionDomain {
    nonisolated let thread: PDThread
    private let runtime: DomainRuntime
    private let behaviour: StandInScript.Behaviour
    private let grants: GrantTable?
    private var counts: [TraceEvent.Entry: Int] = [:]

    init(_ grants: borrowing Grants) throws(WiringError) {
        fatalError("stand-ins are made by the machine")
    }

    /// A stand-in for `runtime`'s domain.
    init(_ runtime: DomainRuntime, _ behaviour: StandInScript.Behaviour, _ grants: GrantTable?) {
        self.grants = grants
        thread = runtime.thread
        self.runtime = runtime
        self.behaviour = behaviour
    }

    func start() throws(Fault) { _ = try follow(.start) }

    func notified(_ channel: ChannelID) throws(Fault) { _ = try follow(.notified(channel.bit)) }

    func protected(_ channel: ChannelID, _ message: Message) throws(Fault) -> Message {
        _ = try follow(.protected(channel.bit))
        return Message()
    }

    func fault(_ child: ChildID, _ message: Message) throws(Fault) -> Message? {
        try follow(.fault(UInt8(truncatingIfNeeded: child.number))) ? Message() : nil
    }

    /// Runs the next script of `entry`.
    ///
    /// Returns whether it answers a fault with true.
    private func follow(_ entry: TraceEvent.Entry) throws(Fault) -> Bool {
        guard let entryScripts = behaviour[entry] else { return false }
        let count = counts[entry, default: 0]
        counts[entry] = count + 1
        let place = entryScripts.isEveryTime ? 0 : count
        guard entryScripts.scripts.indices.contains(place) else { return false }
        var answer = false
        for operation in entryScripts.scripts[place] {
            switch operation {
            case .answerTrue: answer = true
            case .store(let region, let offset, let text): try store(Array(text.utf8), region, offset)
            case .load(let region, let offset, let byteCount): try load(region, offset, byteCount)
            default: try runtime.perform(operation)
            }
        }
        return answer
    }

    private func store(_ bytes: [UInt8], _ name: String, _ offset: Int) throws(Fault) {
        let region: Region<UInt8, ReadWrite> = try region(name)
        try region.store(bytes, at: offset)
    }

    private func load(_ name: String, _ offset: Int, _ byteCount: Int) throws(Fault) {
        let region: Region<UInt8, ReadOnly> = try region(name)
        _ = try region.load(offset..<offset + byteCount)
    }

    private func region<Rights: RegionRights>(_ name: String) throws(Fault) -> Region<UInt8, Rights> {
        do throws(WiringError) {
            guard let grants, let key = grants.regions.first(where: { $0.name == name })?.key else {
                throw WiringError.noSuchRegion(name, didYouMean: nil)
            }
            return try Grants(thread: thread, port: runtime, table: grants).region(key)
        } catch {
            throw Fault.broken("\(error)")
        }
    }
}

extension DomainRuntime {
    /// Performs one operation of a script.
    fileprivate func perform(_ operation: StandInOperation) throws(Fault) {
        switch operation {
        case .notify(let channel): try notify(ChannelID(channel))
        case .deferredNotify(let channel): try deferredNotify(ChannelID(channel))
        case .call(let channel, let words): try call(ChannelID(channel), words: words)
        case .acknowledge(let channel): try acknowledge(ChannelID(channel))
        case .deferredAcknowledge(let channel): try deferredAcknowledge(ChannelID(channel))
        case .control(let control, let child): try self.control(ChildID(child), control)
        case .mark(let number): machine.mark(number, by: self)
        case .burn(let microseconds): try burn(microseconds)
        case .spin(let microseconds): try spin(microseconds)
        case .raise, .raiseLater, .drop: try performDevice(operation)
        case .fault: throw .broken("scripted fault")
        case .print(let line): try log(line)
        case .answerTrue, .store, .load: break
        }
    }

    private func call(_ channel: ChannelID, words: Int) throws(Fault) {
        var message = Message()
        for word in 0..<words { message.append(UInt64(word)) }
        _ = try call(channel, message)
    }

    /// The scripted device is the one whose interrupt stands first in the description.
    private func performDevice(_ operation: StandInOperation) throws(Fault) {
        guard machine.interrupts.count > 0 else { return }
        switch operation {
        case .raise:
            machine.raise(0, holdsLine: true)
            if !machine.goesOn(index, on: core) { try handOver() }
        case .raiseLater(let delay):
            let time = machine.scheduler.cores[core].now + delay
            machine.timers.add(DeviceTimers.Event(time: time, line: 0, holdsLine: true))
        default: machine.interrupts[0].isAsserted = false
        }
    }
}
