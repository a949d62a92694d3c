internal import SystemDescription

extension Scheduler {
    /// The kernel objects of `system`, nothing resumed yet.
    convenience init(_ system: CheckedSystem, policy: MachineOptions.Policy, choices: [Int]? = nil) {
        let callees = Self.endpoints(of: system)
        let domains = system.protectionDomains
        self.init(
            threads: domains.enumerated().map { index, domain in
                KernelThread(
                    priority: Int(domain.priority), core: Int(domain.cpu),
                    schedulingDomain: domain.domain ?? 0,
                    hasEndpoint: callees[index], context: index)
            },
            contexts: domains.enumerated().map { index, domain in
                SchedulingContext(
                    budget: domain.budgetMicroseconds, period: domain.periodMicroseconds, owner: index,
                    core: Int(domain.cpu))
            },
            cores: max(1, system.profile.cores, domains.map { Int($0.cpu) + 1 }.max() ?? 1),
            schedule: system.domainSchedule.flatMap(SlotSchedule.init),
            schedulingDomains: system.schedulingDomains.count, policy: policy, choices: choices)
    }

    /// Per domain, whether it can be called or has children.
    private static func endpoints(of system: CheckedSystem) -> [Bool] {
        var callees = [Bool](repeating: false, count: system.protectionDomains.count)
        for channel in system.channels {
            if channel.a.mayCall { callees[channel.b.domain] = true }
            if channel.b.mayCall { callees[channel.a.domain] = true }
        }
        for (index, domain) in system.protectionDomains.enumerated() {
            if let parent = domain.parent { callees[parent] = true }
            if domain.virtualMachine != nil { callees[index] = true }
        }
        return callees
    }
}

extension SlotSchedule {
    /// The part of `schedule` that runs: from the start index to the end marker, and round again.
    ///
    /// `nil` when that is empty.
    init?(_ schedule: CheckedSystem.DomainSchedule) {
        var slots: [Slot] = []
        for slot in schedule.slots.dropFirst(Int(clamping: schedule.startIndex)) {
            guard case .run(let domain, let duration) = slot else { break }
            slots.append(Slot(domain: domain, duration: duration.wholeMicroseconds))
        }
        guard !slots.isEmpty else { return nil }
        self.init(slots: slots)
    }
}

extension CheckedSystem.DomainSchedule.Duration {
    /// Microseconds, at least one; a tick is one of the 62.5 MHz timer of the reference board.
    fileprivate var wholeMicroseconds: UInt64 {
        switch self {
        case .microseconds(let count): max(1, count)
        case .ticks(let count): max(1, UInt64(Double(count) / 62.5))
        }
    }
}
