internal import SystemDescription

/// What a domain's channels, interrupts and children lead to, by id.
struct Wiring: Sendable {
    /// What an id of a domain stands for.
    enum Line: Hashable, Sendable {
        /// Nothing.
        case nothing
        /// An end of a channel: `target` knows it as `bit`.
        case channel(target: Int, bit: UInt8, mayNotify: Bool, mayCall: Bool)
        /// An interrupt: its position among the machine's.
        case interrupt(Int)
    }

    /// By channel number, 0…61.
    private(set) var lines = [Line](repeating: .nothing, count: Int(ChannelID.limit))
    /// By child id, 0…255; `none` where there is no child.
    private(set) var children = [Int](repeating: none, count: 256)
    /// Ids of the interrupts, ascending.
    private(set) var interruptBits: [UInt8] = []

    /// The line of `channel`; nothing above 61.
    func line(_ channel: ChannelID) -> Line { channel.isValid ? lines[Int(channel.bit)] : .nothing }

    /// The child that the domain knows as `child`, `none` without one.
    func child(_ child: ChildID) -> Int { child.number < 256 ? children[Int(child.number)] : none }

    /// The wiring of every domain of `system`, by position.
    static func all(of system: CheckedSystem) -> [Wiring] {
        var all = [Wiring](repeating: Wiring(), count: system.protectionDomains.count)
        for channel in system.channels {
            all[channel.a.domain].add(channel.a, to: channel.b)
            all[channel.b.domain].add(channel.b, to: channel.a)
        }
        var interrupt = 0
        for (index, domain) in system.protectionDomains.enumerated() {
            if let parent = domain.parent, let id = domain.childID, id < 256 {
                all[parent].children[Int(id)] = index
            }
            for irq in domain.irqs where irq.id < 62 {
                all[index].lines[Int(irq.id)] = .interrupt(interrupt)
                all[index].interruptBits.append(irq.id)
                interrupt += 1
            }
            all[index].interruptBits.sort()
        }
        return all
    }

    private mutating func add(_ end: CheckedSystem.End, to other: CheckedSystem.End) {
        lines[Int(end.id)] = .channel(
            target: other.domain, bit: other.id, mayNotify: end.mayNotify, mayCall: end.mayCall)
    }
}
