internal import SystemDescription

extension FlowGraph {
    /// Notifications and protected calls, each by the end that may make them.
    mutating func addChannels() {
        for channel in system.channels {
            for (end, peer) in [(channel.a, channel.b), (channel.b, channel.a)]
            where end.domain != peer.domain {
                let (from, to) = (FlowNode.domain(end.domain), FlowNode.domain(peer.domain))
                if end.mayCall {
                    add(from, to, .argument, at: end.location, "channel \(end.id)")
                    add(to, from, .result, at: end.location, "channel \(end.id)")
                }
                guard end.mayNotify else { continue }
                add(from, to, .signal, at: end.location, "channel \(end.id)")
                let (lower, higher) = (
                    system.protectionDomains[end.domain], system.protectionDomains[peer.domain]
                )
                if higher.priority > lower.priority && higher.cpu == lower.cpu {
                    add(to, from, .backChannel, at: end.location, "channel \(end.id)")
                }
            }
        }
    }

    /// Priorities: whoever may keep the processor from another is seen by it.
    ///
    /// A fixed schedule of domains parts them; cores are taken as apart.
    mutating func addScheduling() {
        struct Thread {
            var node: FlowNode
            var priority: UInt8
            var core: UInt8
            var slot: Int?
        }
        var threads: [Thread] = []
        for (place, domain) in system.protectionDomains.enumerated() {
            threads.append(
                Thread(
                    node: .domain(place), priority: domain.priority, core: domain.cpu, slot: domain.domain))
            for core in Set((domain.virtualMachine?.vcpus ?? []).map(\.cpu)).sorted() {
                threads.append(
                    Thread(
                        node: .machine(place), priority: domain.virtualMachine?.priority ?? 0, core: core,
                        slot: domain.domain))
            }
        }
        for higher in threads {
            for lower in threads
            where higher.priority >= lower.priority && higher.core == lower.core && higher.slot == lower.slot
            {
                add(higher.node, lower.node, .scheduler, at: nil, "priority \(higher.priority)")
            }
        }
    }
}
