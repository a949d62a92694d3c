/// A recorded run: what a trace file holds, with every event at hand by its step.
public struct Trace: Sendable {
    /// The first line: description, seed, names.
    public var header: TraceHeader
    /// The events; the one of step n is at position n - 1.
    public var events: [TraceEvent]
    /// The strings that events number.
    public var strings: [String]
    /// The bytes that events number, from 1.
    public var payloads: TracePayloads
    /// What the reader had to put up with, such as a torn tail.
    public var notes: [String]
    /// Whether the closing line was there: the run ended in order.
    public var isComplete: Bool

    /// Makes a trace of its parts.
    public init(
        header: TraceHeader, events: [TraceEvent] = [], strings: [String] = [],
        payloads: TracePayloads = TracePayloads(), notes: [String] = [], isComplete: Bool = true
    ) {
        self.header = header
        self.events = events
        self.strings = strings
        self.payloads = payloads
        self.notes = notes
        self.isComplete = isComplete
    }

    /// The trace in `recorder`, whose ring must not have overflowed.
    public init(header: TraceHeader, recorder: TraceRecorder) {
        self.init(header: header, events: recorder.events, strings: recorder.strings)
        for payload in recorder.payloads { payloads.append(payload) }
        guard recorder.firstStep > 1 else { return }
        isComplete = false
        notes.append("the recorder held the last \(recorder.capacity) events only; steps and causes are off")
    }

    /// The step of the last event, 0 when there is none.
    public var lastStep: TraceEvent.Step { TraceEvent.Step(events.count) }

    /// The event of `step`, nil for 0 and beyond the end.
    public subscript(step: TraceEvent.Step) -> TraceEvent? {
        step >= 1 && step <= lastStep ? events[Int(step) - 1] : nil
    }

    /// String `number`, or a placeholder.
    public func text(_ number: UInt32) -> String {
        strings.indices.contains(Int(number)) ? strings[Int(number)] : "?string \(number)"
    }

    /// The domain at `position`; -1 is the kernel.
    public func domainName(_ position: Int16) -> String {
        header.domains.indices.contains(Int(position)) ? header.domains[Int(position)].name : "kernel"
    }

    /// The region at `position`.
    public func regionName(_ position: Int16) -> String {
        header.regions.indices.contains(Int(position))
            ? header.regions[Int(position)].name : "?region \(position)"
    }

    /// The host device with `number`.
    public func deviceName(_ number: UInt32) -> String {
        header.devices.indices.contains(Int(number)) ? header.devices[Int(number)] : "?device \(number)"
    }
}

/// Bytes kept with a trace: one run of memory for all.
public struct TracePayloads: Hashable, Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// No bytes.
    public init() {}

    /// How many payloads; their numbers are 1 to this.
    public var count: Int { ends.count }

    /// The bytes with `number`; none for 0 and unknown numbers.
    public subscript(number: UInt32) -> ArraySlice<UInt8> {
        guard number >= 1, Int(number) <= ends.count else { return [] }
        let place = Int(number) - 1
        return bytes[(place == 0 ? 0 : ends[place - 1])..<ends[place]]
    }

    /// Adds a payload, which gets the next number.
    public mutating func append(_ payload: some Sequence<UInt8>) {
        bytes.append(contentsOf: payload)
        ends.append(bytes.count)
    }

    /// Adds the payload with these hexadecimal digits; false, and nothing added, when they are none.
    mutating func append(hexadecimal digits: UnsafeRawBufferPointer) -> Bool {
        guard digits.count % 2 == 0 else { return false }
        let first = bytes.count
        // By doubling: a reservation that just fits would copy everything at each payload.
        let needed = first + digits.count / 2
        if needed > bytes.capacity { bytes.reserveCapacity(max(needed, bytes.capacity * 2)) }
        var flaws: UInt8 = 0
        for place in stride(from: 0, to: digits.count, by: 2) {
            let (high, low) = unsafe (Self.nibble(digits[place]), Self.nibble(digits[place + 1]))
            flaws |= (high | low) & 0xf0
            bytes.append(high << 4 | low & 0x0f)
        }
        guard flaws == 0 else {
            bytes.removeLast(bytes.count - first)
            return false
        }
        ends.append(bytes.count)
        return true
    }

    @inline(__always)
    private static func nibble(_ digit: UInt8) -> UInt8 {
        let decimal = digit &- 0x30
        let letter = digit &- 0x61
        return decimal < 10 ? decimal : letter < 6 ? letter &+ 10 : 0xff
    }
}
