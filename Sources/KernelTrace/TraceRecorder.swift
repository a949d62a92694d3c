/// A trace in memory, for tests and benches: the last `capacity` events, in a ring.
///
/// Strings and kept bytes stay as long as the recorder; bound those with a file or with `ContentsRule.masked`.
@safe
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
    public var recordedCount: Int { unsafe ring.pointee.recordedCount }

    /// The events: plain memory, for the checks of an array and of a class's variables would cost more than the store.
    @unsafe private struct Ring {
        /// Grows by doubling up to the recorder's capacity.
        var start: UnsafeMutablePointer<TraceEvent>
        var allocatedCount: Int
        /// Where the next event goes, unless the ring has to grow first.
        var place = 0
        var recordedCount = 0
    }
    private let ring: UnsafeMutablePointer<Ring>
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
        let count = min(self.capacity, 1024)
        unsafe ring = .allocate(capacity: 1)
        unsafe ring.initialize(to: Ring(start: .allocate(capacity: count), allocatedCount: count))
    }

    deinit {
        unsafe ring.pointee.start.deallocate()
        unsafe ring.deallocate()
    }

    /// The events held, oldest first; the first one's step is `firstStep`.
    public var events: [TraceEvent] {
        let held = min(recordedCount, capacity)
        let oldest = unsafe recordedCount > capacity ? ring.pointee.place % capacity : 0
        return (0..<held).map { unsafe ring.pointee.start[(oldest + $0) % capacity] }
    }

    /// The step of the oldest event held; 1 until the ring overflows.
    public var firstStep: TraceEvent.Step { TraceEvent.Step(max(0, recordedCount - capacity) + 1) }

    /// Forgets everything.
    public func removeAll() {
        unsafe ring.pointee.place = 0
        unsafe ring.pointee.recordedCount = 0
        strings.removeAll()
        numbers.removeAll()
        payloads.removeAll()
    }

    /// Appends `event`, over the oldest when the ring is full.
    public func record(_ event: TraceEvent) -> TraceEvent.Step {
        if unsafe ring.pointee.place == ring.pointee.allocatedCount { makeRoom() }
        unsafe ring.pointee.start[ring.pointee.place] = event
        unsafe ring.pointee.place &+= 1
        unsafe ring.pointee.recordedCount &+= 1
        return unsafe TraceEvent.Step(truncatingIfNeeded: ring.pointee.recordedCount)
    }

    /// Grows the ring or, at its capacity, goes back to its start.
    private func makeRoom() {
        let held = unsafe ring.pointee.allocatedCount
        if held == capacity {
            unsafe ring.pointee.place = 0
            return
        }
        let count = min(capacity, held * 2)
        let larger = UnsafeMutablePointer<TraceEvent>.allocate(capacity: count)
        unsafe larger.update(from: ring.pointee.start, count: held)
        unsafe ring.pointee.start.deallocate()
        unsafe ring.pointee.start = larger
        unsafe ring.pointee.allocatedCount = count
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
