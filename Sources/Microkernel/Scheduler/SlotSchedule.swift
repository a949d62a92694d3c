/// The cyclic schedule of scheduling domains: which one's slot it is, and until when.
struct SlotSchedule: Sendable {
    /// One slot: a scheduling domain and its length in microseconds.
    struct Slot: Hashable, Sendable {
        let domain: Int
        let duration: UInt64
    }

    private let slots: [Slot]
    private var index = 0
    /// When the present slot ends.
    private(set) var end: UInt64

    /// A schedule of at least one slot.
    init(slots: [Slot]) {
        self.slots = slots
        end = slots[0].duration
    }

    /// The scheduling domain whose slot it is.
    var domain: Int { slots[index].domain }

    /// Whether `domain` ever gets a slot.
    func contains(_ domain: Int) -> Bool { slots.contains { $0.domain == domain } }

    /// Goes on to the next slot.
    mutating func advance() {
        index = (index + 1) % slots.count
        end += slots[index].duration
    }
}
