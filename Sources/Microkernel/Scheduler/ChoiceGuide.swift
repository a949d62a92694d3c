/// Who goes first among equals, as a driver decides, and what there was to decide.
struct ChoiceGuide: Hashable, Sendable {
    /// By place in the queue, choice by choice; -1 and what lies beyond leave it to the policy.
    let planned: [Int]
    /// All choices so far.
    private(set) var made: [MachineChoice] = []

    init(planned: [Int]) { self.planned = planned }

    /// Decides among `equals`, in their queue's order; `policy` is the place that the policy takes.
    mutating func choose(_ equals: [Int], otherwise policy: Int) -> Int {
        let wanted = made.count < planned.count ? planned[made.count] : -1
        let place = equals.indices.contains(wanted) ? wanted : policy
        made.append(MachineChoice(domains: equals, chosen: place))
        return place
    }
}

/// A choice among domains of equal priority that could run.
public struct MachineChoice: Hashable, Sendable {
    /// Who could run, in the order of their queue.
    public let domains: [Int]
    /// The place of the one that does.
    public let chosen: Int
}
