internal import CLinux
internal import Glibc
internal import Synchronization

/// Writes a trace to a file while the machine runs: `record` stores one cell for most events, a thread of the writer's
/// own makes lines of cells.
///
/// Memory is bounded whatever the run does: when the ring is full the machine waits for the file. What was
/// recorded stands in the file some 20 ms later, at the latest; `flush` makes it so at once. The text depends on
/// what was recorded alone, never on when it was written.
///
/// When the file cannot be written (disk full), the run goes on and the trace ends with the last whole line that
/// fitted; `failure` says so from then on, and the last line of the file tries to.
public final class TraceFileWriter: TraceSink {
    /// How many cells ahead they are fetched back from the core that read them.
    private static let prefetchDistance: UInt64 = 64
    private let ring: CellRing
    private let cells: CellRing.Cells
    private let scribe: TraceScribe
    private let key: TraceKey
    private let keptRegions: [Bool]
    /// Whether host devices' bytes stand in the trace.
    public let keepsDeviceBytes: Bool

    /// Cells written, and the count at which the ring is full as far as known: the machine's own copies.
    private var next: UInt64 = 0
    private var limit: UInt64
    /// The count at which the thread is woken, since cells enough for its trouble are there; at most `limit`.
    private var pause: UInt64
    private var step: TraceEvent.Step = 0
    private var time: UInt64 = 0
    private var texts = StringNumbers()
    private var payloadCount: UInt32 = 0
    private var isClosed = false

    /// Opens `path`, which is emptied, readable by its owner only, and writes the header.
    ///
    /// A file that is no trace is never emptied, nor one that another run is writing.
    ///
    /// - Parameters:
    ///   - path: the file; a pipe will do.
    ///   - header: whose regions' `isKept` says which contents are kept; its seed makes the key of digests.
    ///   - keepsDeviceBytes: as in `TraceSink`; by default in seeded runs, which are to be replayed.
    ///   - cellCount: events held between machine and file, of 16 bytes each.
    /// - Throws: when the file cannot be opened.
    public init(
        path: String, header: TraceHeader, keepsDeviceBytes: Bool? = nil, cellCount: Int = 1 << 15
    ) throws(TraceWriteError) {
        let descriptor = try TraceOutputFile.open(path)
        ring = CellRing(cellCount: cellCount)
        cells = ring.cells
        limit = UInt64(ring.cellCount)
        pause = limit / 4
        scribe = TraceScribe(ring: ring, descriptor: descriptor, file: path)
        key = header.seed.map { TraceKey(seed: $0) } ?? .random()
        keptRegions = header.regions.map(\.isKept)
        self.keepsDeviceBytes = keepsDeviceBytes ?? (header.seed != nil)
        scribe.start(header: header.line())
    }

    deinit { finish() }

    /// The first error met in writing, nil as long as all is well.
    public var failure: TraceWriteError? { scribe.failure }

    /// How many events were recorded.
    public var recordedCount: UInt64 { step }

    /// Appends `event`: one store of 16 bytes for most, unless the file lags behind by the whole ring.
    @inline(__always)
    public func record(_ event: TraceEvent) -> TraceEvent.Step {
        step &+= 1
        if event.time == time, let cell = RingCell(event, step: step) {
            if next >= pause { wakeOrWait() }
            unsafe cells[next].pointee = cell
            publish(1)
        } else {
            recordWhole(event)
        }
        return step
    }

