internal import CLinux
internal import Glibc
internal import Synchronization

/// Writes a trace to a file while the machine runs: `record` stores one cell, a thread of the writer's own
/// makes lines of cells.
///
/// Memory is bounded whatever the run does: when the ring is full the machine waits for the file. What was
/// recorded stands in the file some 20 ms later, at the latest; `flush` makes it so at once. The text depends on
/// what was recorded alone, never on when it was written.
///
/// When the file cannot be written (disk full), the run goes on and the trace ends with the last whole line that
/// fitted; `failure` says so from then on, and the last line of the file tries to.
public final class TraceFileWriter: TraceSink {
    /// How many cells ahead a line is fetched back from the core that read it.
    private static let prefetchDistance: UInt64 = 16
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
    private var step: TraceEvent.Step = 0
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
    ///   - cellCount: events held between machine and file.
    /// - Throws: when the file cannot be opened.
    public init(
        path: String, header: TraceHeader, keepsDeviceBytes: Bool? = nil, cellCount: Int = 1 << 15
    ) throws(TraceWriteError) {
        let descriptor = try TraceOutputFile.open(path)
        ring = CellRing(cellCount: cellCount)
        cells = ring.cells
        limit = UInt64(ring.cellCount)
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

    /// Appends `event`: one copy of 64 bytes, unless the file lags behind by the whole ring.
    @inline(__always)
    public func record(_ event: TraceEvent) -> TraceEvent.Step {
        let cell = unsafe claim()
        unsafe cell.storeBytes(of: event, as: TraceEvent.self)
        unsafe cell.storeBytes(
            of: CellRing.Tag.event.rawValue, toByteOffset: CellRing.tagOffset, as: UInt8.self)
        publish()
        step &+= 1
        return step
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
    private func claim() -> UnsafeMutableRawPointer {
        if next == limit { waitForRoom() }
        return unsafe cells[next]
    }

    @inline(__always)
    private func publish() {
        next &+= 1
        ring.written.store(next, ordering: .releasing)
        unsafe kms_prefetch_for_store(cells[next &+ Self.prefetchDistance])
        if next & 2047 == 0 { scribe.wake() }
    }

    private func put(_ bytes: UnsafeRawBufferPointer, number: UInt32, tag: CellRing.Tag) {
        let head = unsafe claim()
        unsafe head.storeBytes(of: number, as: UInt32.self)
        unsafe head.storeBytes(of: UInt64(bytes.count), toByteOffset: 8, as: UInt64.self)
        unsafe head.storeBytes(of: tag.rawValue, toByteOffset: CellRing.tagOffset, as: UInt8.self)
        publish()
        var rest = unsafe bytes
        while let source = rest.baseAddress, rest.count > 0 {
            let part = min(rest.count, CellRing.cellByteCount)
            unsafe claim().copyMemory(from: source, byteCount: part)
            publish()
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[part...])
        }
    }

    private func waitForRoom() {
        if isClosed {
            // Nobody takes cells any more; what comes now goes nowhere.
            limit &+= UInt64(ring.cellCount)
            return
        }
        limit = scribe.waitForRoom(after: limit &- UInt64(ring.cellCount)) &+ UInt64(ring.cellCount)
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
