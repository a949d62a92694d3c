internal import CLinux
internal import Glibc

/// Writes events as lines into a buffer of its own, some twenty nanoseconds each.
///
/// Steps count up from 1 with the lines. The longest line has fewer than `longestLine` bytes.
@safe
struct EventLineWriter: ~Copyable {
    static let longestLine = 320
    /// How many cells ahead they are fetched from the core that wrote them.
    private static let prefetchDistance: UInt64 = 64

    private let plan = EventPlan.shared
    nonisolated(unsafe) private let start: UnsafeMutableRawPointer
    private let capacity: Int
    /// Bytes of text in the buffer.
    private(set) var count = 0
    /// The step of the next event.
    private var step = StepText()
    private var time = TimeText(0)
    private let memo = LineMemo()

    /// A buffer of `capacity` bytes, at least a line's worth.
    init(capacity: Int) {
        self.capacity = max(capacity, Self.longestLine)
        // Pieces are stored as whole words, and middles as whole vectors: so bytes beyond the text are touched.
        unsafe start = .allocate(byteCount: self.capacity + 64 + LineMemo.slack, alignment: 64)
    }

    deinit { unsafe start.deallocate() }

    /// Bytes free.
    var room: Int { capacity - count }

    /// The text; valid until the next change.
    func withText<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe body(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// The step of the next event.
    var nextStep: UInt64 { step.value }

    /// Empties the buffer.
    mutating func removeAll() { count = 0 }

    /// Appends bytes as they are; the caller sees to it that there is `room`.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= room)
        guard let source = bytes.baseAddress else { return }
        unsafe (start + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// Appends a text of ours that is known to fit.
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { unsafe append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends bytes as hexadecimal digits; twice their count must fit.
    mutating func appendHexadecimal(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count * 2 <= room)
        var cursor = unsafe start + count
        var place = 0
        while place + 4 <= bytes.count {
            let four = unsafe UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
            unsafe cursor.storeBytes(of: Digits.hexadecimal(four), as: UInt64.self)
            unsafe cursor += 8
            place += 4
        }
        while place < bytes.count {
            let pair = unsafe Digits.hexadecimal(UInt32(bytes[place]) << 24)
            unsafe cursor.storeBytes(of: UInt16(truncatingIfNeeded: pair), as: UInt16.self)
            unsafe cursor += 2
            place += 1
        }
        count += bytes.count * 2
    }

    /// Appends the lines of the events in `cells` from `first` on, as far as they are events and surely fit.
    ///
    /// Returns the first cell of which no line was made: one of a string or payload, one that finds no room, `end`, or
    /// the one behind an event that begins before `end`.
    mutating func append(_ cells: CellRing.Cells, from first: UInt64, to end: UInt64) -> UInt64 {
        let last = unsafe start + (capacity - Self.longestLine)
        var out = unsafe Cursor(at: start + count)
        var step = self.step
        var time = self.time
        var index = first
        while index < end, unsafe out.at <= last {
            unsafe kms_prefetch_for_load(cells[min(index &+ Self.prefetchDistance, end)])
            let cell = unsafe cells[index].pointee
            if cell.isEvent {
                unsafe appendStart(step, time, to: &out)
                unsafe append(cell, step.value, to: &out)
            } else if cell.tag == .time {
                time = TimeText(cell.low)
                index &+= 1
                continue
            } else if cell.tag == .wholeEvent {
                unsafe appendStart(step, time, to: &out)
                unsafe append(Self.wholeEvent(cells, from: index &+ 1), to: &out)
                index &+= UInt64(RingCell.wholeEventCellCount)
            } else {
                break
            }
            step.increment()
            index &+= 1
        }
        self.step = step
        self.time = time
        count = unsafe out.at - start
        return index
    }

    /// The event in the cells from `first` on.
    private static func wholeEvent(_ cells: CellRing.Cells, from first: UInt64) -> TraceEvent {
        var event = TraceEvent(time: 0, cause: 0, domain: 0, kind: .end)
        unsafe withUnsafeMutableBytes(of: &event) { bytes in
            for place in stride(from: 0, to: bytes.count, by: RingCell.byteCount) {
                let part = min(RingCell.byteCount, bytes.count - place)
                let cell = unsafe UnsafeRawPointer(cells[first &+ UInt64(place / RingCell.byteCount)])
                unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[place...]).copyMemory(
                    from: UnsafeRawBufferPointer(start: cell, count: part))
            }
        }
        return event
    }

    /// Appends `{"n":STEP,"t":TIME`.
    @inline(__always)
    private func appendStart(_ step: StepText, _ time: TimeText, to out: inout Cursor) {
        unsafe out.word(0x3a22_6e22_7b, 5)  // {"n":
        if step.isShort { unsafe out.word(step.text, step.count) } else { unsafe out.decimal(step.value) }
        if time.isShort {
            unsafe out.words(time.text, time.count)
        } else {
            unsafe out.word(0x3a22_7422_2c, 5)  // ,"t":
            unsafe out.decimal(time.value)
        }
    }

    /// Appends the rest of the line of event `step`, which fitted a cell.
    @inline(__always)
    private func append(_ cell: RingCell, _ step: UInt64, to out: inout Cursor) {
        let copied = unsafe memo.copy(cell.key, to: out.at)
        unsafe out.at += copied
        if copied == 0 {
            let begin = unsafe out.at
            unsafe appendMiddle(cell.row, cell.domain, to: &out)
            unsafe memo.keep(cell.key, begin, count: out.at - begin)
        }
        let distance = cell.causeDistance
        unsafe appendEnd(cause: distance == 0 ? 0 : step &- distance, core: cell.core, to: &out)
    }

    /// Appends the rest of an event's line.
    @inline(never)
    private func append(_ event: TraceEvent, to out: inout Cursor) {
        unsafe appendMiddle(event.row, event.domain, to: &out)
        unsafe appendEnd(cause: event.cause, core: event.core, to: &out)
    }

    /// Appends `,"c":CAUSE,"cpu":CORE}`, each only unless it is 0.
    @inline(__always)
    private func appendEnd(cause: UInt64, core: UInt8, to out: inout Cursor) {
        if cause != 0 {
            unsafe out.word(0x3a22_6322_2c, 5)  // ,"c":
            unsafe out.decimal(cause)
        }
        if core != 0 {
            unsafe out.word(0x3a_2275_7063_222c, 7)  // ,"cpu":
            unsafe out.decimal(UInt64(core))
        }
        unsafe out.word(0x0a7d, 2)  // }\n
    }

    /// Appends what stands between an event's time and its cause.
    @inline(never)
    private func appendMiddle(_ row: EventRow, _ domain: Int16, to out: inout Cursor) {
        unsafe out.word(0x3a22_6422_2c, 5)  // ,"d":
        unsafe out.position(domain)
        let shape = unsafe plan.shapes[Int(row.code)]
        unsafe out.piece(shape.text)
        for place in 0..<shape.fieldCount {
            unsafe append(row.fields[place], as: plan.fields + shape.firstField + place, to: &out)
        }
    }

    @inline(__always)
    private func append(_ value: UInt64, as field: UnsafePointer<EventPlan.Field>, to out: inout Cursor) {
        switch unsafe field.pointee.type {
        case .byte, .word, .count, .string, .device:
            unsafe out.key(field)
            unsafe out.decimal(value)
        case .outcome, .operation, .control, .reason, .queueEnd, .rights:
            unsafe out.key(field)
            unsafe out.piece(plan.names[field.pointee.firstName &+ Int(truncatingIfNeeded: value)])
        case .domain, .region:
            unsafe out.key(field)
            unsafe out.position(Int16(truncatingIfNeeded: value))
        case .entry:
            unsafe out.key(field)
            unsafe out.entry(value)
        case .digest:
            unsafe out.key(field)
            unsafe out.hexadecimal(value)
        case .optionalMask:
            if value == 0 { return }
            unsafe out.key(field)
            unsafe out.hexadecimal(value)
        case .optionalPayload:
            if value == 0 { return }
            unsafe out.key(field)
            unsafe out.decimal(value)
        case .optionalFlag:
            if value == 0 { return }
            unsafe out.key(field)
            unsafe out.word(0x6575_7274, 4)  // true
        }
    }

    /// Where the line goes on.
    @unsafe
    private struct Cursor {
        var at: UnsafeMutableRawPointer

        init(at: UnsafeMutableRawPointer) { unsafe self.at = unsafe at }

        @inline(__always)
        mutating func word(_ text: UInt64, _ count: Int) {
            unsafe at.storeBytes(of: text, as: UInt64.self)
            unsafe at += count
        }

        @inline(__always)
        mutating func words(_ text: SIMD2<UInt64>, _ count: Int) {
            unsafe at.storeBytes(of: text, as: SIMD2<UInt64>.self)
            unsafe at += count
        }

        @inline(__always)
        mutating func key(_ field: UnsafePointer<EventPlan.Field>) {
            unsafe word(field.pointee.key, field.pointee.keyCount)
        }

        @inline(__always)
        mutating func piece(_ piece: EventPlan.Piece) {
            unsafe at.storeBytes(of: piece.words.0, as: UInt64.self)
            unsafe at.storeBytes(of: piece.words.1, toByteOffset: 8, as: UInt64.self)
            unsafe at.storeBytes(of: piece.words.2, toByteOffset: 16, as: UInt64.self)
            unsafe at += piece.count
        }

        @inline(__always)
        mutating func decimal(_ value: UInt64) {
            if value < 10 {
                unsafe at.storeBytes(of: UInt8(truncatingIfNeeded: value) &+ 0x30, as: UInt8.self)
                unsafe at += 1
            } else if value < 100_000_000 {
                let (text, count) = Digits.decimal(value)
                unsafe word(text, count)
            } else {
                unsafe longDecimal(value)
            }
        }

        @inline(never)
        private mutating func longDecimal(_ value: UInt64) {
            unsafe decimal(value / 100_000_000)
            unsafe word(Digits.paddedDecimal(value % 100_000_000), 8)
        }

        @inline(__always)
        mutating func position(_ position: Int16) {
            if position < 0 {
                unsafe word(0x2d, 1)
                unsafe decimal(UInt64(position.magnitude))
            } else {
                unsafe decimal(UInt64(position))
            }
        }

        /// `"0123456789abcdef"`: all sixteen digits, as a string, for numbers above 2^53 get lost in JSON tools.
        @inline(__always)
        mutating func hexadecimal(_ value: UInt64) {
            unsafe word(0x22, 1)
            unsafe word(Digits.hexadecimal(UInt32(truncatingIfNeeded: value >> 32)), 8)
            unsafe word(Digits.hexadecimal(UInt32(truncatingIfNeeded: value)), 8)
            unsafe word(0x22, 1)
        }

        /// `"i"`, `"n3"`, `"p3"` or `"f1"`.
        @inline(__always)
        mutating func entry(_ value: UInt64) {
            let letter: UInt64 =
                switch value >> 8 {
                case 0: 0x69
                case 1: 0x6e
                case 2: 0x70
                default: 0x66
                }
            unsafe word(0x22 | letter << 8, 2)
            if value != 0 { unsafe decimal(value & 0xff) }
            unsafe word(0x22, 1)
        }
    }
}
