/// One interrupt of a domain: delivered when raised and not masked, and then masked until acknowledged.
struct InterruptLine: Hashable, Sendable {
    /// Whose interrupt it is.
    let domain: Int
    /// The bit it sets in that domain's word.
    let bit: UInt8
    /// Delivered and not yet acknowledged.
    var isMasked = false
    /// A level line that its device holds: delivered again at once when acknowledged.
    var isAsserted = false
    /// A pulse that came while it was masked; at most one is kept.
    var isPending = false

    /// Whether it is to be delivered now.
    var isDue: Bool { !isMasked && (isAsserted || isPending) }
}

/// The future: what devices will do at which virtual time, earliest first, in the order of asking among equal times.
struct DeviceTimers: Sendable {
    /// What a device does.
    struct Event: Hashable, Sendable {
        let time: UInt64
        let line: Int
        /// Holds the line until it is dropped, as the device of a scheduling vector does; else a pulse.
        let holdsLine: Bool
    }
    private var events: [Event] = []

    /// When the next event is due.
    var next: UInt64? { events.first?.time }

    /// Adds an event.
    mutating func add(_ event: Event) {
        let place = events.firstIndex { $0.time > event.time } ?? events.count
        events.insert(event, at: place)
    }

    /// Takes the next event that is due at `now`.
    mutating func takeDue(at now: UInt64) -> Event? {
        guard let first = events.first, first.time <= now else { return nil }
        return events.removeFirst()
    }
}
