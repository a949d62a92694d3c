/// A trace in memory, for tests and benches: the last `capacity` events, in a ring.
///
/// Strings and kept bytes stay as long as the recorder; bound those with a file or with `ContentsRule.masked`.
public final class TraceRecorder: TraceSink {
    /// How many events are held at most.
    public let capacity: Int
    /// Which bytes are kept.
    public let contents: ContentsRule
    /// All strings, by number.
    public private(set) var strings: [String] = []
    /// All kept bytes; number n is at position n - 1.
    public private(set) var payloads: [[UInt8]] = []
    /// How many events were recorded, those no longer held included.
    public private(set) var recordedCount = 0

    private var ring: [TraceEvent] = []
    private var numbers: [String: UInt32] = [:]
    private let key: TraceKey
    private let regionFlags: [Bool]

    /// Makes an empty recorder of at least one event's capacity.
    public init(
        capacity: Int = 1 << 20, contents: ContentsRule = .all, regionCount: Int = 0,
        key: TraceKey = .init(seed: 0)
    ) {
        self.capacity = max(1, capacity)
        self.contents = contents
        self.key = key
        regionFlags = contents.flags(regionCount: regionCount)
    }

    /// The events held, oldest first; the first one's step is `firstStep`.
    public var events: [TraceEvent] {
        guard recordedCount > capacity else { return ring }
        let oldest = recordedCount % capacity
        return Array(ring[oldest...] + ring[..<oldest])
    }

    /// The step of the oldest event held; 1 until the ring overflows.
    public var firstStep: TraceEvent.Step { TraceEvent.Step(max(0, recordedCount - capacity) + 1) }

    /// Forgets everything.
    public func removeAll() {
        ring.removeAll(keepingCapacity: true)
        strings.removeAll()
        numbers.removeAll()
        payloads.removeAll()
        recordedCount = 0
    }

    /// Appends `event`, over the oldest when the ring is full.
    public func record(_ event: TraceEvent) -> TraceEvent.Step {
        if ring.count < capacity { ring.append(event) } else { ring[recordedCount % capacity] = event }
        recordedCount += 1
        return TraceEvent.Step(recordedCount)
    }

    /// The number of `text`, from 0.
    public func intern(_ text: String) -> UInt32 {
        if let number = numbers[text] { return number }
        let number = UInt32(strings.count)
        numbers[text] = number
        strings.append(text)
        return number
    }

    /// What the rule says about `region`.
    public func keepsContents(ofRegion region: Int16) -> Bool {
        guard regionFlags.indices.contains(Int(region)) else { return contents == .all }
        return regionFlags[Int(region)]
    }

    /// Only when all contents are kept.
    public var keepsDeviceBytes: Bool { contents == .all }

    /// SipHash of `bytes` under the recorder's key.
    public func digest(_ bytes: RawSpan) -> UInt64 { key.digest(bytes) }

    /// Copies `bytes`.
    public func keep(_ bytes: RawSpan) -> UInt32 {
        unsafe payloads.append(bytes.withUnsafeBytes { unsafe Array($0) })
        return UInt32(payloads.count)
    }
}