    /// Appends an event that does not fit a cell, or that happens later than the one before.
    @inline(never)
    private func recordWhole(_ event: TraceEvent) {
        if event.time != time {
            time = event.time
            put(RingCell(.time, value: time))
            if let cell = RingCell(event, step: step) { return put(cell) }
        }
        while limit &- next <= UInt64(RingCell.wholeEventCellCount) { waitForRoom() }
        unsafe cells[next].pointee = RingCell(.wholeEvent)
        unsafe withUnsafeBytes(of: event) { bytes in
            for place in stride(from: 0, to: bytes.count, by: RingCell.byteCount) {
                let part = min(RingCell.byteCount, bytes.count - place)
                let cell = unsafe cells[next &+ 1 &+ UInt64(place / RingCell.byteCount)]
                unsafe UnsafeMutableRawBufferPointer(start: cell, count: part).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[place..<place + part]))
            }
        }
        publish(1 + UInt64(RingCell.wholeEventCellCount))
    }

    /// The number of `text`; a text not seen for a long time may get a new one.
    public func intern(_ text: String) -> UInt32 {
        let (number, isNew) = texts.number(of: text)
        if isNew {
            var text = text
            text.withUTF8 { unsafe put(UnsafeRawBufferPointer($0), number: number, tag: .string) }
        }
        return number
    }

    /// What the header says about `region`.
    public func keepsContents(ofRegion region: Int16) -> Bool {
        keptRegions.indices.contains(Int(region)) && keptRegions[Int(region)]
    }

    /// SipHash-2-4 under the trace's key.
    public func digest(_ bytes: RawSpan) -> UInt64 { key.digest(bytes) }

    /// Copies `bytes` towards the file.
    public func keep(_ bytes: RawSpan) -> UInt32 {
        payloadCount &+= 1
        unsafe bytes.withUnsafeBytes { unsafe put($0, number: payloadCount, tag: .payload) }
        return payloadCount
    }

    /// Returns when all that was recorded is in the file, or writing failed.
    public func flush() {
        guard !isClosed else { return }
        scribe.flush(through: next)
    }

    /// Writes the rest and the closing line, and closes the file; later events are dropped.
    ///
    /// - Throws: the first error met in writing, now or before.
    public func close() throws(TraceWriteError) {
        finish()
        if let failure { throw failure }
    }

    private func finish() {
        guard !isClosed else { return }
        isClosed = true
        scribe.stop(eventCount: step, stringCount: texts.count, payloadCount: payloadCount)
    }

    @inline(__always)
    private func publish(_ count: UInt64) {
        let end = next &+ count
        next = end
        ring.written.store(end, ordering: .releasing)
        // Four cells share a line.
        if end & 3 == 0 { unsafe kms_prefetch_for_store(cells[end &+ Self.prefetchDistance]) }
    }

    private func put(_ cell: RingCell) {
        if next >= pause { wakeOrWait() }
        unsafe cells[next].pointee = cell
        publish(1)
    }

    private func put(_ bytes: UnsafeRawBufferPointer, number: UInt32, tag: RingCell.Tag) {
        put(RingCell(tag, number: number, value: UInt64(bytes.count)))
        var rest = unsafe bytes
        while rest.count > 0 {
            if next >= pause { wakeOrWait() }
            let room = min(Int(limit &- next), cells.straightCount(from: next)) * RingCell.byteCount
            let part = min(rest.count, room)
            unsafe UnsafeMutableRawBufferPointer(start: cells[next], count: part).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: rest[..<part]))
            publish(UInt64((part + RingCell.byteCount - 1) / RingCell.byteCount))
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[part...])
        }
    }

    /// Wakes the thread from time to time, and waits for room when there is none.
    @inline(never)
    private func wakeOrWait() {
        if next == limit { waitForRoom() } else { scribe.wake() }
        pause = min(next &+ UInt64(ring.cellCount / 4), limit)
    }

    /// Moves `limit` on, and waits if it must; once closed, as if all were taken.
    private func waitForRoom() {
        if isClosed {
            // Nobody takes cells any more; what comes now goes nowhere.
            limit = next &+ UInt64(ring.cellCount)
        } else {
            let taken = limit &- UInt64(ring.cellCount)
            limit = scribe.waitForRoom(after: taken) &+ UInt64(ring.cellCount)
        }
    }
}

/// Numbers for texts, within bounded memory: when it has seen many it forgets them and numbers go on.
struct StringNumbers {
    private static let rememberedCount = 4096
    private var numbers: [String: UInt32] = [:]
    /// How many numbers were given.
    private(set) var count: UInt32 = 0

    mutating func number(of text: String) -> (number: UInt32, isNew: Bool) {
        if let number = numbers[text] { return (number, false) }
        if numbers.count == Self.rememberedCount { numbers.removeAll(keepingCapacity: true) }
        let number = count
        numbers[text] = number
        count += 1
        return (number, true)
    }
}
