public import KernelTrace

/// A column of the space-time picture: one protection domain.
public struct Lane: Hashable, Sendable {
    /// The domain's position.
    public var domain: Int16
    /// Its name, as it may be printed.
    public var name: String
    /// 0…254.
    public var priority: UInt8
    /// Its core.
    public var core: UInt8
    /// Whether it is passive.
    public var isPassive: Bool
}

extension TraceModel {
    /// The lanes in the description's order, without the domains in `hidden`.
    public func lanes(hiding hidden: Set<Int16> = []) -> [Lane] {
        trace.header.domains.enumerated().compactMap { place, domain in
            let position = Int16(place)
            guard !hidden.contains(position) else { return nil }
            return Lane(
                domain: position, name: self.domain(position), priority: domain.priority, core: domain.core,
                isPassive: domain.passive)
        }
    }
}

extension MachineState.Activity {
    /// What the domain is doing, in a word or two.
    public var words: String {
        switch self {
        case .unborn: "not yet booted"
        case .running: "running"
        case .ready: "ready"
        case .preempted: "pre-empted"
        case .waiting: "waiting"
        case .calling: "calls"
        case .faulted: "faulted"
        case .dead: "dead"
        case .stopped: "stopped"
        case .exhausted: "out of budget"
        }
    }
}
